"""Indicators of plans and their targets."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import QuerySet

from planweb.accounts.models import Body, User
from planweb.layout.wording import grouped
from planweb.registry.catalogue import name_of
from planweb.registry.models import Indicator, Plan, PlanIndicator, Target
from planweb.registry.queries.plans import answered_by, visible_indicators


class Closure(NamedTuple):
    """Whether the shares of a year add up to the target."""

    year: int
    whole: str
    shares: str
    gap: str
    closed: bool


class Answer(NamedTuple):
    """What a body is to an indicator."""

    row: PlanIndicator
    leads: bool
    shares: list[Target]


def names_of_indicators() -> list[str]:
    """The names of all indicators in the language of the page."""
    return sorted({name_of(indicator) for indicator in Indicator.objects.only("name", "english")})


def targets_of(row: PlanIndicator) -> QuerySet[Target]:
    """Targets with everything that a page shows of them: those of the whole first."""
    related = row.targets.select_related("region", "body", "version", "statement__document__region")
    return related.order_by("year", "first_year", "kind", "pk")


def closures_of(row: PlanIndicator, targets: list[Target]) -> list[Closure]:
    """For each year with shares of values that add up: the target, the sum of the shares and the gap.

    Rates and indices do not add up, so they have none.
    """
    if row.measure != PlanIndicator.Measure.LEVEL or row.indicator.kind not in {"flow", "stock"}:
        return []
    found = []
    for year in sorted({one.year for one in targets if one.kind == Target.Kind.SHARE}):
        there = [one for one in targets if one.year == year and one.measure == row.measure]
        shares = [one for one in there if one.kind == Target.Kind.SHARE]
        whole = next((one for one in there if one.kind != Target.Kind.SHARE), None)
        values, goal = [one.value for one in shares], whole.value if whole else None
        if goal is None or any(value is None for value in values):
            continue
        total = sum(value for value in values if value is not None)
        gap = total - goal
        closed = abs(gap) <= 1e-9 * max(abs(goal), 1.0) or (gap > 0 and whole is not None and whole.high is None)
        found.append(Closure(year, grouped(goal), grouped(round(total, 6)), grouped(round(gap, 6)), closed))
    return found


def answers_of(body: Body, user: User) -> list[Answer]:
    """Indicators that ``body`` leads, supports or has a share of, in plans that are not superseded."""
    rows = (
        visible_indicators(user)
        .filter(answered_by(body))
        .exclude(plan__status=Plan.Status.SUPERSEDED)
        .select_related("plan__region", "indicator", "lead")
        .prefetch_related("supporting", "targets")
        .order_by("-plan__last_year", "plan", "position", "pk")
    )
    return [
        Answer(row, row.lead_id == body.pk, [one for one in row.targets.all() if one.body_id == body.pk])
        for row in rows
    ]
