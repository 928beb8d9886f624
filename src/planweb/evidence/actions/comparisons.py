"""Documents are held against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.models import User
from planweb.audit.recording import record_audit
from planweb.evidence.comparing import pairs_among
from planweb.evidence.models import Comparison, Contradiction, Document, Examination, Fulfilment

_BATCH = 200


@transaction.atomic
def choose_pair(promises: Document, results: Document, *, by: User) -> Comparison:
    """The comparison of two documents that a person chose; the one that there is already, if there is."""
    comparison = Comparison(promises=promises, results=results, chosen_by=by)
    policies.require(by, "create", comparison)
    policies.require(by, "view", promises)
    policies.require(by, "view", results)
    if promises.pk == results.pk:
        raise ValidationError({"results": _("请选择两份不同的文献。")}, code="same")
    for field, document in (("promises", promises), ("results", results)):
        if document.state != Document.State.READ:
            raise ValidationError({field: _("这份文献还没有读取完成。")}, code="not_read")
    there, made = Comparison.objects.get_or_create(promises=promises, results=results, defaults={"chosen_by": by})
    if made:
        record_audit(by, "comparison.create", there, after=_said_of(there))
    return there


@transaction.atomic
def redo_comparison(comparison: Comparison, *, by: User) -> Comparison:
    """``comparison``, which is to be computed again."""
    comparison = Comparison.objects.select_for_update(of=("self",), no_key=True).get(pk=comparison.pk)
    policies.require(by, "redo", comparison)
    before = comparison.state
    comparison.state = Comparison.State.STALE if comparison.made_at else Comparison.State.WAITING
    comparison.changes += 1
    comparison.save(update_fields=["state", "changes"])
    record_audit(by, "comparison.redo", comparison, before={"state": before}, after={"state": comparison.state})
    return comparison


@transaction.atomic
def pair_document(document: Document) -> list[Comparison]:
    """The new comparisons of ``document`` with what it answers and what answers it, among the latest versions."""
    if document.region_id is None or document.year is None:
        return []
    read = Document.objects.filter(region=document.region_id, state=Document.State.READ)
    latest = read.exclude(pk__in=read.filter(version_of__isnull=False).values("version_of"))
    made = []
    for promises, results in pairs_among(latest):
        if document.pk in (promises.pk, results.pk):
            comparison, new = Comparison.objects.get_or_create(promises=promises, results=results)
            if new:
                record_audit(None, "comparison.create", comparison, after=_said_of(comparison))
                made.append(comparison)
    return made


@transaction.atomic
def mark_changed(document: Document) -> tuple[list[int], bool]:
    """Keys of the comparisons of ``document`` that went stale just now, and whether its examination did."""
    touched = Comparison.objects.filter(Q(promises=document) | Q(results=document))
    fresh = touched.filter(state__in=[Comparison.State.DONE, Comparison.State.FAILED])
    keys = list(fresh.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    touched.update(changes=F("changes") + 1)
    Comparison.objects.filter(pk__in=keys).update(state=Comparison.State.STALE)
    examination, new = Examination.objects.select_for_update(no_key=True).get_or_create(document=document)
    due = new or not examination.stale
    examination.changes += 1
    examination.save(update_fields=["changes"])
    return keys, due


@transaction.atomic
def store_fulfilments(comparison: Comparison, rows: Sequence[Fulfilment]) -> bool:
    """Whether the review stood still since ``comparison`` was read; if not, it stays stale with these rows."""
    now = Comparison.objects.select_for_update(of=("self",), no_key=True).get(pk=comparison.pk)
    Fulfilment.objects.filter(comparison=now).delete()
    Fulfilment.objects.bulk_create(rows, batch_size=_BATCH)
    current = now.changes == comparison.changes
    now.state = Comparison.State.DONE if current else Comparison.State.STALE
    now.made_at, now.problem = timezone.now(), ""
    now.counts = dict(Counter(row.verdict for row in rows))
    now.save(update_fields=["state", "made_at", "problem", "counts"])
    return current


def store_failure(comparison: Comparison, problem: str) -> None:
    """Say why ``comparison`` could not be computed; what was computed before stays."""
    Comparison.objects.filter(pk=comparison.pk).update(state=Comparison.State.FAILED, problem=problem)


@transaction.atomic
def store_contradictions(examination: Examination, rows: Sequence[Contradiction]) -> bool:
    """Whether the review stood still since ``examination`` was read."""
    now = Examination.objects.select_for_update(of=("self",), no_key=True).get(pk=examination.pk)
    Contradiction.objects.filter(document=examination.document_id).delete()
    Contradiction.objects.bulk_create(rows, batch_size=_BATCH)
    now.made_at, now.examined = timezone.now(), examination.changes
    now.save(update_fields=["made_at", "examined"])
    return not now.stale


def _said_of(comparison: Comparison) -> dict[str, object]:
    return {"promises": comparison.promises_id, "results": comparison.results_id}
