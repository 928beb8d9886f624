"""Bodies report: figures and progress of a round, in one transaction; planners decide on progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.models import Body, User
from planweb.audit.recording import record_audit
from planweb.monitoring.actions.evidence import keep_evidence
from planweb.monitoring.actions.figures import enter_figure, value_in_ledger
from planweb.monitoring.models import Figure, Progress, Round
from planweb.registry.models import PlanIndicator

State = Progress.State


@dataclass(frozen=True, slots=True)
class Entry:
    """What a body says of one plan indicator.

    Attributes:
        of: The plan indicator.
        value: The figure; None when it has none to say.
        unit: Of the value.
        kind: How final it is.
        note: A word on the value.
        seen: The figure that the person saw there, so that nobody writes over what they have not read.
        text: Progress; empty when there is nothing to say.
        next_step: What comes next.
        file: Evidence.
    """

    of: PlanIndicator
    value: float | None = None
    unit: str = ""
    kind: str = Figure.Kind.PRELIMINARY
    note: str = ""
    seen: Figure | None = None
    text: str = ""
    next_step: str = ""
    file: Any = None


class Submitted(NamedTuple):
    """What came of a report."""

    figures: list[Figure]
    progress: list[Progress]


class RefusedEntries(Exception):
    """A report was not taken; ``errors`` has what is wrong by plan indicator and field."""

    def __init__(self, errors: Mapping[tuple[int, str], str]) -> None:
        super().__init__(errors)
        self.errors = errors


@transaction.atomic
def submit_report(round_: Round, body: Body, entries: Sequence[Entry], *, by: User) -> Submitted:
    """What is new of ``entries``; all of it or, when something is wrong, nothing (``RefusedEntries``)."""
    round_ = Round.objects.select_related("region").select_for_update(of=("self",), no_key=True).get(pk=round_.pk)
    if round_.closed_at is not None:
        raise ValidationError(_("这一报送期已经结束，请联系规划部门。"), code="closed")
    done, errors = Submitted([], []), dict[tuple[int, str], str]()
    for entry in entries:
        of = entry.of
        if (of.lead_id, of.plan.region_id, of.frequency) != (body.pk, round_.region_id, round_.frequency):
            raise policies.Denied("create", "figure")
        for fields, write in (("value", _write_figure), ("text", _write_progress)):
            try:
                made = write(round_, body, entry, by)
            except ValidationError as error:
                for name, words in _by_field(error, fields).items():
                    errors[of.pk, name] = words
            else:
                if made is not None:
                    (done.figures if isinstance(made, Figure) else done.progress).append(made)  # type: ignore[arg-type]
    if errors:
        raise RefusedEntries(errors)
    return done


@transaction.atomic
def accept_progress(report: Progress, *, by: User) -> Progress:
    """``report``, accepted."""
    return _decide(report, "accept", State.ACCEPTED, "", by)


@transaction.atomic
def return_progress(report: Progress, *, reason: str, by: User) -> Progress:
    """``report``, given back to who wrote it, who reads ``reason``."""
    return _decide(report, "return", State.RETURNED, reason.strip()[:500], by)


@transaction.atomic
def undo_progress(report: Progress, *, by: User) -> Progress:
    """``report``, which waits again."""
    report = _locked(report)
    # Who may return may take an acceptance back, and a return too.
    policies.require(by, "return", Progress(of=report.of, body=report.body, state=State.ACCEPTED))
    if report.state not in {State.ACCEPTED, State.RETURNED}:
        raise ValidationError(_("没有可以撤销的审核。"), code="undecided")
    before = {"state": report.state, "reason": report.reason}
    report.state, report.reason, report.decided_by, report.decided_at = State.SUBMITTED, "", None, None
    report.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    record_audit(by, "progress.undo", report, before=before, after={"state": report.state})
    return report


def _decide(report: Progress, action: str, state: str, reason: str, by: User) -> Progress:
    report = _locked(report)
    policies.require(by, action, report)
    if state == State.RETURNED and not reason:
        raise ValidationError({"reason": _("请说明退回理由，填报人会看到。")}, code="required")
    before = {"state": report.state}
    report.state, report.reason, report.decided_by, report.decided_at = state, reason, by, timezone.now()
    report.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    record_audit(by, f"progress.{action}", report, before=before, after={"state": state}, why=reason)
    return report


def _write_figure(round_: Round, body: Body, entry: Entry, by: User) -> Figure | None:
    if entry.value is None:
        return None
    of, seen = entry.of, entry.seen
    figure = Figure(
        indicator=of.indicator,
        region=round_.region,
        period=round_.period,
        measure=of.measure,
        value=entry.value,
        unit=entry.unit,
        kind=entry.kind,
        note=entry.note,
        reported_by=body,
    )
    if seen is not None and seen.kind == entry.kind:
        said = value_in_ledger(entry.value, entry.unit, wanted=seen.unit)
        if (*said, entry.note) == (seen.value, seen.unit, seen.note):
            return None
    return enter_figure(figure, by=by, replacing=seen if seen is not None and seen.kind == entry.kind else None)


def _write_progress(round_: Round, body: Body, entry: Entry, by: User) -> Progress | None:
    if not (entry.text or entry.next_step or entry.file):
        return None
    if not entry.text:
        raise ValidationError({"text": _("请用一句话说明进展。")}, code="required")
    rows = Progress.objects.filter(of=entry.of, body=body, period=round_.period).exclude(state=State.ACCEPTED)
    report = rows.select_for_update(of=("self",), no_key=True).order_by("-pk").first()
    said = {"text": entry.text, "next_step": entry.next_step}
    same = Progress.objects.filter(of=entry.of, body=body, period=round_.period, state=State.ACCEPTED, **said)
    if report is None and same.exists() and not entry.file:
        return None
    if report is None:
        report, before = Progress(of=entry.of, body=body, period=round_.period, by=by), {}
        policies.require(by, "create", report)
    else:
        policies.require(by, "edit", report)
        before = {"text": report.text, "next_step": report.next_step, "state": report.state}
        if (report.text, report.next_step) == (entry.text, entry.next_step) and not entry.file:
            return None
    report.text, report.next_step, report.by = entry.text, entry.next_step, by
    report.state, report.reason, report.decided_by, report.decided_at = State.SUBMITTED, "", None, None
    if entry.file:
        report.evidence, report.evidence_name = keep_evidence(entry.file)
    report.full_clean()
    report.save()
    record_audit(by, "progress.submit", report, before=before, after={**said, "evidence": report.evidence})
    return report


def _by_field(error: ValidationError, otherwise: str) -> dict[str, str]:
    if not hasattr(error, "error_dict"):
        return {otherwise: " ".join(error.messages)}
    known = {"value", "unit", "kind", "note", "text", "next_step", "file"}
    found: dict[str, str] = {}
    for name, words in error.message_dict.items():
        field = name if name in known else otherwise
        found[field] = " ".join(filter(None, (found.get(field, ""), *words)))
    return found


def _locked(report: Progress) -> Progress:
    rows = Progress.objects.select_related("of__plan__region", "body")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=report.pk)
