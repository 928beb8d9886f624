import json
from pathlib import Path

import pytest


def test_show_finds_by_indicator_offset_and_id(call, folder: Path) -> None:
    source = folder / "report-2021.txt"
    at = source.read_text(encoding="utf-8").index("6%以上")
    by_id = call("show", source, f"report-2021#{at}")
    assert by_id.code == 0
    assert by_id.out.startswith(f"report-2021#{at}\n")
    assert "【6】%以上" in by_id.out
    assert "   11 │ " in by_id.out
    assert call("show", source, str(at)).out == by_id.out
    assert by_id.out in call("show", source, "地区生产总值").out


def test_show_as_json(call, folder: Path) -> None:
    answer = call("show", folder / "report-2021.txt", "粮食", "--json")
    [row] = [json.loads(line) for line in answer.out.splitlines()]
    assert (row["low"], row["unit"], row["bound"]) == (60, "亿斤", "about")


@pytest.mark.parametrize("command", ["show", "explain"])
def test_what_is_not_there_is_said(call, folder: Path, command: str) -> None:
    answer = call(command, folder / "report-2021.txt", "没有的指标")
    assert (answer.code, answer.out) == (2, "")
    assert "没有的指标" in answer.err
    answer = call(command, folder / "gone.txt", "1")
    assert (answer.code, answer.out) == (2, "")
    assert "gone.txt" in answer.err


def test_explain_tells_rule_repairs_and_document(call, folder: Path) -> None:
    text = (folder / "report-2021.txt").read_text(encoding="utf-8").replace("6%以上", "６％以上")
    (folder / "broken.txt").write_text(text, encoding="utf-8")
    answer = call("explain", folder / "broken.txt", "地区生产总值", "--lang", "en")
    assert answer.code == 0
    assert "rule  " in answer.out
    assert "repair  width" in answer.out
    assert "'６％" in answer.out
    assert "report year  2021" in answer.out


def test_explain_of_a_run_has_the_comparison(call, folder: Path, tmp_path: Path) -> None:
    assert call("run", folder, "--out", tmp_path / "out").code == 0
    answer = call("explain", tmp_path / "out", "城镇新增就业")
    assert answer.code == 0
    assert "对照  report-2021->report-2022: missed" in answer.out
    assert "兑现  report-2021#" in answer.out
