from pathlib import Path

import pytest


def test_limits_bind_the_files_of_every_command(call, folder: Path) -> None:
    file = folder / "report-2021.txt"
    for command in (["read", file], ["run", file, "--out", folder / "out"], ["show", file, "地区"]):
        answer = call(*command, "--limit", "size=100")
        assert answer.code in {1, 2}
        assert "--limit size=" in answer.err
    assert call("read", file, "--limit", "size=1MB", "--limit", "seconds=60").code == 0


@pytest.mark.parametrize("said", ["colour=3", "pages", "seconds=-1", "memory=1MB", "pages=1GB"])
def test_what_is_no_limit_is_wrong_usage_and_the_limits_are_told(call, folder: Path, said: str) -> None:
    answer = call("read", folder, "--limit", said)
    assert answer.code == 2
    assert "seconds=900" in answer.err


def test_help_tells_the_limits_that_hold(call) -> None:
    answer = call("run", "--help")
    assert "memory=3GB" in answer.out


def test_a_file_that_takes_too_long_is_told_and_the_other_is_read(call, folder: Path) -> None:
    text = "，".join(f"项目{number}增长{number % 90}.5%" for number in range(400_000))
    (folder / "slow.txt").write_text(f"2021年工作报告\n{text}。", encoding="utf-8")
    answer = call("read", folder / "slow.txt", folder / "report-2021.txt", "--limit", "seconds=4", "--lang", "en")
    assert answer.code == 1
    assert "slow.txt: not read within 4 s; split it or raise --limit seconds=…" in answer.err
    assert "新增就业" in answer.out
