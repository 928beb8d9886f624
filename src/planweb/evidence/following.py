"""Comparisons and examinations in step with reading and review: they are computed in the background."""

from __future__ import annotations

import logging

from django.db import transaction
from django_tasks import task

from planweb.evidence.actions.comparisons import (
    mark_changed,
    pair_document,
    store_contradictions,
    store_failure,
    store_fulfilments,
)
from planweb.evidence.comparing import contradictions_of, fulfilments_of
from planweb.evidence.models import Comparison, Document, Examination
from planweb.evidence.signals import document_read, review_changed

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
    known = Examination.objects.select_related("document__reading")
    found = known.filter(pk=pk, document__reading__isnull=False).first()
    if found is not None and not store_contradictions(found, contradictions_of(found.document)):
        examine_document.enqueue(pk)


def compute_soon(comparison: Comparison) -> None:
    """Have ``comparison`` computed once the transaction is done."""
    transaction.on_commit(lambda: compute_comparison.enqueue(comparison.pk))


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
