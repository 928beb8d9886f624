"""How a target grows on its way down (层层加码): nation, province, city, county."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from planledger.reconciling.aligning.goals import comparable
from planledger.reconciling.aligning.matching import GoalIndex
from planledger.reconciling.aligning.plans import Plan
from planledger.reconciling.figures import Figure


@dataclass(frozen=True, slots=True)
class Step:
    """One plan's target of an indicator, against that of the plan above and of the highest.

    Attributes:
        indicator: Its name in the highest plan.
        when: Year or years.
        measure: ``growth`` or ``level``.
        plan: The plan.
        goal: Its target.
        value: The number that it names: of a range the middle.
        above: Plan above that has the target, None for the highest.
        factor: Value over that of the plan above; None where that is zero or has another sign.
        points: Value minus that of the plan above, in its unit.
        factor_top: Value over that of the highest plan.
        points_top: Value minus that of the highest plan.
    """

    indicator: str
    when: str
    measure: str
    plan: Plan
    goal: Figure
    value: float
    above: Plan | None
    factor: float | None
    points: float | None
    factor_top: float | None
    points_top: float | None


def cascade(pairs: Sequence[tuple[Plan, Plan]]) -> tuple[Step, ...]:
    """Every growth, rate or figure per head that a plan and a plan below it both set, from the top down.

    The amplification of a level is its target against that of the level above (Li, Liu, Weng and Zhou 2019).
    """
    above: dict[str, list[Plan]] = {}
    plans: dict[str, Plan] = {}
    for superior, plan in pairs:
        plans[superior.id], plans[plan.id] = superior, plan
        above.setdefault(plan.id, []).append(superior)
    goals = {plan.id: tuple(_goals(plan)) for plan in plans.values()}
    around = _Around(above, {name: GoalIndex(replace(plan, goals=goals[name])) for name, plan in plans.items()})
    ordered = sorted(plans.values(), key=_rank)
    steps: list[Step] = []
    tops = sorted((plan for plan in plans.values() if not above.get(plan.id)), key=lambda plan: (plan.level, plan.id))
    told: set[tuple[str, str, str, str]] = set()
    for top in sorted(plans.values(), key=lambda plan: (plan not in tops, plan.level, plan.id)):
        for goal in goals[top.id]:
            if (goal.thing, goal.measure, goal.when, top.id) not in told:
                found = list(_down(top, goal, ordered, around))
                if len(found) > 1:
                    told |= {(step.goal.thing, step.goal.measure, step.when, step.plan.id) for step in found}
                    steps += found
    return tuple(steps)


def _rank(plan: Plan) -> tuple[int, str, str]:
    return plan.level, plan.region, plan.id


def _goals(plan: Plan) -> Iterator[Figure]:
    seen = set()
    for goal in plan.goals:
        fit = goal.measure in ("growth", "level") and goal.region == plan.region and goal.named is not None
        nowhere = Plan("", "", "\0", "", plan.level + 1, plan.first, plan.last)
        if fit and (goal.sure or plan.explicit) and comparable(goal, nowhere) and not goal.striving:
            key = (goal.thing, goal.measure, goal.when, goal.unit)
            if key not in seen:
                seen.add(key)
                yield goal


class _Around(NamedTuple):
    """What lies above each plan, and which of its goals can be compared."""

    above: dict[str, list[Plan]]
    goals: dict[str, GoalIndex]


def _down(top: Plan, goal: Figure, plans: Sequence[Plan], around: _Around) -> Iterator[Step]:
    values: dict[str, float] = {top.id: _value(goal)}
    yield Step(goal.name, goal.when, goal.measure, top, goal, values[top.id], None, None, None, None, None)
    for plan in plans:
        known = [one for one in around.above.get(plan.id, ()) if one.id in values]
        if not known:
            continue
        superior = max(known, key=lambda one: (one.level, one.id))
        asked = (goal.measure, goal.when, goal.unit)
        same = [one for one in around.goals[plan.id].like(goal) if (one.measure, one.when, one.unit) == asked]
        if same:
            value, over = _value(same[0]), values[superior.id]
            values[plan.id] = value
            yield Step(
                goal.name, goal.when, goal.measure, plan, same[0], value, superior, _factor(value, over), value - over,
                _factor(value, values[top.id]), value - values[top.id],
            )  # fmt: skip


def _value(goal: Figure) -> float:
    low, high = goal.named or (0.0, 0.0)
    return (low + high) / 2


def _factor(value: float, over: float) -> float | None:
    return value / over if over and value * over > 0 else None
