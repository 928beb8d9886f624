"""What a target asks for, in whole steps of the last digit, and the path that the years would take by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from planledger.planning.decomposing.paths import amounts_to, growth_factor, in_steps, levels_to
from planledger.planning.decomposing.records import Aim
from planledger.planning.decomposing.rounding import ceiling, floor, nearest

INDEX = Fraction(100)
"""The base year of growth without a base value."""


@dataclass(frozen=True, slots=True)
class Window:
    """What the plan's target leaves open (目标区间), in steps: of the end year's level, or of the sum of the years.

    Attributes:
        low: Least, None when open.
        high: Most, None when open.
        wanted: Where the path leads.
    """

    low: int | None
    high: int | None
    wanted: int


def window_of(aim: Aim) -> Window:
    """What the target of ``aim`` leaves open."""
    low, high = _edges(aim)
    if aim.bound == "at_least":
        return Window(ceiling(low), None, ceiling(low))
    if aim.bound == "at_most":
        return Window(None, floor(high), floor(high))
    if aim.bound == "range":
        least, most = ceiling(low), floor(high)
        wanted = {"more": least, "less": most}.get(aim.direction, nearest((low + high) / 2))
        return Window(least, most, wanted)
    stated = _stated(aim)
    point = nearest(stated)
    if aim.binding and aim.direction == "more":
        point = ceiling(stated)
    elif aim.binding and aim.direction == "less":
        point = floor(stated)
    if aim.bound == "exact":
        return Window(point, point, point)
    least = point if aim.binding and aim.direction == "more" else min(point, ceiling(low))
    most = point if aim.binding and aim.direction == "less" else max(point, floor(high))
    return Window(least, most, point)


def _edges(aim: Aim) -> tuple[Fraction, Fraction]:
    """The edges of the target as levels or amounts, in steps, not yet whole."""
    low, high = aim.low, aim.low if aim.high is None else aim.high
    if aim.bound == "about":
        points = aim.measure == "growth" or aim.combining == "mean"
        width = aim.latitude if points else aim.latitude * abs(aim.low)
        low, high = low - width, low + width
    return _in_level(aim, low), _in_level(aim, high)


def _stated(aim: Aim) -> Fraction:
    return _in_level(aim, aim.low)


def _in_level(aim: Aim, value: Fraction) -> Fraction:
    if aim.measure != "growth":
        return in_steps(value, aim)
    return in_steps(base_of(aim) or INDEX, aim) * growth_factor(value, len(aim.years))


def base_of(aim: Aim) -> Fraction | None:
    """The value of the base year; of growth without one the index 100."""
    return INDEX if aim.base is None and aim.measure == "growth" else aim.base


def path_of_years(aim: Aim, reached: Mapping[int, int]) -> dict[int, int]:
    """Where the path puts every year that is not reached yet, in steps; what was reached moves the rest.

    Args:
        aim: The indicator.
        reached: Results by year, in steps.
    """
    window = window_of(aim)
    open_years = [year for year in aim.years if year not in reached]
    base = base_of(aim)
    start = None if base is None else in_steps(base, aim)
    if aim.measure == "cumulative":
        before = {year: Fraction(value) for year, value in reached.items() if not open_years or year < open_years[0]}
        first = before[max(before)] if before else start
        return amounts_to(aim, window.wanted - sum(reached.values()), open_years, first)
    better = surpassed(aim, reached)
    return _levels(aim, reached, start, window.wanted if better is None else better)


def surpassed(aim: Aim, reached: Mapping[int, int]) -> int | None:
    """The last result where it is better than the target (已优于目标) and the years left hold it; None elsewhere."""
    if aim.measure == "cumulative" or not reached or aim.bound not in {"at_least", "at_most"}:
        return None
    last, wanted = reached[max(reached)], window_of(aim).wanted
    better = last > wanted if aim.bound == "at_least" else last < wanted
    return last if better else None


def _levels(aim: Aim, reached: Mapping[int, int], start: Fraction | None, goal: int) -> dict[int, int]:
    """Levels between anchors: base, results and goal."""
    anchors: dict[int, Fraction] = {year: Fraction(value) for year, value in reached.items()}
    if start is not None:
        anchors[aim.base_year] = start
    anchors.setdefault(aim.end_year, Fraction(goal))
    found: dict[int, int] = {}
    marks = sorted(anchors)
    for year in aim.years:
        if year in reached or year in found:
            continue
        before = [mark for mark in marks if mark < year]
        after = next((mark for mark in marks if mark >= year), aim.end_year)
        end = int(anchors[after])
        years = list(range((before[-1] if before else year - 1) + 1, after + 1))
        # Without a base the first year has nowhere to come from; it holds the goal.
        found |= levels_to(aim, anchors[before[-1]] if before else Fraction(end), end, years)
    return {year: value for year, value in found.items() if year not in reached}
