import json
from pathlib import Path


def test_a_row_a_document_and_the_total(call, folder: Path) -> None:
    answer = call("benchmark", folder / "report-2021.txt", folder / "report-2022.txt", "--runs", "1", "--lang", "en")
    assert answer.code == 0
    assert {"report-2021", "report-2022", "all", "peak"} <= {line.split(" ")[0] for line in answer.out.splitlines()}


def test_json_adds_up(call, folder: Path) -> None:
    said = json.loads(call("benchmark", folder / "report-2021.txt", folder / "report-2022.txt", "--json").out)
    assert said["characters"] == sum(row["characters"] for row in said["documents"]) > 0
    assert said["runs"] == 5
    assert all(row["statements"] > 0 and row["characters_per_second"] > 0 for row in said["documents"])


def test_what_cannot_be_read_is_named_and_the_rest_measured(call, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    answer = call("benchmark", tmp_path / "empty.txt", folder / "report-2021.txt", "--runs", "1")
    assert answer.code == 1
    assert "empty.txt" in answer.err
    assert "report-2021" in answer.out


def test_nothing_to_measure_is_wrong_usage(call, tmp_path: Path) -> None:
    answer = call("benchmark", tmp_path / "gone.txt")
    assert (answer.code, answer.out) == (2, "")
