"""Who answers for the indicators of a plan (任务分解)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.models import Body, User
from planweb.audit.recording import record_audit
from planweb.registry.actions.plans import locked
from planweb.registry.assignments import Assignment, Assignments
from planweb.registry.models import Plan, PlanIndicator
from planweb.registry.signals import announce


@transaction.atomic
def assign_bodies(
    plan: Plan, wanted: Assignments, *, expected: Assignments | None = None, by: User, why: str = ""
) -> dict[int, Assignment]:
    """What the indicators that changed had before.

    Args:
        plan: That the indicators are of.
        wanted: Bodies by key of indicator.
        expected: What the person saw; when somebody changed it since, nothing is changed.
        by: Who does it.
        why: The decision that it rests on.
    """
    plan = locked(plan)
    policies.require(by, "assign", PlanIndicator(plan=plan))
    rows = plan.indicators.filter(pk__in=wanted).select_related("lead").prefetch_related("supporting")
    found = {row.pk: row for row in rows}
    _refuse_stale(found, wanted, expected)
    now = {key: _tidy(wanted[key]) for key in found}
    before = {key: Assignment.of(row) for key, row in found.items()}
    changed = [key for key in found if before[key] != now[key]]
    names = _bodies({key: now[key] for key in changed}, before)
    for key in changed:
        row = found[key]
        row.lead = names[now[key].lead] if now[key].lead is not None else None  # type: ignore[index]
        row.save(update_fields=["lead"])
        row.supporting.set(now[key].supporting)
        said = [_said_of(one, names) for one in (before[key], now[key])]
        record_audit(by, "target.assign", row, before=said[0], after=said[1], why=why)
    announce(changed)
    return {key: before[key] for key in changed}


def _tidy(wanted: Assignment) -> Assignment:
    """Who leads does not support besides."""
    return Assignment(wanted.lead, wanted.supporting - {wanted.lead})


def _refuse_stale(found: dict[int, PlanIndicator], wanted: Assignments, expected: Assignments | None) -> None:
    gone = [key for key in wanted if key not in found]
    stale = [row.name for key, row in found.items() if expected is not None and Assignment.of(row) != expected[key]]
    if gone or stale:
        names = "、".join(stale) or _("%(number)s 项指标已不在规划中") % {"number": len(gone)}
        raise ValidationError(_("这期间有人改过：%(names)s。请重新预览后再应用。") % {"names": names}, code="stale")


def _bodies(now: Assignments, before: Assignments) -> dict[int, Body]:
    new = {key for one in now.values() for key in (one.lead, *one.supporting) if key is not None}
    old = {key for one in before.values() for key in (one.lead, *one.supporting) if key is not None}
    bodies = Body.objects.in_bulk(new | old)
    ended = [bodies[key].name for key in new - old if key in bodies and bodies[key].valid_to is not None]
    if ended or new - set(bodies):
        names = "、".join(ended) or "?"
        raise ValidationError(_("%(bodies)s 已终止，不能再负责。") % {"bodies": names}, code="ended")
    return bodies


def _said_of(one: Assignment, bodies: dict[int, Body]) -> dict[str, object]:
    lead = bodies[one.lead].name if one.lead is not None else None
    return {"lead": lead, "supporting": sorted(bodies[key].name for key in one.supporting)}
