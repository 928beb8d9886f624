"""Comparisons and examinations in step with reading and review: they are computed in the background."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django_tasks import task

from planweb.evidence.actions.comparisons import (
    mark_changed,
    pair_document,
    store_contradictions,
    store_failure,
    store_fulfilments,
)
from planweb.evidence.comparing import contradictions_of, fulfilments_of
from planweb.evidence.models import Comparison, Document, Examination, Statement
from planweb.evidence.signals import document_read, review_changed
from planweb.search.indexing import refresh_parts

_log = logging.getLogger(__name__)


def connect() -> None:
    """Listen for readings and reviews."""
    document_read.connect(_read, dispatch_uid="comparisons-read")
    review_changed.connect(_changed, dispatch_uid="comparisons-changed")


@task()
def compute_comparison(pk: int) -> None:
    """Hold the two documents against each other, and once more if their review goes on meanwhile."""
    comparison = Comparison.objects.select_related("promises__reading", "results__reading").filter(pk=pk).first()
    if comparison is None:
        return
    try:
        rows = fulfilments_of(comparison)
    except Exception as error:  # noqa: BLE001  # whatever is wrong with it, the page has to say so
        _log.exception("comparison %s could not be computed", pk)
        store_failure(comparison, f"{type(error).__name__}: {error}"[:500])
        return
    if not store_fulfilments(comparison, rows):
        compute_comparison.enqueue(pk)


@task()
def examine_document(pk: int) -> None:
    """Look through a document for what cannot all be true, and once more if its review goes on meanwhile."""
    refresh_parts("commitment", pk)  # of whose review nobody says which they were
    known = Examination.objects.filter(pk=pk)
    found = known.select_related("document__reading").first()
    if found is None:
        return
    try:
        rows = contradictions_of(found.document)
    except Exception:
        known.update(examined=F("changes"))  # so that the next change is looked at again
        raise
    if not store_contradictions(found, rows):
        examine_document.enqueue(pk)


def compute_soon(comparison: Comparison) -> None:
    """Have ``comparison`` computed once the transaction is done."""
    transaction.on_commit(lambda: compute_comparison.enqueue(comparison.pk))


def catch_up() -> None:
    """Ask for everything that a process that was killed left undone; for the worker, when it starts."""
    from django_tasks_db.models import DBTaskResult

    for document in find_unfollowed():
        document_read.send(Document, document=document)
    tasks = DBTaskResult.objects.filter(task_path=compute_comparison.module_path)
    asked = {args["args"][0] for args in tasks.exclude(finished_at__isnull=False).values_list("args_kwargs", flat=True)}
    waiting = Comparison.objects.filter(state__in=[Comparison.State.WAITING, Comparison.State.STALE])
    for comparison in waiting.exclude(pk__in=asked):
        if tasks.filter(args_kwargs__args=[comparison.pk], traceback__contains="workers").exists():
            store_failure(comparison, _("计算多次中断。"))
        else:
            compute_comparison.enqueue(comparison.pk)


def find_unfollowed() -> list[Document]:
    """Documents that were read or reviewed after they were last looked through."""
    made = F("examination__made_at")
    reviewed = Statement.objects.filter(document=OuterRef("pk"), reviewed_at__gt=OuterRef("examination__made_at"))
    late = Q(examination__isnull=True) | Q(examination__made_at__isnull=True) | Q(read_at__gt=made) | Exists(reviewed)
    read = Document.objects.filter(state=Document.State.READ, reading__isnull=False)
    return list(read.filter(late).order_by("pk"))


def _read(sender: object, *, document: Document, **_said: object) -> None:
    for comparison in pair_document(document):
        compute_soon(comparison)
    _changed(sender, document=document)


def _changed(sender: object, *, document: Document, **_said: object) -> None:
    stale, due = mark_changed(document)
    for pk in stale:
        compute_comparison.enqueue(pk)
    if due:
        examine_document.enqueue(document.pk)
