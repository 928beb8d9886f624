"""Where an indicator should stand by the end of a period (序时进度)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from planledger.planning.course import Course, Goal, Observation, edges_of, sign_of

Way = Literal["linear", "compound", "sum", "year_to_date", "within_year", "average", "hold"]
Scale = Literal["schedule", "relative", "points"]
EVEN: tuple[float, ...] = tuple(month / 12 for month in range(1, 13))
_MARGIN = 1e-9


@dataclass(frozen=True, slots=True)
class Due:
    """Where a value should be, and where it is.

    Attributes:
        way: How it was reckoned.
        scale: What ``lead`` counts in: the way's length, the goal's size, or percentage points.
        value: What is held against the schedule; of a sum or an average that of the years together.
        expected: Where it should be.
        goal: The goal's edge that counts, as stated.
        counts: The same, with the latitude of 左右.
        done: Share of the way that is done; None where the way has no length.
        due: Share of the way that should be done.
        lead: How far ahead of the schedule it is; below zero, behind.
        ended: Whether the goal's time is over, so that the value is the last word.
        met: Whether the value is what the goal wants at its end.
    """

    way: Way
    scale: Scale
    value: float
    expected: float
    goal: float
    counts: float
    done: float | None
    due: float
    lead: float
    ended: bool
    met: bool


@dataclass(frozen=True, slots=True)
class Latitude:
    """What 左右 leaves open: a share of the value, or percentage points for growth and rates."""

    relative: float = 0.0
    points: float = 0.0


EXACT = Latitude()


def due_by(
    course: Course,
    goal: Goal,
    observations: Sequence[Observation],
    *,
    latitude: Latitude = EXACT,
    profile: Sequence[float] = EVEN,
) -> Due | None:
    """Where the last of ``observations`` stands; None when figures that a sum or an average needs are missing.

    Args:
        course: The indicator.
        goal: One of its goals, with a number.
        observations: Of the goal's measure, by time; the last is the one that is judged.
        latitude: What 左右 leaves open.
        profile: Share of a year's amount that is usual by the end of each month.
    """
    if edges_of(goal) is None or not observations:
        return None
    case = _Case(course, goal, tuple(observations), tuple(profile), latitude)
    if not case.sign:  # a corridor: inside it is right, on either side it is wrong
        lead = -abs(case.value - case.counts) / case.size
        return replace(case.plain, lead=lead, met=lead >= -_MARGIN)
    if goal.measure == "growth":
        return _growth(case)
    if goal.spans_years:
        return _sum(case)
    share = case.share
    if goal.year == case.when.year and course.kind == "flow":
        return _scaled(case, "year_to_date", start=0.0, due=share)
    start, begins = _start(case)
    if start is None or case.met(start):
        expected = case.counts * share if course.kind == "flow" else case.counts
        size = 1.0 if case.in_points else max(abs(expected), _MARGIN)
        return replace(case.plain, expected=expected, lead=case.sign * (case.value - expected) / size)
    if goal.year == case.when.year and begins == goal.year - 1:
        return _scaled(case, "within_year", start=start, due=case.when.last_month / 12)
    return _path(case, start, begins)


def path_of(course: Course, goal: Goal) -> Mapping[int, float]:
    """The value at the end of each year on the way from the base to ``goal``; empty without a base.

    >>> path_of(Course((), base_year=2020, base_value=100.0), Goal(2022, 121.0, None))[2021]
    110.0
    """
    edges = edges_of(goal)
    if edges is None or course.base_year is None or course.base_value is None or goal.spans_years:
        return {}
    span = goal.year - course.base_year
    if span < 1 or goal.measure == "growth":
        return {}
    value = edges[0] if sign_of(goal, course.direction) >= 0 else edges[1]
    first, start = course.base_year, course.base_value
    return {first + year: round(_on_way(course, start, value, year / span), 9) for year in range(span + 1)}


class _Case:
    """One goal held against the last of its observations."""

    def __init__(
        self,
        course: Course,
        goal: Goal,
        observations: tuple[Observation, ...],
        profile: tuple[float, ...],
        latitude: Latitude,
    ) -> None:
        self.course, self.goal, self.observations, self.profile = course, goal, observations, profile
        self.value, self.when = observations[-1].value, observations[-1].when
        self.in_points = goal.measure == "growth" or course.kind == "rate"
        self.sign = sign_of(goal, course.direction)
        low, high = edges_of(goal) or (0.0, 0.0)
        self.stated = self.counts = low if self.sign > 0 else high if self.sign < 0 else _near(self.value, low, high)
        if goal.bound == "about":
            width = latitude.points if self.in_points else latitude.relative * abs(self.stated)
            self.counts = self.stated - self.sign * width if self.sign else _near(self.value, low - width, high + width)

    @property
    def size(self) -> float:
        """What a lead is counted in where there is no way."""
        return 1.0 if self.in_points else max(abs(self.counts), _MARGIN)

    @property
    def share(self) -> float:
        """Share of the year that is over; of an amount, what is usual by now."""
        return self.profile[self.when.last_month - 1] if self.course.kind == "flow" else self.when.last_month / 12

    @property
    def ended(self) -> bool:
        """Whether the goal's time is over."""
        return self.when.year == self.goal.year and self.when.whole_year

    def met(self, value: float) -> bool:
        """Whether ``value`` is what the goal wants."""
        return self.sign * (value - self.counts) >= -_MARGIN * max(1.0, abs(self.counts))

    @property
    def plain(self) -> Due:
        """The value held against the goal itself."""
        return Due(
            way="hold",
            scale="points" if self.in_points else "relative",
            value=self.value,
            expected=self.counts,
            goal=self.stated,
            counts=self.counts,
            done=None,
            due=self.when.last_month / 12,
            lead=self.sign * (self.value - self.counts) / self.size,
            ended=self.ended,
            met=self.met(self.value),
        )


def _near(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _start(case: _Case) -> tuple[float | None, int]:
    """Where the way begins: for a year's target the end of the year before, else the plan's base."""
    course, goal = case.course, case.goal
    if goal.annual:
        before = [seen for seen in case.observations if seen.when.year == goal.year - 1 and seen.when.whole_year]
        if before:
            return before[-1].value, goal.year - 1
        return (course.base_value, goal.year - 1) if course.base_year == goal.year - 1 else (None, 0)
    if course.base_year is None or course.base_year >= goal.year or case.when.year <= course.base_year:
        return None, 0
    return course.base_value, course.base_year


def _path(case: _Case, start: float, begins: int) -> Due:
    """On the way from the plan's base to its end."""
    course, counts, years = case.course, case.counts, case.goal.year - begins
    if course.kind == "flow":  # the year's value on the way, and of it what is usual by now
        whole = _on_way(course, start, counts, (case.when.year - begins) / years)
        reached, expected = case.value / case.share, whole * case.share
    else:
        whole = expected = _on_way(course, start, counts, (case.when.year - begins - 1 + case.share) / years)
        reached = case.value
    done, due = (reached - start) / (counts - start), (whole - start) / (counts - start)
    way: Way = "compound" if _compounds(course, start, counts) else "linear"
    return replace(case.plain, way=way, scale="schedule", expected=expected, done=done, due=due, lead=done - due)


def _compounds(course: Course, start: float, goal: float) -> bool:
    # Amounts of a year grow by rates; stocks and shares of a whole by steps.
    return course.kind == "flow" and start > 0 and goal > 0


def _on_way(course: Course, start: float, goal: float, share: float) -> float:
    if _compounds(course, start, goal):
        return start * math.pow(goal / start, share)
    return start + (goal - start) * share


def _scaled(case: _Case, way: Way, *, start: float, due: float) -> Due:
    """On a way with a beginning and an end, by the share of it."""
    length = case.counts - start
    if not length:
        return replace(case.plain, way=way, due=due)
    done = (case.value - start) / length
    # On a way from nothing to a ceiling, to have used more than is due is to be behind.
    lead = (done - due) * (case.sign if length > 0 else -case.sign)
    return replace(case.plain, way=way, scale="schedule", expected=start + length * due, done=done, due=due, lead=lead)


def _by_year(case: _Case) -> dict[int, float] | None:
    """The value of each year of the goal so far; None when one is missing."""
    first, last = case.goal.first_year or case.goal.year, case.when.year
    seen = [seen for seen in case.observations if first <= seen.when.year <= last]
    whole = {one.when.year for one in seen if one.when.whole_year}
    if last < first or any(year not in whole for year in range(first, last)):
        return None
    return {one.when.year: one.value for one in seen}


def _over(case: _Case) -> float:
    """Share of the goal's years that is over."""
    first = case.goal.first_year or case.goal.year
    share = case.profile[case.when.last_month - 1]
    return (case.when.year - first + share) / (case.goal.year - first + 1)


def _sum(case: _Case) -> Due | None:
    """Years together against the share of the years that is over."""
    by_year = _by_year(case)
    if by_year is None or not case.counts:
        return None
    total, due = math.fsum(by_year.values()), _over(case)
    done = total / case.counts
    lead = (done - due) * (case.sign if case.counts > 0 else -case.sign)
    found = replace(case.plain, way="sum", scale="schedule", value=total, expected=case.counts * due, done=done)
    return replace(found, due=due, lead=lead, met=case.met(total))


def _growth(case: _Case) -> Due | None:
    """Growth of the year so far, or the average of the years so far, against the goal itself."""
    if not case.goal.spans_years:
        return case.plain
    by_year = _by_year(case)
    if by_year is None or min(by_year.values()) <= -100:
        return None
    mean = (math.prod(1 + rate / 100 for rate in by_year.values()) ** (1 / len(by_year)) - 1) * 100
    lead = case.sign * (mean - case.counts)
    return replace(case.plain, way="average", value=mean, due=_over(case), lead=lead, met=case.met(mean))
