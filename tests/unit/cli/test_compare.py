import json
from pathlib import Path


def test_jsonl_rows_are_in_the_annotation_form(call, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "rows.jsonl"
    answer = call("compare", folder / "report-2021.txt", folder / "report-2022.txt", "--jsonl", out)
    assert (answer.code, answer.out) == (0, "")
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {row["pair"] for row in rows} == {"report-2021->report-2022"}
    assert {"pair", "promise", "result", "verdict", "note", "next_target"} <= rows[0].keys()
    verdicts = {row["promise"]["indicator"]: row["verdict"] for row in rows if row["promise"]["type"] == "quantified"}
    assert verdicts["地区生产总值"] == "met"
    assert [verdict for indicator, verdict in verdicts.items() if "就业" in indicator] == ["missed"]
    assert [verdict for indicator, verdict in verdicts.items() if "粮食" in indicator] == ["not_reported"]
    [growth] = [row for row in rows if row["promise"]["indicator"] == "地区生产总值"]
    assert (growth["promise"]["doc"], growth["result"]["doc"]) == ("report-2021", "report-2022")
    assert growth["result"]["low"] == 6.8
    assert growth["next_target"]["low"] == 6.5


def test_without_jsonl_a_table_is_printed(call, folder: Path) -> None:
    answer = call("compare", folder / "report-2021.txt", folder / "report-2022.txt")
    assert answer.code == 0
    assert "● 兑现" in answer.out
    assert "■ 未兑现" in answer.out
    english = call("compare", folder / "report-2021.txt", folder / "report-2022.txt", "--lang", "en").out
    assert "■ missed" in english


def test_nothing_is_written_when_a_side_is_missing(call, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "rows.jsonl"
    answer = call("compare", folder / "report-2021.txt", folder / "gone.txt", "--jsonl", out)
    assert answer.code == 2
    assert not out.exists()
    assert "gone.txt" in answer.err


def test_a_folder_is_no_side(call, folder: Path) -> None:
    assert call("compare", folder, folder / "report-2022.txt").code == 2
