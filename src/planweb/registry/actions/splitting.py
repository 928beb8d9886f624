"""Targets of years and regions that a split gave, saved together and taken back together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.models import User
from planweb.audit.models import AuditEntry
from planweb.audit.recording import record_audit
from planweb.registry.actions.targets import lock_indicator, values_of
from planweb.registry.models import PlanIndicator, Target
from planweb.registry.signals import announce

SPLIT = "target.split"
_MEANT = ("low", "high", "bound", "striving")
_KEPT = (*_MEANT, "note", "statement_id")


class Saved(NamedTuple):
    """How many targets are new and how many have another value; ``entry`` undoes it."""

    added: int
    changed: int
    entry: int


@transaction.atomic
def save_split(row: PlanIndicator, targets: Sequence[Target], *, by: User, why: str = "") -> Saved:
    """``targets``, not yet saved, as those of ``row``; a year or region that has one already gets the new value."""
    row = lock_indicator(row.pk)
    policies.require(by, "create", row)
    policies.require(by, "edit", row)
    if not targets:
        raise ValidationError(_("没有可以保存的目标。"), code="empty")
    version = row.plan.versions.order_by("-number").first()
    there = {_key(one): one for one in row.targets.all()}
    before: list[dict[str, Any]] = []
    after: list[dict[str, Any]] = []
    added = 0
    for target in targets:
        old = there.get(_key(target))
        if old is not None and all(getattr(old, name) == getattr(target, name) for name in _MEANT):
            continue
        before.append({"pk": old.pk, **_values(old)} if old is not None else {})
        made = old if old is not None else target
        for name in _KEPT:
            setattr(made, name, getattr(target, name))
        made.of, made.version = row, version
        made.save()
        added += old is None
        after.append({"pk": made.pk, **_values(made)})
    if not after:
        raise ValidationError(_("这些目标已经是这样了。"), code="same")
    entry = record_audit(by, SPLIT, row, before={"targets": before}, after={"targets": after}, why=why)
    announce([row.pk])
    return Saved(added, len(after) - added, entry.number)


@transaction.atomic
def undo_split(row: PlanIndicator, entry: int, *, by: User) -> int:
    """How many targets are as they were before the split with that entry; those changed since stay."""
    row = lock_indicator(row.pk)
    policies.require(by, "create", row)
    policies.require(by, "edit", row)
    found = AuditEntry.objects.filter(number=entry, action=SPLIT, object_id=str(row.pk), who_id=by.pk).first()
    if found is None:
        raise ValidationError(_("找不到这次分解，可能不是由您保存的。"), code="gone")
    before, after = json.loads(found.before)["targets"], json.loads(found.after)["targets"]
    there = {one.pk: one for one in row.targets.all()}
    undone = []
    for old, new in zip(before, after, strict=True):
        target = there.get(new["pk"])
        if target is None or any(getattr(target, name) != new[name] for name in _KEPT):
            continue
        undone.append(values_of(target))
        if not old:
            target.delete()
            continue
        for name in _KEPT:
            setattr(target, name, old[name])
        target.save()
    record_audit(by, "target.undo_split", row, before={"targets": undone})
    announce([row.pk])
    return len(undone)


def _key(target: Target) -> tuple[object, ...]:
    same = (target.kind, target.year, target.first_year, target.region_id, target.body_id)
    return (*same, str(target.measure))


def _values(target: Target) -> dict[str, Any]:
    return {**values_of(target), **{name: getattr(target, name) for name in _KEPT}}
