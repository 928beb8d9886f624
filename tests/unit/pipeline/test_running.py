import pickle
import random
from pathlib import Path

import pytest

from planledger.pipeline import collect_files, read_file, run
from planledger.reading import Overrides

REPORT = """政府工作报告

——{year}年1月15日在云岭市第五届人民代表大会第五次会议上

一、{before}年工作回顾

地区生产总值增长{done}%。

二、{year}年主要工作

主要预期目标是：地区生产总值增长{goal}%以上。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for year, done, goal in ((2021, 2.1, 6), (2022, 6.8, 6.5), (2023, 3.6, 5)):
        text = REPORT.format(year=year, before=year - 1, done=done, goal=goal)
        (tmp_path / f"report-{year}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "documents.yaml").write_text('"report-*": {region: "220200"}\n', encoding="utf-8")
    return tmp_path


def test_documents_of_a_region_are_held_against_each_other_by_year(folder: Path) -> None:
    ledger = run([folder])
    assert [document.id for document in ledger.documents] == ["report-2021", "report-2022", "report-2023"]
    assert [extraction.document for extraction in ledger.extractions] == [document.id for document in ledger.documents]
    assert {found.pair: found.verdict for found in ledger.fulfilments} == {
        "report-2021->report-2022": "met",
        "report-2022->report-2023": "missed",
    }


def test_the_order_in_which_files_are_named_changes_nothing(folder: Path) -> None:
    files = sorted(folder.glob("*.txt"))
    expected = run(files)
    random.Random(5).shuffle(files)
    assert run(files) == expected == run([files[2], files[0], files[1]])


def test_a_file_that_crashes_the_reader_does_not_keep_the_others(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from planledger.extracting import extract

    def brittle(document, catalogue, **said):
        if document.id == "report-2022":
            raise RecursionError("too deep")
        return extract(document, catalogue, **said)

    monkeypatch.setattr("planledger.extracting.extract", brittle)
    ledger = run([folder])
    assert [document.id for document in ledger.documents] == ["report-2021", "report-2023"]
    [crash] = [problem for problem in ledger.problems if problem.code == "document.crashed"]
    assert crash.document.endswith("report-2022.txt")
    assert "RecursionError: too deep" in crash.message


def test_what_cannot_be_compared_is_told(folder: Path) -> None:
    (folder / "note.txt").write_text("粮食产量达到30亿斤。", encoding="utf-8")
    ledger = run([folder])
    assert [problem.code for problem in ledger.problems] == ["document.unplaced"]
    assert not [problem for problem in run([folder / "note.txt"]).problems if problem.code == "document.unplaced"]


def test_overrides_reach_the_documents(folder: Path) -> None:
    ledger = run([folder / "report-2021.txt"], overrides=Overrides(year=2011, kind="digest"))
    [document] = ledger.documents
    assert (document.region.value, document.year.value, document.kind.value) == ("220200", 2011, "digest")
    assert document.year.reason == "user"


def test_progress_goes_from_nothing_to_all(folder: Path) -> None:
    told: list[tuple[str, int, int]] = []
    run([folder], progress=lambda *now: told.append(now))
    assert told == [("reading", done, 3) for done in range(4)] + [("reconciling", 0, 1), ("reconciling", 1, 1)]


def test_nothing_gives_an_empty_ledger(tmp_path: Path) -> None:
    ledger = run([tmp_path / "gone.txt"])
    assert ledger.documents == ledger.extractions == ledger.fulfilments == ledger.contradictions == ()
    assert [problem.code for problem in ledger.problems] == ["file.missing"]


def test_jobs_and_outcomes_travel_between_processes(folder: Path) -> None:
    [job] = collect_files([folder / "report-2021.txt"]).jobs
    outcome = read_file(pickle.loads(pickle.dumps(job)))
    assert pickle.loads(pickle.dumps(outcome)) == outcome
    assert outcome.document is not None


def test_a_page_that_shows_its_text_in_pictures_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><h1>云岭市统计公报</h1><img src='1'><IMG src='2'></html>", encoding="utf-8")
    [told] = run([path]).problems
    assert told.code == "document.in_pictures"
    assert "2幅图片" in told.message_zh
