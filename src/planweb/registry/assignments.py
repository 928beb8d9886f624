"""Who answers for an indicator of a plan, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core import signing
from django.db.models import QuerySet

from planweb.accounts.models import Body, Region
from planweb.accounts.reach import near
from planweb.registry.models import PlanIndicator

_SALT = "planweb.registry.assignments"
_LASTS = 24 * 60 * 60


class Assignment(NamedTuple):
    """Keys of the bodies of one indicator."""

    lead: int | None
    supporting: frozenset[int]

    @classmethod
    def of(cls, row: PlanIndicator) -> Assignment:
        """As it is now."""
        return cls(row.lead_id, frozenset(body.pk for body in row.supporting.all()))


Assignments = Mapping[int, Assignment]


def bodies_for(region: Region) -> QuerySet[Body]:
    """Bodies that may answer for plans of ``region``: those there, below it and above it, that exist."""
    return Body.objects.current().filter(near(region)).order_by("kind", "name")


def packed(plan: int, wanted: Assignments, expected: Assignments) -> str:
    """Changes as a text that nobody can alter on its way through a page."""
    return signing.dumps([plan, _plain(wanted), _plain(expected)], salt=_SALT, compress=True)


def unpacked(text: str, plan: int) -> tuple[Assignments, Assignments]:
    """What ``packed`` packed for the plan with the key ``plan``; ``BadSignature`` for anything else."""
    for_plan, wanted, expected = signing.loads(text, salt=_SALT, max_age=_LASTS)
    if for_plan != plan:
        raise signing.BadSignature("another plan")
    return _rich(wanted), _rich(expected)


def _plain(assignments: Assignments) -> dict[str, Any]:
    return {str(key): [one.lead, sorted(one.supporting)] for key, one in assignments.items()}


def _rich(plain: Mapping[str, Any]) -> dict[int, Assignment]:
    return {int(key): Assignment(lead, frozenset(supporting)) for key, (lead, supporting) in plain.items()}
