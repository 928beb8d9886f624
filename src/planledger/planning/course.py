"""What an indicator of a plan is to do, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from planledger.planning.periods import Period, find_period

Direction = Literal["more", "less", "neutral"]
Kind = Literal["stock", "flow", "rate", "index"]
Bound = Literal["exact", "about", "at_least", "at_most", "range"]
Measure = Literal["level", "growth"]


@dataclass(frozen=True, slots=True)
class Goal:
    """A target as numbers (目标).

    Attributes:
        year: By or in which it shall be reached.
        low: Lower bound, None when open; equal to ``high`` for one value.
        high: Upper bound, None when open.
        bound: How exact it is meant: ``about`` 左右, ``at_least`` 以上, ``at_most`` 以内.
        first_year: First of the years over which it sums (level) or averages (growth); None for one year.
        measure: ``level`` or ``growth``.
        striving: 力争: wished for rather than promised.
        annual: Whether it is the target of a year rather than of the plan's end.
    """

    year: int
    low: float | None
    high: float | None
    bound: Bound = "at_least"
    first_year: int | None = None
    measure: Measure = "level"
    striving: bool = False
    annual: bool = False

    @property
    def spans_years(self) -> bool:
        """Whether it is of several years together."""
        return self.first_year is not None and self.first_year < self.year


@dataclass(frozen=True, slots=True)
class Observation:
    """A value of a period; of flows and growth, since the year's beginning (累计)."""

    period: str
    value: float
    measure: Measure = "level"

    @property
    def when(self) -> Period:
        """The period as months."""
        found = find_period(self.period)
        if found is None:
            raise ValueError(self.period)
        return found


@dataclass(frozen=True, slots=True)
class Course:
    """An indicator in a plan with what the plan says of it.

    Attributes:
        goals: Its targets that are numbers.
        direction: Which way is better; a goal's 以上 or 以内 goes before it.
        kind: Whether values are of a time (``stock``), of a stretch (``flow``), or rates.
        binding: 约束性 rather than 预期性.
        frequency: How often figures are due.
        base_year: Year from which the plan counts, None when unknown.
        base_value: Value of that year.
        measure: What its targets are of, where there are some of both.
        unit: Of its values, for the words.
    """

    goals: tuple[Goal, ...]
    direction: Direction = "more"
    kind: Kind = "flow"
    binding: bool = False
    frequency: str = "year"
    base_year: int | None = None
    base_value: float | None = None
    measure: Measure = "level"
    unit: str = ""

    def goal_for(self, year: int, measure: str) -> Goal | None:
        """The goal by which a value of ``year`` is judged: the year's own, else the next one of the plan."""
        fitting = [goal for goal in self.goals if goal.measure == measure and goal.year >= year]
        own = [goal for goal in fitting if goal.annual and goal.year == year]
        plan = sorted((goal for goal in fitting if not goal.annual), key=lambda goal: goal.year)
        return next(iter(own + plan), None)


def sign_of(goal: Goal, direction: str) -> int:
    """1 where more is better for ``goal``, -1 where less is, 0 where both sides are wrong.

    >>> sign_of(Goal(2025, None, 3.0, "at_most"), "more")
    -1
    """
    if goal.bound == "at_least":
        return 1
    if goal.bound == "at_most":
        return -1
    return {"more": 1, "less": -1}.get(direction, 0)


def edges_of(goal: Goal) -> tuple[float, float] | None:
    """The lowest and the highest value that the goal names; None when it names none.

    >>> edges_of(Goal(2025, 6.0, None))
    (6.0, 6.0)
    """
    named = [value for value in (goal.low, goal.high) if value is not None]
    return (min(named), max(named)) if named else None
