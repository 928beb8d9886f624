"""Reading documents in the background."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django_tasks import task

from planledger.errors import DocumentError
from planledger.model import Problem
from planledger.pipeline import Job, Outcome, read_file
from planledger.pipeline.messages import problem_of
from planledger.reading import Overrides
from planweb.audit.recording import record_audit
from planweb.evidence.files import path_of
from planweb.evidence.guarding import LIMITS, ask_guarded
from planweb.evidence.models import Document, Reading
from planweb.evidence.records import identifier_of, is_catalogued, storable, store_reading
from planweb.evidence.signals import document_read

_log = logging.getLogger(__name__)
_LONGEST_SHARE = 95  # percent, until all is in the database
_CRASHED = (
    "读取时意外出错（{error}），请重新读取；若再次出错，请告知管理员。",
    "Reading stopped with an unexpected {error}; read it again, and tell the administrator if that happens twice.",
)
_OVERRIDES = ("encoding", "region", "year", "kind", "title", "issuer", "date")

_GIVEN_UP = (
    "读取时后台进程多次中断，不再自动重试；请另存为其他格式后上传，或告知管理员。",
    (
        "The background process ended several times while reading it, so it is not tried again by itself; save the file"
        " in another format and upload that, or tell the administrator."
    ),
)


@task()
def read_document(pk: int) -> None:
    """Read the document and store what it says; one that is done or withdrawn meanwhile is left alone.

    It may be begun again after a worker was killed in its midst: what it writes, it writes in one transaction.
    """
    document = _taken(pk)
    if document is None:
        return
    try:
        outcome = _read(document)
        if outcome.document is None or outcome.extraction is None:
            _fail(document, *_words(document, outcome.problem))
        else:
            _store(document, outcome)
    except Exception as error:
        # What is wrong here is wrong with the application: the document must not look as if it were being read.
        said = {"error": type(error).__name__}
        _fail(document, *(words.format(**said) for words in _CRASHED))
        raise


def ask_reading(document: Document) -> None:
    """Have ``document`` read, once the transaction is done."""
    read_document.enqueue(document.pk)


def find_forgotten() -> list[Document]:
    """Documents that wait for a reading that nobody was asked for, or that was given up."""
    from django_tasks_db.models import DBTaskResult

    under_way = Document.objects.filter(state__in=[Document.State.WAITING, Document.State.READING])
    asked = DBTaskResult.objects.filter(task_path=read_document.module_path, status__in=["READY", "RUNNING"])
    keys = {args["args"][0] for args in asked.values_list("args_kwargs", flat=True) if args.get("args")}
    return [document for document in under_way if document.pk not in keys]


def _taken(pk: int) -> Document | None:
    with transaction.atomic():
        document = Document.objects.select_for_update(no_key=True).filter(pk=pk).first()
        if document is None or not document.under_way:
            return None
        document.state, document.progress = Document.State.READING, 0
        document.save(update_fields=["state", "progress"])
    return document


def _read(document: Document) -> Outcome:
    said = {name: document.said_by_user[name] for name in _OVERRIDES if document.said_by_user.get(name)}
    if not is_catalogued(said.get("region", "")):  # the application knows more regions than the catalogue
        said.pop("region", None)
    path = path_of(document.file)
    job = Job(path, identifier_of(document), Overrides(**said), LIMITS)

    def tell(done: int, total: int) -> None:
        share = min(_LONGEST_SHARE, _LONGEST_SHARE * done // total) if total else document.progress
        if share > document.progress:
            document.progress = share
            Document.objects.filter(pk=document.pk, state=Document.State.READING).update(progress=share)

    answer: Any = ask_guarded(read_file, job, told=tell)
    return Outcome(None, None, problem_of(answer, str(path))) if isinstance(answer, DocumentError) else answer


def _words(document: Document, problem: Problem | None) -> tuple[str, str]:
    if problem is None:
        return "没有读出内容。", "Nothing was read."
    path = str(path_of(document.file))
    chinese, english = problem.message_zh or problem.message, problem.message
    return storable(chinese.replace(path, document.name)), storable(english.replace(path, document.name))


@transaction.atomic
def _store(document: Document, outcome: Outcome) -> None:
    assert outcome.document is not None
    assert outcome.extraction is not None
    now = Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    if now.state != Document.State.READING:
        return
    stored = store_reading(document, outcome.document, outcome.extraction)
    said = {
        "title": stored.title,
        "kind": stored.kind,
        "region": stored.region_id,
        "year": stored.year,
        "statements": len(outcome.extraction.statements),
        "commitments": len(outcome.extraction.commitments),
        "reader": stored.reading.reader,
    }
    record_audit(None, "document.read", stored, after=said)
    transaction.on_commit(lambda: document_read.send(Document, document=stored))


@transaction.atomic
def _fail(document: Document, chinese: str, english: str) -> None:
    now = Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    if not now.under_way:
        return
    # What was read before is still there, and people go on with it.
    before = Reading.objects.filter(pk=now.pk).exists()
    now.state, now.progress = (Document.State.READ, 100) if before else (Document.State.FAILED, 0)
    now.problem, now.problem_english = chinese, english
    now.save(update_fields=["state", "progress", "problem", "problem_english"])
    record_audit(None, "document.fail", now, after={"problem": chinese})


def give_up(document: Document) -> None:
    """Say of ``document`` that reading it ended the worker again and again."""
    _fail(document, *_GIVEN_UP)
