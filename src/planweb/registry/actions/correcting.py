"""Targets follow what their sentences were corrected to."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from planweb.accounts import policies
from planweb.accounts.models import User
from planweb.audit.recording import record_audit
from planweb.registry.actions.adopting import made_of
from planweb.registry.actions.plans import locked
from planweb.registry.actions.targets import check_target, values_of
from planweb.registry.corrections import Correction, as_wished, find_corrections
from planweb.registry.models import Plan
from planweb.registry.signals import announce


@transaction.atomic
def follow_corrections(plan: Plan, adoptions: Collection[int], *, by: User) -> int:
    """How many targets say what their sentences say now; those that the sentences no longer say are removed."""
    plan = locked(plan)
    wanted = [one for one in find_corrections(plan) if one.adoption.pk in adoptions]
    for one in wanted:
        if one.wish is None:
            _remove(one, by)
        else:
            _follow(one, by)
    announce({one.target.of_id for one in wanted})
    return len(wanted)


def _follow(correction: Correction, by: User) -> None:
    row = correction.target.of
    policies.require(by, "edit", row)
    assert correction.wish is not None
    target = as_wished(correction.target, correction.wish)
    check_target(target, row)
    target.full_clean(exclude=["statement"])
    target.save()
    correction.adoption.made = made_of(target)
    correction.adoption.save(update_fields=["made"])
    record_audit(by, "target.follow", target, before=values_of(correction.target), after=values_of(target))


def _remove(correction: Correction, by: User) -> None:
    policies.require(by, "remove", correction.target.of)
    record_audit(by, "target.remove", correction.target, before=values_of(correction.target), why=correction.reason)
    correction.target.delete()  # and with it the adoption, so that the sentence is offered again
