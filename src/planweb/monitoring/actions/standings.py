"""Lights are judged, overruled and given back to the rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from planledger.planning import Judgement, Mark, judge
from planweb.accounts import policies
from planweb.accounts.models import User
from planweb.audit.recording import record_audit
from planweb.monitoring.courses import Tracked, track
from planweb.monitoring.models import Light, LightChange, Overruling, Standing
from planweb.monitoring.outlooks import outlook_of
from planweb.registry.models import PlanIndicator

AT_ONCE = 500
_JUDGED = (
    "light", "shown", "rule", "reason", "reason_zh", "numbers", "last_value", "last_period", "share", "lapsed_on",
    "late_year", "as_of",
)  # fmt: skip


def refresh_standings(plan_indicators: Iterable[int], *, as_of: date | None = None) -> int:
    """How many lights changed, after the indicators with these keys were judged again.

    What is judged is derived from figures and targets, whose writes the trail has; each change of a light is kept as a
    ``LightChange``.

    Args:
        plan_indicators: Keys of any number of them.
        as_of: The day; today when not given.
    """
    day = as_of or timezone.localdate()
    return sum(_refresh(keys, day) for keys in _portions(plan_indicators))


@transaction.atomic
def overrule_light(standing: Standing, *, light: str, reason: str, by: User) -> Overruling:
    """A person's light instead of the rule's; both stay visible."""
    standing = _locked(standing)
    policies.require(by, "overrule", standing)
    if light not in Light.values or light == Light.GREY:
        raise ValidationError({"light": _("请选择达标、预警或滞后。")}, code="light")
    if not reason.strip():
        raise ValidationError({"reason": _("请写明理由：与规则不同的判定要有依据。")}, code="reason")
    if light == standing.light:
        raise ValidationError({"light": _("这就是规则判定的状态，无需认定。")}, code="same")
    standing.overrulings.filter(lifted_at=None).update(lifted_at=timezone.now(), lifted_by=by)
    made = Overruling(standing=standing, light=light, reason=reason.strip(), by=by)
    made.full_clean()
    made.save()
    _show(standing, light, "overruled", made.reason)
    record_audit(
        by, "light.overrule", standing, before={"light": standing.light}, after={"light": light}, why=made.reason
    )
    return made


@transaction.atomic
def lift_overruling(standing: Standing, *, by: User, why: str = "") -> Standing:
    """The rule's light again."""
    standing = _locked(standing)
    policies.require(by, "lift", standing)
    held = standing.overrulings.filter(lifted_at=None).first()
    if held is None:
        raise ValidationError(_("没有可撤销的人工认定。"), code="none")
    held.lifted_at, held.lifted_by = timezone.now(), by
    held.save(update_fields=["lifted_at", "lifted_by"])
    _show(standing, standing.light, "lifted", why)
    after = {"light": standing.light}
    record_audit(by, "light.lift", standing, before={"light": held.light}, after=after, why=why)
    return standing


def _show(standing: Standing, light: str, rule: str, reason: str) -> None:
    before, standing.shown, standing.overruled = standing.shown, light, rule == "overruled"
    standing.save(update_fields=["shown", "overruled"])
    LightChange.objects.create(
        standing=standing, before=before, after=light, rule=rule, reason=reason, reason_zh=reason
    )


def _locked(standing: Standing) -> Standing:
    return (
        Standing.objects.select_for_update(of=("self",), no_key=True)
        .select_related("of__plan__region")
        .get(pk=standing.pk)
    )


def _portions(keys: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(dict.fromkeys(keys))
    while portion := list(islice(rest, AT_ONCE)):
        yield portion


@transaction.atomic
def _refresh(keys: Sequence[int], day: date) -> int:
    # Locked in one order, so that refreshing, removing and overruling take turns and two refreshes do not wait on each
    # other; what was removed meanwhile has no light.
    there = PlanIndicator.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    keys = list(there.values_list("pk", flat=True))
    locked = Standing.objects.select_for_update(no_key=True).filter(of__in=keys).order_by("of")
    known = {standing.of_id: standing for standing in locked}
    held = dict(
        Overruling.objects.filter(standing__in=known, lifted_at=None)
        .order_by("at", "pk")
        .values_list("standing_id", "light")
    )
    rows, changes = [], []
    for tracked in track(keys):
        before = known.get(tracked.row.pk)
        mark = Mark(before.lapsed_on, before.late_year) if before else Mark()
        outlook = outlook_of(tracked, as_of=day)
        chance = outlook.probability if outlook else None
        found = judge(tracked.course, tracked.observations, as_of=day, mark=mark, probability=chance)
        row = _standing(tracked, found, day)
        row.shown = held.get(row.of_id, row.light)
        rows.append(row)
        was = before.shown if before else ""
        if row.shown != was and (was or row.shown != Light.GREY):
            changes.append(_change(row, was))
    Standing.objects.bulk_create(rows, update_conflicts=True, unique_fields=["of"], update_fields=_JUDGED)
    LightChange.objects.bulk_create(changes)
    return len(changes)


def _standing(tracked: Tracked, found: Judgement, day: date) -> Standing:
    return Standing(
        of=tracked.row,
        light=found.light,
        rule=found.rule,
        reason=found.reason[:500],
        reason_zh=found.reason_zh[:500],
        numbers=found.numbers,
        last_value=found.value,
        last_period=found.period,
        share=found.due.done if found.due else None,
        lapsed_on=found.mark.first,
        late_year=found.mark.year,
        as_of=day,
    )


def _change(row: Standing, before: str) -> LightChange:
    return LightChange(
        standing=row, before=before, after=row.shown, rule=row.rule, reason=row.reason, reason_zh=row.reason_zh
    )
