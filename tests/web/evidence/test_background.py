"""What happens beside the pages: guarded reading, watched folders, work that a killed worker left."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult, get_date_max
from tests.web.evidence.making import TEXT, kept

from planledger.errors import DocumentError
from planweb.evidence.guarding import ask_guarded
from planweb.evidence.models import Document
from planweb.evidence.tasks import find_forgotten, read_document
from planweb.evidence.watching import Watcher
from planweb.site.working import MOST_STARTS, put_back

MakeDocument = Callable[..., Document]


def test_a_file_that_kills_its_reader_does_not_kill_the_application() -> None:
    assert isinstance(ask_guarded(os._exit, 3), DocumentError)
    assert ask_guarded(len, "still there") == len("still there")


def test_files_of_a_folder_are_brought_in_once_they_are_whole(tmp_path: Path, db: None) -> None:
    watcher, path = Watcher(tmp_path), tmp_path / "report.txt"
    (tmp_path / "documents.yaml").write_text("report:\n  region: 长春市\n  year: 2030\n", encoding="utf-8")
    path.write_text(TEXT[:100], encoding="utf-8")
    assert watcher.look() == []  # it may be growing
    path.write_text(TEXT, encoding="utf-8")
    assert watcher.look() == []
    [document] = watcher.look()
    document.refresh_from_db()
    assert (document.state, document.region_id, document.year, document.brought_by) == ("read", "220100", 2030, None)
    assert watcher.look() == []
    (tmp_path / "copy.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "other.exe").write_bytes(b"MZ")
    for _ in range(3):
        assert watcher.look() == []
    assert Watcher(tmp_path).look() == []
    assert Document.objects.count() == 1


def task(document: Document, *, status: str = "RUNNING", workers: list[str]) -> DBTaskResult:
    made: DBTaskResult = DBTaskResult.objects.create(
        args_kwargs={"args": [document.pk], "kwargs": {}},
        task_path=read_document.module_path,
        status=status,
        backend_name="default",
        run_after=get_date_max(),  # as of what may begin at any time
        worker_ids=workers,
        exception_class_path="",
        traceback="",
    )
    return made


def test_what_a_killed_worker_left_is_done_at_the_next_start(make_document: MakeDocument) -> None:
    document = make_document(state="reading", **kept()._asdict())
    left = task(document, workers=["one:1"])
    assert find_forgotten() == []
    assert put_back() == 1
    left.refresh_from_db()
    assert left.status == "READY"
    read_document.call(document.pk)
    document.refresh_from_db()
    assert document.state == "read"


def test_a_document_that_nobody_was_asked_to_read_is_read(make_document: MakeDocument) -> None:
    document = make_document(state="waiting", **kept()._asdict())
    task(document, status="FAILED", workers=["one:1"])
    put_back()
    document.refresh_from_db()
    assert document.state == "read"


WORKERS_ALONE = ["one:1", "one:2", "one:3"]
WITH_THE_SERVER = [f"{number}:1" for number in range(MOST_STARTS)]


def test_work_that_was_killed_with_the_server_is_begun_again_behind_what_waits(make_document: MakeDocument) -> None:
    document = make_document(state="reading", **kept()._asdict())
    for workers in (WITH_THE_SERVER[1:], ["one:1", "one:2", "two:3", "three:4", "three:5"]):
        left, waits = task(document, workers=workers), task(document, status="READY", workers=[])
        assert put_back("now") == 1
        assert list(DBTaskResult.objects.ready()) == [waits, left]
        DBTaskResult.objects.all().delete()


@pytest.mark.parametrize("workers", [WORKERS_ALONE, WITH_THE_SERVER, ["1-1", "2-2", "3-3"]])
def test_a_document_that_kills_every_worker_is_given_up(make_document: MakeDocument, workers: list[str]) -> None:
    document = make_document(state="reading", **kept()._asdict())
    left = task(document, workers=workers)
    assert put_back(workers[-1].rpartition(":")[0]) == 0
    left.refresh_from_db()
    document.refresh_from_db()
    assert (left.status, document.state) == ("FAILED", "failed")
    assert "多次中断" in document.problem


@pytest.mark.parametrize("state", ["read", "withdrawn", "failed"])
def test_a_reading_that_is_not_wanted_any_more_changes_nothing(make_document: MakeDocument, state: str) -> None:
    document = make_document(state=state, **kept()._asdict())
    read_document.call(document.pk)
    document.refresh_from_db()
    assert document.state == state
    assert not document.statements.exists()
