"""What a goal is judged by at its end: a year's figure, several years together, or their average."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from planledger.planning.course import Course, Goal, edges_of, sign_of
from planledger.planning.forecasting.forecast import Forecast
from planledger.planning.forecasting.mixture import Mixture
from planledger.planning.schedule import Latitude

_HALVINGS = 50
_EDGE = 1e-6


class Outcome(Protocol):
    """A distribution of what a goal is judged by."""

    def quantile(self, probability: float) -> float:
        """The value below which ``probability`` lies."""
        ...

    def below(self, value: float) -> float:
        """Probability of a value at or below ``value``."""
        ...

    def reaching(self, value: float) -> float:
        """Probability of a value at or above ``value``."""
        ...


@dataclass(frozen=True, slots=True)
class Together:
    """Several years together (累计): what is known and the years to come.

    Good and bad years come in a row, since what is lost in one is missing in the next. So the quantiles of the years
    are added as if they moved as one; that is rather too wide than too narrow.
    """

    known: float
    years: tuple[Forecast, ...]

    def quantile(self, probability: float) -> float:
        """The sum below which ``probability`` lies."""
        return self.known + math.fsum(year.quantile(probability) for year in self.years)

    def below(self, value: float) -> float:
        """Probability of a sum at or below ``value``."""
        low, high = _EDGE, 1 - _EDGE
        if self.quantile(low) >= value:
            return 0.0
        if self.quantile(high) <= value:
            return 1.0
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if self.quantile(middle) < value else (low, middle)
            if high - low < _EDGE:
                break
        return (low + high) / 2

    def reaching(self, value: float) -> float:
        """Probability of a sum at or above ``value``."""
        return 1 - self.below(value)


@dataclass(frozen=True, slots=True)
class Average:
    """The average of yearly growth (年均): of the years known and those to come."""

    mixture: Mixture

    @classmethod
    def of(cls, known: Sequence[float], rest: Mixture, years: int) -> Average:
        """The average of ``known`` years and ``years`` more whose average is distributed as ``rest``."""
        whole = len(known) + years
        parts = tuple(
            part._replace(
                mean=(math.fsum(known) + years * part.mean) / whole, variance=part.variance * (years / whole) ** 2
            )
            for part in rest.parts
        )
        return cls(replace(rest, parts=parts))

    def quantile(self, probability: float) -> float:
        """The average below which ``probability`` lies."""
        return self.mixture.quantile(probability)

    def below(self, value: float) -> float:
        """Probability of an average at or below ``value``."""
        return self.mixture.below(value)

    def reaching(self, value: float) -> float:
        """Probability of an average at or above ``value``."""
        return 1 - self.below(value)


def chance_of(outcome: Outcome, course: Course, goal: Goal, about: Latitude) -> float | None:
    """Probability that ``outcome`` fulfils ``goal``; None where the goal names no number.

    以上 counts from its bound up, 以内 from it down, 左右 leaves what the lights leave it; a corridor has two ends, and
    so has one value where neither side is better.
    """
    edges = edges_of(goal)
    if edges is None:
        return None
    low, high = edges
    in_points = goal.measure == "growth" or course.kind == "rate"
    sign = sign_of(goal, course.direction)
    near = goal.bound == "about" or (goal.bound == "exact" and not sign)
    room = about.points if in_points else about.relative * max(abs(low), abs(high))
    width = room if near else 0.0
    if sign > 0:
        return outcome.reaching(low - width)
    if sign < 0:
        return outcome.below(high + width)
    return max(outcome.below(high + width) - outcome.below(low - width), 0.0)
