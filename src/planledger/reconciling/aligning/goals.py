"""Targets of a plan held against those of its superior."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache

from planledger.model import Finding, Severity
from planledger.reconciling.aligning.matching import GoalIndex
from planledger.reconciling.aligning.plans import Plan
from planledger.reconciling.figures import Figure
from planledger.reconciling.numbers import plain
from planledger.reconciling.rulebook import finding, load_rules, settings, words
from planledger.reconciling.wording import any_of

_GROWTH = ("percent", "%")


def goals_below(superior: Plan, plan: Plan, index: GoalIndex) -> Iterator[Finding]:
    """What the plan's targets, which ``index`` holds, lack against those of its superior."""
    for goal in demanded(superior, plan):
        same = index.like(goal)
        if same:
            yield from _against(goal, same, superior, plan)
        elif goal.thing not in plan.related:
            yield _missing(goal, plan, severity="note" if _is_year_of(superior, plan) else None)


def demanded(superior: Plan, plan: Plan) -> tuple[Figure, ...]:
    """The targets of the superior that the plan has to take up: its own for all, and those that it assigns here.

    Of a text only the main ones: with 约束性 or 预期性 beside them, or known indicators where the main goals stand.
    """
    told = []
    for goal in superior.goals:
        here = goal.region in (superior.region, plan.region)
        if goal.named and here and (superior.explicit or goal.order in superior.main):
            told.append(goal)
    if _is_year_of(superior, plan):
        # A year's plan need not take up every goal of five years, and sets its own numbers on the way to the others.
        told = [goal for goal in told if goal.attribute == "binding" or (goal.last == plan.last and not goal.several)]
    told = list(
        {(one.thing, one.measure, one.unit, one.first, one.last, one.named, one.region): one for one in told}.values()
    )
    assigned = {(goal.thing, goal.measure) for goal in told if goal.region == plan.region != superior.region}
    return tuple(goal for goal in told if goal.region == plan.region or (goal.thing, goal.measure) not in assigned)


def _is_year_of(superior: Plan, plan: Plan) -> bool:
    """Whether the plan is for one of the years of the superior's."""
    return superior.several and not plan.several and superior.first <= plan.last <= superior.last


def gravity(rule: str, goal: Figure) -> Severity:
    """Severity of a rule for that target: binding ones weigh more."""
    known = load_rules("alignment")[rule]
    return known.binding or known.severity if goal.attribute == "binding" else known.severity


def _missing(goal: Figure, plan: Plan, *, severity: Severity | None) -> Finding:
    return finding(
        "align.missing",
        goal.name,
        (goal.citation,),
        words(
            f"上级目标{goal.said}，{plan.name}没有相应目标",
            f"the superior's target {goal.name}: {goal.stated_en} has no counterpart in {plan.name}",
        ),
        severity=severity or gravity("align.missing", goal),
        plan=plan.id,
    )


def _against(goal: Figure, same: Sequence[Figure], superior: Plan, plan: Plan) -> Iterator[Finding]:
    if goal.attribute == "binding" and all(one.attribute == "anticipatory" for one in same):
        yield _of_two(
            "align.attribute", goal, same[0], plan, ("上级为约束性，本规划为预期性", "binding above, anticipatory here")
        )
    measured = [one for one in same if one.measure == goal.measure]
    if not measured and (_is_year_of(superior, plan) or {goal.measure, same[0].measure} != {"level", "growth"}):
        return
    if not measured:
        words = {"level": ("水平", "a level"), "growth": ("增速", "growth")}
        ours, theirs = words.get(goal.measure, ("变化", "a change")), words.get(same[0].measure, ("变化", "a change"))
        yield _of_two(
            "align.measure", goal, same[0], plan,
            (f"上级定{ours[0]}，本规划定{theirs[0]}", f"{ours[1]} above, {theirs[1]} here"),
        )  # fmt: skip
        return
    united = [one for one in measured if one.unit == goal.unit]
    if not united and not superior.explicit and {goal.unit, measured[0].unit} & set(_GROWTH):
        return  # growth that a text gives without its verb (经济增长目标6%)
    if not united:
        yield _of_two("align.unit", goal, measured[0], plan, ("计量单位不同", "the units differ"))
        return
    timed = [one for one in united if (one.first, one.last) == (goal.first, goal.last)]
    if not timed:
        if not _is_year_of(superior, plan):
            yield _of_two(
                "align.period",
                goal,
                united[0],
                plan,
                (f"{goal.when}与{united[0].when}", f"{goal.when} against {united[0].when}"),
            )
        return
    yield from _base(goal, timed[0], superior, plan)
    yield from _value(goal, timed, superior, plan)


def _of_two(rule: str, goal: Figure, one: Figure, plan: Plan, why: tuple[str, str], **more: Severity) -> Finding:
    return finding(
        rule,
        goal.name,
        (goal.citation, one.citation),
        words(
            f"上级{goal.said}，本规划{one.said}：{why[0]}",
            f"{goal.name}: {goal.stated_en} above, {one.stated_en} here: {why[1]}",
        ),
        severity=more.get("severity") or gravity(rule, goal),
        plan=plan.id,
    )


def _base(goal: Figure, one: Figure, superior: Plan, plan: Plan) -> Iterator[Finding]:
    ours, theirs = _base_of(goal, superior), _base_of(one, plan)
    if ours and theirs and ours.last != theirs.last:
        yield finding(
            "align.base",
            goal.name,
            (ours.citation, theirs.citation),
            words(
                f"上级基期为{ours.last}年，本规划为{theirs.last}年",
                f"the base is of {ours.last} above and of {theirs.last} here",
            ),
            plan=plan.id,
        )


def _base_of(goal: Figure, plan: Plan) -> Figure | None:
    """The base nearest before the target's time."""
    start = goal.first if goal.several else goal.last
    fit = [
        one for one in plan.bases
        if one.thing == goal.thing and one.last < start and one.region == goal.region and one.measure == "level"
    ]  # fmt: skip
    return max(fit, key=lambda one: (one.role == "baseline", one.last, -one.order)) if fit else None


def _value(goal: Figure, timed: Sequence[Figure], superior: Plan, plan: Plan) -> Iterator[Finding]:
    """The best of the plan's targets for that time against the superior's."""
    best = max(timed, key=lambda one: (_strength(goal, one), not one.striving, one.bound != "about", -one.order))
    direct = comparable(goal, plan)
    if not direct:
        yield from _implied(goal, best, superior, plan)
        return
    lead = _lead(goal, best)
    if lead is None:
        return
    # Targets are set, not measured, so that a tenth less is less, whatever digits are written.
    room = 1e-9 * max(1.0, abs(_edge(goal, 1) or 0.0))
    if lead < -room:
        yield _of_two("align.weaker", goal, best, plan, _short(goal, lead))
    elif abs(lead) <= room and _vaguer(goal, best):
        yield _of_two("align.vaguer", goal, best, plan, ("数值相同而表述较弱", "the same number, in vaguer words"))
    elif goal.measure == "growth" and lead >= settings("alignment")["amplified"] and goal.unit in _GROWTH:
        yield _of_two(
            "align.amplified", goal, best, plan,
            (f"高于上级{plain(lead)}个百分点", f"{plain(lead)} points above the superior's"),
        )  # fmt: skip


def comparable(goal: Figure, plan: Plan) -> bool:
    """Whether the superior's number holds for a part of its region: growth, rates, ranks, and what it assigns there."""
    if goal.measure in ("growth", "change") or goal.region == plan.region:
        return True
    if goal.measure == "rank":
        return False
    if goal.kind in ("rate", "index") or goal.unit in ("percent", "permille", "%", "‰") or "/" in goal.unit:
        return True
    return bool(_intensive().search(goal.name))


@cache
def _intensive() -> re.Pattern[str]:
    return any_of(settings("alignment")["intensive"])


def _edge(one: Figure, sign: int) -> float | None:
    """The number that must be reached: the near end of a range."""
    if one.named is None:
        return None
    return one.named[0] if sign >= 0 else one.named[1]


def _lead(goal: Figure, one: Figure) -> float | None:
    """How much better than the superior's target the plan's is; below zero, weaker; None where neither way is."""
    sign = goal.sign or one.sign
    ours, theirs = _edge(goal, sign), _edge(one, sign)
    if not sign or ours is None or theirs is None:
        return None
    return sign * (theirs - ours)


def _strength(goal: Figure, one: Figure) -> float:
    lead = _lead(goal, one)
    return -math.inf if lead is None else lead


def _short(goal: Figure, lead: float) -> tuple[str, str]:
    if goal.measure == "growth" or goal.unit in _GROWTH:
        return f"相差{plain(-lead)}个百分点", f"{plain(-lead)} points short"
    edge = _edge(goal, goal.sign)
    share = f"{plain(round(-lead / abs(edge) * 100, 2))}%" if edge else ""
    return f"相差{share}", f"{share} short"


def _vaguer(goal: Figure, one: Figure) -> bool:
    return (one.striving and not goal.striving) or (
        one.bound == "about" and goal.bound in ("exact", "at_least", "at_most")
    )


def _implied(goal: Figure, one: Figure, superior: Plan, plan: Plan) -> Iterator[Finding]:
    """Amounts of a region and of its part by the growth that their bases and targets imply."""
    ours, theirs = _base_of(goal, superior), _base_of(one, plan)
    if not ours or not theirs or ours.last != theirs.last or not goal.sign or goal.several:
        return
    first, second = _rate(ours, goal), _rate(theirs, one)
    if first is None or second is None:
        return
    short = goal.sign * (first - second)
    if short > _ROUNDED + _slack(ours, goal) + _slack(theirs, one):
        told = (
            f"推算年均增长{plain(round(first, 2))}%与{plain(round(second, 2))}%，相差{plain(round(short, 2))}个百分点",
            f"that is {plain(round(first, 2))}% a year above and {plain(round(second, 2))}% here",
        )
        yield _of_two("align.weaker", goal, one, plan, told)


_ROUNDED = 0.05


def _rate(base: Figure, goal: Figure) -> float | None:
    if not base.value or not goal.value or base.value <= 0 or goal.value <= 0 or base.unit != goal.unit:
        return None
    return (math.pow(goal.value / base.value, 1 / (goal.last - base.last)) - 1) * 100


def _slack(base: Figure, goal: Figure) -> float:
    """How far rounding of base and target may move the rate."""
    assert base.value
    assert goal.value
    return (base.grain / base.value + goal.grain / goal.value) * 100 / (goal.last - base.last)
