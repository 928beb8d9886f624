"""Indicators of a plan and their targets, one at a time."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.models import User
from planweb.audit.recording import record_audit
from planweb.registry.actions.plans import locked
from planweb.registry.models import PlanIndicator, Target
from planweb.registry.signals import announce
from planweb.registry.wording import with_unit

EDITED = (
    *("name", "chapter", "attribute", "measure", "unit", "direction", "source", "frequency"),
    *("base_year", "base_value"),
)
SAID = ("kind", "year", "first_year", "region", "body", "measure", "low", "high", "bound", "striving", "reference")


@transaction.atomic
def add_indicator(row: PlanIndicator, *, by: User) -> PlanIndicator:
    """``row``, new and not yet saved, as the last indicator of its plan."""
    plan = locked(row.plan)
    policies.require(by, "create", PlanIndicator(plan=plan))
    last = plan.indicators.order_by("-position").first()
    row.position = last.position + 1 if last else 0
    row.full_clean()
    row.save()
    record_audit(by, "target.add_indicator", row, after=_said_of(row))
    announce([row.pk])
    return row


@transaction.atomic
def edit_indicator(changed: PlanIndicator, *, by: User) -> PlanIndicator:
    """The indicator as ``changed`` has it, which is not saved yet."""
    row = lock_indicator(changed.pk)
    policies.require(by, "edit", row)
    before = _said_of(row)
    for name in EDITED:
        setattr(row, name, getattr(changed, name))
    if row.base_value is None:
        row.base_statement = None
    row.full_clean()
    row.save(update_fields=[*EDITED, "base_statement"])
    record_audit(by, "target.edit_indicator", row, before=before, after=_said_of(row))
    announce([row.pk])
    return row


@transaction.atomic
def remove_indicator(row: PlanIndicator, *, by: User, why: str = "") -> None:
    """Take an indicator with its targets out of a plan that is not approved yet."""
    row = lock_indicator(row.pk)
    policies.require(by, "remove", row)
    before = {**_said_of(row), "targets": [with_unit(target, row) for target in row.targets.all()]}
    record_audit(by, "target.remove_indicator", row, before=before, why=why)
    announce([row.pk])
    row.delete()


@transaction.atomic
def save_target(target: Target, *, by: User, why: str = "") -> Target:
    """``target``, new or changed and not yet saved, as a target of its indicator."""
    row = lock_indicator(target.of_id)
    policies.require(by, "edit" if target.pk else "create", row)
    old = (
        Target.objects.select_for_update(of=("self",), no_key=True).filter(pk=target.pk, of=row).first()
        if target.pk
        else None
    )
    if target.pk and old is None:
        raise ValidationError(_("这个目标已被移除。"), code="gone")
    check_target(target, row)
    target.full_clean()
    before = values_of(old) if old is not None else None
    if old is not None and any(getattr(old, name) != getattr(target, name) for name in ("low", "high", "reference")):
        target.statement = None  # the sentence no longer says it
    if target.version_id is None or old is not None:
        target.version = row.plan.versions.order_by("-number").first()
    target.save()
    action = "target.edit" if old is not None else "target.add"
    record_audit(by, action, target, before=before, after=values_of(target), why=why)
    announce([row.pk])
    return target


@transaction.atomic
def remove_target(target: Target, *, by: User, why: str = "") -> None:
    """Take one target out of a plan that is not approved yet."""
    row = lock_indicator(target.of_id)
    policies.require(by, "remove", row)
    record_audit(by, "target.remove", target, before=values_of(target), why=why)
    target.delete()
    announce([row.pk])


def check_target(target: Target, row: PlanIndicator) -> None:
    """Raises ``ValidationError`` for a target that its plan cannot have."""
    plan, errors = row.plan, {}
    if target.low is None and target.high is None and not target.reference:
        errors["low"] = _("请填写数值，或写明参照的内容。")
    if target.low is not None and target.high is not None and target.low > target.high:
        errors["high"] = _("上限不能小于下限。")
    if not plan.first_year <= target.year <= plan.last_year:
        errors["year"] = _("年份应在规划期 %(first)s–%(last)s 内。") % {
            "first": plan.first_year,
            "last": plan.last_year,
        }
    if target.kind == Target.Kind.SHARE:
        if (target.region is None) == (target.body is None):
            errors["body"] = _("分解目标要选一个地区或一个单位。")
        if target.region is not None and not target.region.path.startswith(plan.region.path):
            errors["region"] = _("这个地区不在规划的范围内。")
    elif target.region is not None or target.body is not None:
        errors["kind"] = _("只有分解目标才属于地区或单位。")
    same = Target.objects.filter(
        of=row,
        kind=target.kind,
        year=target.year,
        first_year=target.first_year,
        region=target.region,
        body=target.body,
        measure=target.measure,
    )
    if same.exclude(pk=target.pk).exists():
        errors["year"] = _("这一年已有同样的目标，请直接修改它。")
    if errors:
        raise ValidationError(errors)


def lock_indicator(key: int) -> PlanIndicator:
    """The indicator of a plan, locked for a write, with its targets."""
    rows = PlanIndicator.objects.select_for_update(of=("self",), no_key=True).select_related("plan__region", "chapter")
    return rows.prefetch_related("supporting", "targets").get(pk=key)


def _said_of(row: PlanIndicator) -> dict[str, object]:
    said: dict[str, object] = {name: getattr(row, name) for name in EDITED if name != "chapter"}
    return {**said, "chapter": str(row.chapter or ""), "indicator": row.indicator.code}


def values_of(target: Target) -> dict[str, object]:
    """What the audit trail keeps of a target."""
    said = {name: getattr(target, name) for name in SAID if name not in {"region", "body"}}
    return {**said, "region": target.region_id, "body": str(target.body) if target.body else None}
