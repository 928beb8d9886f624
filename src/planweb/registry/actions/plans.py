"""Plans are made, changed, advanced and removed."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.models import User
from planweb.audit.recording import record_audit
from planweb.registry.models import Plan, PlanVersion

EDITED = ("title", "tier", "region", "first_year", "last_year", "above")
ORDER = (Plan.Status.DRAFT, Plan.Status.ALIGNED, Plan.Status.APPROVED, Plan.Status.IN_FORCE, Plan.Status.SUPERSEDED)


@transaction.atomic
def create_plan(plan: Plan, *, by: User) -> Plan:
    """``plan``, new and not yet saved, with its first version."""
    policies.require(by, "create", plan)
    plan.full_clean()
    plan.save()
    PlanVersion.objects.create(plan=plan, number=1)
    record_audit(by, "plan.create", plan, after=said_of(plan))
    return plan


@transaction.atomic
def edit_plan(changed: Plan, *, by: User) -> Plan:
    """The plan as ``changed`` has it, which is not saved yet."""
    plan = locked(changed)
    policies.require(by, "edit", plan)
    before = said_of(plan)
    for name in EDITED:
        setattr(plan, name, getattr(changed, name))
    policies.require(by, "edit", plan)  # nobody gives a plan to a region that is not theirs
    if plan.above is not None and plan.pk in _chain(plan.above):
        raise ValidationError({"above": _("上位规划不能是本规划或其下位规划。")})
    plan.full_clean()
    plan.save(update_fields=list(EDITED))
    record_audit(by, "plan.edit", plan, before=before, after=said_of(plan))
    return plan


@transaction.atomic
def delete_plan(plan: Plan, *, by: User, why: str = "") -> None:
    """Remove a plan that is still a draft, with everything that it holds."""
    plan = locked(plan)
    policies.require(by, "delete", plan)
    if plan.below.exists():
        raise ValidationError(_("还有以它为上位规划的规划，请先更改那些规划。"), code="has_below")
    record_audit(by, "plan.delete", plan, before=said_of(plan), why=why)
    list(plan.indicators.select_for_update(no_key=True).order_by("pk"))  # nobody gives them a light now
    plan.delete()


@transaction.atomic
def advance_plan(plan: Plan, *, to: str, why: str, supersedes: Iterable[Plan] = (), by: User) -> Plan:
    """``plan`` and its newest version in the status ``to``, one step from where they are.

    Args:
        plan: One that is not superseded.
        to: The next status, or the one before.
        why: The reason or the document that it rests on.
        supersedes: Plans in force that this one takes the place of when it comes into force.
        by: Who does it.
    """
    plan = locked(plan)
    policies.require(by, "advance", plan)
    if to not in next_statuses(plan):
        raise ValidationError({"to": _("只能变更到相邻的状态。")})
    if not why.strip():
        raise ValidationError({"why": _("请写明理由或依据。")})
    if supersedes and to != Plan.Status.IN_FORCE:
        raise ValidationError({"supersedes": _("只有开始实施时才能取代原规划。")})
    _set_status(plan, to, by=by, why=why)
    for earlier in supersedes:
        old = locked(earlier)
        policies.require(by, "advance", old)
        if old.pk == plan.pk or old.status != Plan.Status.IN_FORCE:
            raise ValidationError({"supersedes": _("《%(plan)s》不在实施中，不能被取代。") % {"plan": old.title}})
        _set_status(old, Plan.Status.SUPERSEDED, by=by, why=_("由《%(plan)s》取代") % {"plan": plan.title})
    return plan


def next_statuses(plan: Plan) -> list[str]:
    """The statuses one step from that of ``plan``, the next one first; a superseded plan stays so."""
    at = ORDER.index(Plan.Status(plan.status))
    if plan.status == Plan.Status.SUPERSEDED:
        return []
    return [str(status) for status in (*ORDER[at + 1 : at + 2], *ORDER[max(at - 1, 0) : at])]


def locked(plan: Plan) -> Plan:
    """The same plan as it is now, which nobody else can change before this transaction ends."""
    return Plan.objects.select_for_update(of=("self",), no_key=True).select_related("region").get(pk=plan.pk)


def said_of(plan: Plan) -> dict[str, object]:
    """What the audit trail says of a plan."""
    return {
        "title": plan.title,
        "tier": plan.tier,
        "region": plan.region_id,
        "first_year": plan.first_year,
        "last_year": plan.last_year,
        "status": plan.status,
        "above": str(plan.above) if plan.above else None,
    }


def _set_status(plan: Plan, to: str, *, by: User, why: str) -> None:
    before = {"status": plan.status}
    plan.status = to
    plan.save(update_fields=["status"])
    newest = plan.versions.order_by("-number").first()
    if newest is not None:
        newest.status = to
        newest.save(update_fields=["status"])
    if to == Plan.Status.IN_FORCE and newest is not None:
        plan.versions.filter(number__lt=newest.number).update(status=Plan.Status.SUPERSEDED)
    record_audit(by, "plan.advance", plan, before=before, after={"status": to}, why=why)


def _chain(plan: Plan) -> set[int]:
    seen: set[int] = set()
    step: Plan | None = plan
    while step is not None and step.pk not in seen:
        seen.add(step.pk)
        step = step.above
    return seen
