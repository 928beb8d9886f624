import pytest

from planledger.cli.terminal import exit_code, message_of, shortened, table_text, width
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
        ([problem("file.missing"), problem("document.empty")], False, 2),
        ([problem("folder.empty")], False, 2),
        ([problem("overrides.broken")], False, 2),
        ([problem("document.crashed"), problem("file.missing")], False, 3),
    ],
)
def test_exit_code(problems: list[Problem], strict: bool, code: int) -> None:
    assert exit_code(problems, strict=strict) == code


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
