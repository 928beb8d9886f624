import json
from pathlib import Path

import pytest


def test_a_run_writes_everything_and_says_where(call, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    answer = call("run", folder, "--out", out)
    assert answer.code == 0
    assert str(out / "report.html") in answer.out
    assert "文献 2 份" in answer.out
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert {
        "report.html",
        "ledger.xlsx",
        "ledger/statements.parquet",
        "ledger/statements.csv",
        "ledger/statements.jsonl",
    } <= names
    assert "ledger/ledger.schema.json" in names


def test_the_same_documents_give_the_same_bytes(call, folder: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert call("run", folder, "--out", tmp_path / name).code == 0
    for path in (tmp_path / "a").rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes(), path.name


def test_processes_give_what_one_process_gives(call, folder: Path, tmp_path: Path) -> None:
    call("run", folder, "--out", tmp_path / "a", "--workers", "1")
    call("run", folder, "--out", tmp_path / "b", "--workers", "2")
    same = Path("ledger/fulfilments.jsonl")
    assert (tmp_path / "a" / same).read_bytes() == (tmp_path / "b" / same).read_bytes() != b""


def test_competing_documents_are_told_and_read(call, folder: Path, tmp_path: Path) -> None:
    (folder / "report-again.txt").write_bytes((folder / "report-2022.txt").read_bytes())
    answer = call("run", folder, "--out", tmp_path / "out")
    assert answer.code == 1
    assert "同属一个地区、年份和类型" in answer.err
    documents = (tmp_path / "out" / "ledger" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(documents) == 3


def test_without_a_document_nothing_is_written(call, folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    answer = call("run", folder / "empty.txt", "--out", tmp_path / "out")
    assert answer.code == 1
    assert not (tmp_path / "out").exists()
    assert call("run", folder / "gone.txt", "--out", tmp_path / "out").code == 2


def test_a_bad_file_is_listed_beside_what_was_read(call, folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    assert call("run", folder, "--out", tmp_path / "out").code == 1
    problems = (tmp_path / "out" / "ledger" / "problems.jsonl").read_text(encoding="utf-8").splitlines()
    assert "document.empty" in {json.loads(line)["code"] for line in problems}


def test_other_peoples_files_are_left_alone(call, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "report.html").write_text("mine", encoding="utf-8")
    answer = call("run", folder, "--out", out)
    assert answer.code == 2
    assert "report.html" in answer.err
    assert [path.name for path in out.iterdir()] == ["report.html"]
    assert (out / "report.html").read_text(encoding="utf-8") == "mine"


def test_a_failure_while_writing_leaves_what_was_there(
    call, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    call("run", folder, "--out", out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the report cannot be made")

    monkeypatch.setattr("planledger.ledger.report.write_report", fail)
    (folder / "report-2023.txt").write_bytes((folder / "report-2022.txt").read_bytes())
    answer = call("run", folder, "--out", out)
    assert answer.code == 3
    assert "the report cannot be made" in answer.err
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
