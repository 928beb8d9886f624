"""Where indicators are heading: the forecast that lights take into account and pages show."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from planledger.planning import Observation
from planledger.planning.forecasting import Outlook, look_ahead
from planweb.monitoring.courses import Tracked

SHARE = 0.8
"""Probability with which a value lies in the interval that pages show."""


class Foretold(NamedTuple):
    """What is expected of one year: an interval, and the value in its middle."""

    year: int
    low: float
    middle: float
    high: float


def outlook_of(tracked: Tracked, *, as_of: date) -> Outlook | None:
    """The outlook for the goal that the last figure is held against, or for the next one once that is over.

    None without figures or without a goal for them.
    """
    course = tracked.course
    seen = [one for one in tracked.history if one.when.through <= as_of]
    last = _last(seen, course.measure)
    goal = course.goal_for(last.when.year, last.measure) if last else None
    if last is None or goal is None:
        return None
    found = look_ahead(course, goal, seen)
    after = course.goal_for(goal.year + 1, last.measure)
    return look_ahead(course, after, seen) if found.why in {"ended", "unreported"} and after else found


def years_of(outlook: Outlook | None) -> list[Foretold]:
    """What is expected of each year up to the goal's, nothing where nothing is foretold."""
    if outlook is None or outlook.why:
        return []
    low, high = (1 - SHARE) / 2, (1 + SHARE) / 2
    return [Foretold(one.year, one.quantile(low), one.quantile(0.5), one.quantile(high)) for one in outlook.path]


def _last(seen: list[Observation], measure: str) -> Observation | None:
    """The last figure of a measure; of any, where there is none of it."""
    of_it = [one for one in seen if one.measure == measure] or seen
    return max(of_it, key=lambda one: (one.when.through, one.when.months), default=None)
