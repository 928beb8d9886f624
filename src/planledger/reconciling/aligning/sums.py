"""Targets of all plans below one against its own: parts that do not add up to the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planledger.model import Finding
from planledger.reconciling.aligning.goals import comparable, gravity
from planledger.reconciling.aligning.matching import GoalIndex
from planledger.reconciling.aligning.plans import Plan
from planledger.reconciling.figures import Figure
from planledger.reconciling.numbers import plain
from planledger.reconciling.rulebook import finding, words


def sums_below(superior: Plan, below: Sequence[GoalIndex], *, complete: bool) -> Iterator[Finding]:
    """Where the plans below do not add up to their superior.

    Args:
        superior: The plan above.
        below: Targets of the plans of parts of its region, that do not overlap.
        complete: Whether these are all of its parts; else only ceilings can be seen to be broken.
    """
    for goal in superior.goals:
        if goal.region != superior.region or goal.value is None or not goal.sign or (goal.work and not goal.sure):
            continue
        parts = [_part(goal, index) for index in below]
        known = [part for part in parts if part is not None]
        whole = complete and len(known) == len(parts) > 1
        if goal.measure == "growth" and whole:
            yield from _growth(goal, known, superior)
        elif goal.measure == "level" and not comparable(goal, _nowhere(superior)) and known:
            yield from _levels(goal, known, superior, complete=whole)


def _nowhere(superior: Plan) -> Plan:
    """A part of the region that has nothing assigned."""
    return Plan("", "", "\0", "", superior.level + 1, superior.first, superior.last)


def _part(goal: Figure, index: GoalIndex) -> Figure | None:
    fit = [
        one
        for one in index.like(goal)
        if one.measure == goal.measure and one.unit == goal.unit and one.value is not None
        if (one.first, one.last) == (goal.first, goal.last)
    ]
    return max(fit, key=lambda one: goal.sign * (one.value or 0.0)) if fit else None


def _levels(goal: Figure, parts: Sequence[Figure], superior: Plan, *, complete: bool) -> Iterator[Finding]:
    total, wanted = sum(part.value or 0.0 for part in parts), goal.value or 0.0
    room = goal.grain + sum(part.grain for part in parts)
    short = wanted - total if goal.sign > 0 else total - wanted
    if short <= room + 1e-9 * abs(wanted) or (goal.sign > 0 and not complete):
        return
    share = plain(round(total / wanted * 100, 1)) if wanted else "–"
    yield finding(
        "align.sum",
        goal.name,
        (goal.citation, *(part.citation for part in parts)),
        words(
            f"{len(parts)}个下级规划合计为上级目标{goal.stated}的{share}%",
            f"the {len(parts)} plans below come to {share}% of the superior's target, {goal.stated_en}",
        ),
        severity=gravity("align.sum", goal),
        plan=superior.id,
    )


def _growth(goal: Figure, parts: Sequence[Figure], superior: Plan) -> Iterator[Finding]:
    best = max(goal.sign * (part.value or 0.0) for part in parts)
    if best < goal.sign * (goal.value or 0.0) - 1e-9:
        listed = "、".join(part.stated for part in parts)
        yield finding(
            "align.sum_growth",
            goal.name,
            (goal.citation, *(part.citation for part in parts)),
            words(
                f"上级{goal.stated}，下级全部低于它：{listed}",
                f"{goal.stated_en} above, and every plan below sets less: {listed}",
            ),
            severity=gravity("align.sum_growth", goal),
            plan=superior.id,
        )
