"""All rules of alignment applied to a set of plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planledger.model import Finding
from planledger.reconciling.aligning.cascade import Step, cascade
from planledger.reconciling.aligning.goals import demanded, goals_below
from planledger.reconciling.aligning.matching import GoalIndex
from planledger.reconciling.aligning.ordering import Ancestors, neighbours_of, pairs_of
from planledger.reconciling.aligning.plans import Plan
from planledger.reconciling.aligning.sums import sums_below
from planledger.reconciling.aligning.works import (
    directions_below,
    directions_beside,
    works_below,
    works_beside,
)
from planledger.reconciling.rulebook import in_order


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a superior plan a plan takes up."""

    superior: Plan
    plan: Plan
    goals: int
    goals_missing: int
    works: int
    works_missing: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """What comes of holding plans against each other (衔接).

    Attributes:
        pairs: Superior and plan, as they were held against each other.
        findings: The gravest first.
        coverage: One a pair.
        steps: The cascade of targets.
    """

    pairs: tuple[tuple[Plan, Plan], ...]
    findings: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]
    steps: tuple[Step, ...]


def align(
    plans: Sequence[Plan], ancestors: Ancestors, *, complete: Callable[[Plan, Sequence[Plan]], bool] | None = None
) -> Alignment:
    """Every plan held against its superior and its neighbours; the order of ``plans`` changes nothing.

    Args:
        plans: With identifiers of their own.
        ancestors: Codes of the regions above a region, the nearest first.
        complete: Whether the given plans below a plan are of all parts of its region; none are when left out.
    """
    pairs = pairs_of(plans, ancestors)
    indexes = {plan.id: GoalIndex(plan) for plan in plans}
    found: list[Finding] = []
    coverage = []
    for superior, plan in pairs:
        own = [
            *goals_below(superior, plan, indexes[plan.id]),
            *works_below(superior, plan),
            *directions_below(superior, plan),
        ]
        found += own
        coverage.append(_coverage(superior, plan, own))
    for first, second in neighbours_of(plans, pairs):
        found += [*works_beside(first, second), *directions_beside(first, second)]
    for superior in {one.id: one for one, _ in pairs}.values():
        below = [plan for one, plan in pairs if one.id == superior.id and plan.level > superior.level]
        below = [plan for plan in below if plan.several == superior.several]
        whole = bool(complete and complete(superior, below))
        found += sums_below(superior, [indexes[plan.id] for plan in below], complete=whole)
    return Alignment(pairs, in_order(found), tuple(coverage), cascade(pairs))


def _coverage(superior: Plan, plan: Plan, found: Sequence[Finding]) -> Coverage:
    missing = [one.rule for one in found]
    here = {plan.region, plan.region_name}
    placed = [work for work in superior.works if here & set(work.places) or (work.for_all and not work.places)]
    return Coverage(
        superior,
        plan,
        len(demanded(superior, plan)),
        missing.count("align.missing"),
        len(placed),
        missing.count("align.project_missing") + missing.count("align.task_missing"),
    )
