"""Figures come, are revised, accepted, returned and contested."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from planledger.planning import WrongPeriod, parse_period
from planweb.accounts import policies
from planweb.accounts.models import User
from planweb.audit.recording import record_audit
from planweb.monitoring.measuring import PERCENT, WrongUnit, in_unit, sound
from planweb.monitoring.models import Contest, Figure
from planweb.monitoring.policies import require_contest, require_undo
from planweb.monitoring.signals import figures_changed
from planweb.registry.models import PlanIndicator, Target

State = Figure.State
CURRENT = (State.ACCEPTED, State.CONTESTED)
IDENTITY = ("indicator_id", "region_id", "body_id", "period", "measure", "kind")


@transaction.atomic
def enter_figure(figure: Figure, *, by: User, replacing: Figure | None = None, why: str = "") -> Figure:
    """``figure``, new and not yet saved, as one that waits; as the current one where ``by`` may accept it.

    Raises ``ValidationError`` with code ``taken`` when there is another value by now than the one that ``by`` saw.

    Args:
        figure: The value with everything that it is of.
        by: Who enters it.
        replacing: The value that it stands instead of, as the person saw it; None when they saw none.
        why: Reason of a revision.
    """
    complete(figure)
    figure.entered_by = by
    policies.require(by, "create", figure)
    if policies.may(by, "accept", figure):
        figure.state, figure.decided_by, figure.decided_at = State.ACCEPTED, by, timezone.now()
    elif not answers_for(figure):
        raise ValidationError(_("这项指标在该地区不由您的单位填报。"), code="not_yours")
    others = _open_rows(figure)
    latest = others[0] if others else None
    # Who saw what counts need not have seen a revision of it that was returned.
    counting = next((row for row in others if row.state != State.RETURNED), None)
    if replacing not in (latest, counting):
        raise _taken(figure)
    figure.full_clean(exclude=["replaces", "key"], validate_constraints=False)
    replaced = [row for row in others if row.state not in CURRENT or figure.state == State.ACCEPTED]
    _replace(replaced)
    figure.replaces = latest
    try:
        with transaction.atomic():
            figure.save()
    except IntegrityError:
        raise _taken(figure) from None
    inherit_contests(figure, replaced)
    before = {"value": latest.value, "unit": latest.unit, "state": latest.state} if latest else {}
    record_audit(by, "figure.revise" if latest else "figure.enter", figure, before=before, after=said(figure), why=why)
    announce([figure])
    return figure


def revise_figure(figure: Figure, *, value: float, unit: str, note: str = "", by: User, why: str = "") -> Figure:
    """The new figure that stands instead of ``figure``; one that waits where ``by`` may not accept."""
    policies.require(by, "revise", figure)
    new = Figure(
        **{name: getattr(figure, name) for name in IDENTITY},
        value=value,
        unit=unit,
        note=note,
        source=Figure.Source.ENTRY,
        reported_by=figure.reported_by,
    )
    return enter_figure(new, by=by, replacing=figure, why=why)


@transaction.atomic
def accept_figure(figure: Figure, *, by: User) -> Figure:
    """``figure``, which now is the current one in place of the one before."""
    figure = _locked(figure)
    policies.require(by, "accept", figure)
    before = {"state": figure.state, "reason": figure.reason}
    replaced = [row for row in _open_rows(figure) if row.pk != figure.pk and row.state in CURRENT]
    _replace(replaced)
    figure.state, figure.reason = State.ACCEPTED, ""
    figure.decided_by, figure.decided_at = by, timezone.now()
    try:
        with transaction.atomic():
            figure.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    except IntegrityError:
        raise _taken(figure) from None
    inherit_contests(figure, replaced)
    record_audit(by, "figure.accept", figure, before=before, after={"state": figure.state, "value": figure.value})
    announce([figure])
    return figure


@transaction.atomic
def accept_figures(figures: Iterable[Figure], *, by: User) -> list[Figure]:
    """Every one of ``figures``, accepted; none when one of them may not be."""
    return [accept_figure(figure, by=by) for figure in figures]


@transaction.atomic
def return_figure(figure: Figure, *, reason: str, by: User) -> Figure:
    """``figure``, given back to who entered it, who reads ``reason``; what was accepted before it is current again."""
    figure = _locked(figure)
    policies.require(by, "return", figure)
    if not reason.strip():
        raise ValidationError({"reason": _("请说明退回理由，填报人会看到。")}, code="required")
    before, stood = {"state": figure.state}, figure.state in CURRENT
    figure.state, figure.reason = State.RETURNED, reason.strip()[:500]
    figure.decided_by, figure.decided_at = by, timezone.now()
    figure.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    after = {"state": figure.state, **(_restored_before(figure) if stood else {})}
    record_audit(by, "figure.return", figure, before=before, after=after, why=figure.reason)
    announce([figure])
    return figure


@transaction.atomic
def undo_decision(figure: Figure, *, by: User) -> Figure:
    """``figure``, which waits again, with the one that it replaced current again."""
    figure = _locked(figure)
    require_undo(by, figure)
    before, stood = {"state": figure.state, "reason": figure.reason}, figure.state in CURRENT
    if figure.decided_at is None or figure.entered_by_id == figure.decided_by_id:
        raise ValidationError(_("没有可以撤销的审核。"), code="undecided")
    if figure.contests.filter(resolved_at=None, at__gte=figure.decided_at).exists():
        raise ValidationError(_("采用后有人对它提出异议，请先处理异议。"), code="contested")
    figure.state, figure.reason, figure.decided_by, figure.decided_at = State.SUBMITTED, "", None, None
    try:
        with transaction.atomic():
            figure.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    except IntegrityError:
        raise _taken(figure) from None
    after = {"state": figure.state, **(_restored_before(figure) if stood else {})}
    record_audit(by, "figure.undo", figure, before=before, after=after)
    announce([figure])
    return figure


@transaction.atomic
def contest_figure(figure: Figure, *, reason: str, source: str, other_value: float | None = None, by: User) -> Contest:
    """The objection to ``figure``, which is contested until it is resolved."""
    figure = _locked(figure)
    require_contest(by, figure)
    contest = Contest(figure=figure, reason=reason, source=source, other_value=other_value, by=by)
    contest.full_clean(exclude=["resolved_by", "resolved_at", "upheld"])
    contest.save()
    before = {"state": figure.state}
    figure.state = State.CONTESTED
    figure.save(update_fields=["state"])
    after = {"state": figure.state, "source": source, "other_value": other_value}
    record_audit(by, "figure.contest", figure, before=before, after=after, why=reason)
    announce([figure])
    return contest


@transaction.atomic
def resolve_contest(contest: Contest, *, upheld: bool, resolution: str, value: float | None = None, by: User) -> Figure:
    """The figure that stands now: a revision with ``value`` when the objection is upheld, else the contested one.

    Raises ``ValidationError`` with code ``moved`` when the objection by now is to another figure than ``contest`` says.
    """
    figure = _locked(contest.figure)
    contest = Contest.objects.select_for_update(of=("self",), no_key=True).get(pk=contest.pk)
    if contest.figure_id != figure.pk:  # nobody decides on a value that they have not seen
        raise ValidationError(_("这个数据刚刚被修订，异议随之转到新的数值。请先查看，再作处理。"), code="moved")
    policies.require(by, "resolve", figure)
    if contest.resolved_at is not None:
        raise ValidationError(_("这项异议已经处理。"), code="resolved")
    if upheld and value is None:
        raise ValidationError({"value": _("异议成立时请填写正确的数值。")}, code="required")
    contest.upheld, contest.resolution = upheld, resolution
    contest.resolved_by, contest.resolved_at = by, timezone.now()
    contest.full_clean()
    contest.save()
    after = {"upheld": upheld, "value": value}
    record_audit(by, "figure.resolve", figure, before={"state": figure.state}, after=after, why=resolution)
    if upheld:
        assert value is not None
        return revise_figure(figure, value=value, unit=figure.unit, by=by, why=resolution)
    if not figure.contests.filter(resolved_at=None).exists():
        figure.state = State.ACCEPTED
        figure.save(update_fields=["state"])
    announce([figure])
    return figure


def inherit_contests(figure: Figure, gone: Iterable[Figure | int]) -> None:
    """Let what is open against the figures ``gone`` stand against ``figure``, which is contested until it is resolved.

    A newer value answers no objection by itself: somebody has to say that it does.
    """
    if Contest.objects.filter(figure__in=list(gone), resolved_at=None).update(figure=figure):
        figure.state = State.CONTESTED
        figure.save(update_fields=["state"])


def complete(figure: Figure) -> None:
    """Put period and value in their normal form; raises ``ValidationError`` for what cannot be."""
    try:
        period = parse_period(figure.period)
    except WrongPeriod:
        raise ValidationError({"period": _("时期写作 2025、2025H1、2025Q1 或 2025-03。")}, code="period") from None
    figure.through = period.through
    if not sound(figure.value):
        raise ValidationError({"value": _("请填写数字。")}, code="number")
    figure.value, figure.unit = value_in_ledger(figure.value, figure.unit, wanted=unit_of(figure))


def unit_of(figure: Figure) -> str:
    """The unit in which the ledger keeps values like ``figure``; empty for any."""
    return PERCENT if figure.measure == Figure.Measure.GROWTH else str(figure.indicator.unit)


def value_in_ledger(value: float, unit: str, *, wanted: str) -> tuple[float, str]:
    """``value`` in the unit of the ledger, and that unit; raises ``ValidationError`` at field ``unit``."""
    if not wanted or not unit:
        return value, unit or wanted
    try:
        return in_unit(value, unit, wanted), wanted
    except WrongUnit as error:
        said = {"unit": error.unit, "wanted": wanted}
        if error.code == "unknown":
            raise ValidationError({"unit": _("不认识单位“%(unit)s”。") % said}, code="unit") from None
        raise ValidationError(
            {"unit": _("单位“%(unit)s”与指标的单位“%(wanted)s”不能换算。") % said}, code="unit"
        ) from None


def answers_for(figure: Figure) -> bool:
    """Whether it falls to the body that reports it: as lead or support in a plan of the region, or as its share."""
    if figure.reported_by_id is None:
        return False
    named = Q(lead=figure.reported_by_id) | Q(supporting=figure.reported_by_id)
    plans = PlanIndicator.objects.filter(indicator=figure.indicator_id, plan__region=figure.region_id)
    return plans.filter(named).exists() or _has_share(figure)


def _has_share(figure: Figure) -> bool:
    """Whether it is the share that the body has of a target: that of its own region, or its own of the plan's."""
    place = Q(region=figure.region_id)
    if figure.body_id == figure.reported_by_id:
        place |= Q(region=None, of__plan__region=figure.region_id)
    shares = Target.objects.filter(kind=Target.Kind.SHARE, body=figure.reported_by_id)
    return shares.filter(place, of__indicator=figure.indicator_id).exists()


def announce(figures: Iterable[Figure]) -> None:
    """Tell features above, once the transaction is done."""
    rows = list(figures)
    indicators, regions = {row.indicator_id for row in rows}, {row.region_id for row in rows}
    send = partial(figures_changed.send, sender=Figure, indicators=indicators, regions=regions)
    transaction.on_commit(send, robust=True)


def said(figure: Figure) -> dict[str, object]:
    """What the audit trail keeps of a figure."""
    fields = (*IDENTITY, "value", "unit", "state", "source", "reported_by_id", "note")
    return {name: getattr(figure, name) for name in fields}


def _open_rows(figure: Figure) -> list[Figure]:
    """Rows of the same value that still count, the latest first, which nobody else can change meanwhile."""
    same = {name: getattr(figure, name) for name in IDENTITY}
    rows = Figure.objects.filter(**same).exclude(state=State.REPLACED)
    return list(rows.select_for_update(of=("self",), no_key=True).order_by("-pk"))


def _replace(rows: Iterable[Figure]) -> None:
    Figure.objects.filter(pk__in=[row.pk for row in rows]).update(state=State.REPLACED)


def _restored_before(figure: Figure) -> dict[str, object]:
    """What the trail keeps of the figure that is current again now that ``figure`` is not; nothing without one."""
    row = _accepted_before(figure)
    if row is None:
        return {}
    row.state = State.ACCEPTED
    row.save(update_fields=["state"])
    inherit_contests(row, [figure])
    return {"current": row.pk}


def _accepted_before(figure: Figure) -> Figure | None:
    """The nearest figure before this one in its chain that had been the current one of the same value."""
    row = figure.replaces
    while row is not None and (row.state != State.REPLACED or row.decided_at is None or row.reason):
        row = row.replaces
    # A key of a push may have come to name another value: then nothing stood before of this one.
    return row if row is not None and all(getattr(row, name) == getattr(figure, name) for name in IDENTITY) else None


def _locked(figure: Figure) -> Figure:
    rows = Figure.objects.select_related("indicator", "region", "entered_by")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=figure.pk)


def _taken(figure: Figure) -> ValidationError:
    same = {name: getattr(figure, name) for name in IDENTITY}
    found = Figure.objects.filter(**same).exclude(state=State.REPLACED).select_related("entered_by").first()
    if found is None:
        return ValidationError(_("这个数据刚刚被他人改动，请刷新后再试。"), code="taken")
    return ValidationError(
        _("%(who)s已填报%(value)s%(unit)s（%(state)s）。请先查看，需要更正时在其上修订。"),
        code="taken",
        params={
            "who": found.entered_by.name if found.entered_by else found.get_source_display(),
            "value": f"{found.value:,.12g}",
            "unit": found.unit,
            "state": found.get_state_display(),
        },
    )
