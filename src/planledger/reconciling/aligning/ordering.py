"""Which plan lies above which: by region and period, or as somebody said."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from planledger.reconciling.aligning.plans import Plan

Ancestors = Callable[[str], Sequence[str]]
"""Codes above a region, the nearest first."""


def pairs_of(plans: Sequence[Plan], ancestors: Ancestors) -> tuple[tuple[Plan, Plan], ...]:
    """Pairs of a superior plan and one below it, in order of level and identifier.

    A plan follows the plan of the nearest region above it that is for the same time, and an annual plan follows the
    five-year plan of its own region as well.
    """
    ordered = sorted(plans, key=lambda plan: (plan.level, plan.first, plan.id))
    found = []
    for plan in ordered:
        if plan.above:
            found += [(other, plan) for other in ordered if other.id == plan.above and other is not plan]
            continue
        found += [(other, plan) for other in ordered if _own_outline(other, plan)]
        found += [(other, plan) for other in _nearest(plan, ordered, ancestors)]
    return tuple(found)


def _own_outline(other: Plan, plan: Plan) -> bool:
    """Whether ``other`` is the plan of several years that the annual ``plan`` is a year of."""
    same = other.region == plan.region and bool(plan.region) and other is not plan
    return same and other.several and not plan.several and other.first <= plan.last <= other.last


def _nearest(plan: Plan, plans: Sequence[Plan], ancestors: Ancestors) -> list[Plan]:
    for region in ancestors(plan.region) if plan.region else ():
        fit = [other for other in plans if other.region == region and _same_time(other, plan)]
        alike = [other for other in fit if other.several == plan.several]
        if fit:
            return alike or fit
    return []


def _same_time(first: Plan, second: Plan) -> bool:
    if not first.last or not second.last:
        return True
    return first.first <= second.last and second.first <= first.last


def neighbours_of(plans: Sequence[Plan], pairs: Sequence[tuple[Plan, Plan]]) -> tuple[tuple[Plan, Plan], ...]:
    """Pairs of plans of one level for the same time that have a superior in common, each pair once."""
    above: dict[str, set[str]] = {}
    for superior, plan in pairs:
        above.setdefault(plan.id, set()).add(superior.id)
    ordered = sorted(plans, key=lambda plan: plan.id)
    return tuple(
        (first, second)
        for at, first in enumerate(ordered)
        for second in ordered[at + 1 :]
        if first.region != second.region and first.level == second.level and _same_time(first, second)
        if first.several == second.several and above.get(first.id, set()) & above.get(second.id, set())
    )
