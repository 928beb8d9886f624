from io import StringIO
from typing import NamedTuple

import pytest

from planledger.cli.terminal import Progress, exit_code, message_of, shortened, table_text, tell_problems, width
from planledger.model import Problem


def problem(code: str, start: int = -1) -> Problem:
    return Problem(code, "a", start, start, "", "English", "中文")


@pytest.mark.parametrize(
    ("problems", "strict", "code"),
    [
        ([], False, 0),
        ([problem("value.fused", 5)], False, 0),
        ([problem("value.fused", 5)], True, 1),
        ([problem("document.empty")], False, 1),
        ([problem("folder.passed_over"), problem("overrides.idle")], True, 0),
        ([problem("file.missing"), problem("document.empty")], False, 2),
        ([problem("folder.empty")], False, 2),
        ([problem("overrides.broken")], False, 2),
        ([problem("document.crashed"), problem("file.missing")], False, 3),
    ],
)
def test_exit_code(problems: list[Problem], strict: bool, code: int) -> None:
    assert exit_code(problems, strict=strict) == code


def test_doubts_are_counted_by_what_they_say(capsys: pytest.CaptureFixture[str]) -> None:
    said = ["第1列", "第1列", "第15列", *(f"单位{number}" for number in range(30))]
    tell_problems([Problem("x", "a", 5, 6, "", "English", message) for message in said], "zh")
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "文中存疑之处 33 处："
    assert lines[1].split() == ["2", "×", "第1列", "(x)"]
    assert lines[2].split() == ["1", "×", "第15列", "(x)"]
    assert lines[-1].strip() == "……另有12种"


def test_a_problem_without_chinese_is_told_in_english() -> None:
    assert message_of(problem("x"), "zh") == "中文"
    assert message_of(Problem("x", "a", -1, -1, "", "English"), "zh") == "English"


def test_columns_line_up_by_what_they_take_on_a_screen() -> None:
    lines = table_text(("指标", "value"), [("粮食产量", "5"), ("GDP", "12")], right=[1]).splitlines()
    assert [width(line) for line in lines] == [15, 15, 15, 15]
    assert lines[2] == "粮食产量      5"


@pytest.mark.parametrize(
    ("text", "columns", "short"), [("粮食产量", 8, "粮食产量"), ("粮食产量", 7, "粮食产…"), ("abc", 2, "a…")]
)
def test_shortened(text: str, columns: int, short: str) -> None:
    assert shortened(text, columns) == short
    assert width(short) <= columns


class Job(NamedTuple):
    name: str


def test_progress_names_the_page_of_a_long_file(monkeypatch: pytest.MonkeyPatch) -> None:
    said = StringIO()
    said.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stderr", said)
    progress = Progress("zh")
    progress.page(Job("early"), 1, 2)
    progress("reading", 0, 3)
    progress.page(Job("scan"), 4, 9)
    progress.page(Job("picture"), 1, 0)
    progress.close()
    progress.page(Job("late"), 1, 2)
    first, second, last = said.getvalue().removeprefix("\r").split("\x1b[K")[0:3]
    assert "0/3  scan 第5/9页" in first
    assert second.endswith("picture 第2页")
    assert last == "\r"
    assert "early" not in said.getvalue()
    assert "late" not in said.getvalue()
