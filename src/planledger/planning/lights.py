"""Lights (红黄绿灯): where an indicator stands, by the published rules, with the numbers and the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any, Literal

from planledger.planning.course import Course, Goal, Observation, edges_of
from planledger.planning.periods import periods_since
from planledger.planning.reasons import Fact, reason_of
from planledger.planning.rules import Rules, load_rules
from planledger.planning.schedule import Due, due_by

Light = Literal["green", "amber", "red", "grey"]
RULES = (
    "on_schedule", "behind", "late", "end_met", "end_near", "end_missed", "slipping", "report_due", "not_reported",
    "no_figure", "not_due", "no_number", "incomplete", "caught_up", "doubtful", "unlikely",
)  # fmt: skip
_MARGIN = 1e-9


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a lapse (曾滞后), which never washes off.

    Attributes:
        first: First day on which it was late; None when it never was.
        year: Year of the last figure that was late; in that year no later figure brings it back to green.
    """

    first: dt.date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The light of an indicator.

    Attributes:
        light: ``green`` 达标, ``amber`` 预警, ``red`` 滞后, ``grey`` 未报告.
        rule: Which rule decided, one of ``RULES``.
        period: Of the figure that was judged; empty without one.
        value: That figure.
        measure: Of the figure and the goal.
        goal: The goal that it was held against.
        due: Where it should stand, where that could be said.
        green: How far behind is still green, in the scale of ``due``.
        amber: How far is still amber.
        missed: Periods that should have been reported since.
        probability: Of reaching the goal, where a forecast gave one.
        mark: The mark of a lapse, after this judgement.
        reason: In English.
        reason_zh: In Chinese.
    """

    light: Light
    rule: str
    period: str = ""
    value: float | None = None
    measure: str = "level"
    goal: Goal | None = None
    due: Due | None = None
    green: float = 0.0
    amber: float = 0.0
    missed: int = 0
    probability: float | None = None
    mark: Mark = Mark()
    reason: str = ""
    reason_zh: str = ""

    @property
    def numbers(self) -> dict[str, Any]:
        """Everything that the rule was given, as plain values."""
        said: dict[str, Any] = {"period": self.period, "value": self.value, "measure": self.measure}
        said |= {"missed": self.missed, "green": self.green, "amber": self.amber}
        if self.probability is not None:
            said["probability"] = self.probability
        if self.goal:
            said |= {"goal_year": self.goal.year, "goal_first_year": self.goal.first_year, "bound": self.goal.bound}
            said |= {"low": self.goal.low, "high": self.goal.high, "annual": self.goal.annual}
        return said | ({"due": asdict(self.due)} if self.due else {})


def judge(
    course: Course,
    observations: Sequence[Observation],
    *,
    as_of: dt.date,
    mark: Mark | None = None,
    probability: float | None = None,
) -> Judgement:
    """The light of ``course`` on a day.

    Args:
        course: The indicator with its goals.
        observations: Its figures, one a period.
        as_of: The day; later figures do not count.
        mark: What is known of earlier lapses.
        probability: Of reaching the goal that the last figure is held against (``forecasting.look_ahead``); it can make
            a light worse and never better.
    """
    rules, mark = load_rules(), mark or Mark()
    seen = _judged(course, observations, as_of)
    if not any(edges_of(goal) for goal in course.goals):
        return _worded(course, Judgement("grey", "no_number", mark=mark), seen)
    if not seen:
        return _worded(course, Judgement("grey", "no_figure", mark=mark), seen)
    last = seen[-1]
    goal = course.goal_for(last.when.year, last.measure)
    if goal is None:
        return _worded(course, Judgement("grey", "not_due", last.period, last.value, last.measure, mark=mark), seen)
    due = due_by(course, goal, seen, latitude=rules.about, profile=rules.profile)
    missed = _missed(course, last, as_of, rules)
    found = Judgement("grey", "incomplete", last.period, last.value, last.measure, goal, due, missed=missed, mark=mark)
    if due is not None:
        binding = course.binding and not goal.striving
        band = rules.band(binding=binding, scale=due.scale)
        light, rule = _by_schedule(due, rules, binding=binding)
        found = replace(found, light=light, rule=rule, green=band.green, amber=band.amber)
        found = _by_trend(found, course, seen, rules)
        found = _by_probability(found, probability, rules, binding=binding)
        found = _by_freshness(found, rules)
        found = _by_mark(found, as_of, last.when.year)
    return _worded(course, found, seen)


def _judged(course: Course, observations: Sequence[Observation], as_of: dt.date) -> list[Observation]:
    """The figures that count, by time: of one measure, within the plan or just before, and not of the future."""
    measures = {goal.measure for goal in course.goals if edges_of(goal)}
    first, last = course.base_year, max((goal.year for goal in course.goals), default=0)
    counted = [one for one in observations if one.when.through <= as_of and one.when.year <= last]
    for measure in sorted(measures, key=lambda name: name != course.measure):
        of_it = [one for one in counted if one.measure == measure]
        if of_it and (first is None or max(one.when.year for one in of_it) > first):
            # A year stands behind its last month, which ends on the same day.
            return sorted(of_it, key=lambda one: (one.when.through, one.when.months))
    return []


def _missed(course: Course, last: Observation, as_of: dt.date, rules: Rules) -> int:
    grace = rules.grace_days[course.frequency]
    end = dt.date(max(goal.year for goal in course.goals), 12, 31) + dt.timedelta(days=grace)
    return periods_since(last.when.through, min(as_of, end), frequency=course.frequency, grace_days=grace)


def _by_schedule(due: Due, rules: Rules, *, binding: bool) -> tuple[Light, str]:
    if due.ended:
        if due.met:
            return "green", "end_met"
        near = rules.near(binding=binding, scale=due.scale)
        return ("amber", "end_near") if near and due.lead >= -near - _MARGIN else ("red", "end_missed")
    band = rules.band(binding=binding, scale=due.scale)
    if due.lead >= -band.green - _MARGIN:
        return "green", "on_schedule"
    return ("amber", "behind") if due.lead >= -band.amber - _MARGIN else ("red", "late")


def _by_trend(found: Judgement, course: Course, seen: Sequence[Observation], rules: Rules) -> Judgement:
    """Amber where the lead melts away and, going on, is gone by the next figure."""
    due, goal = found.due, found.goal
    if found.light != "green" or due is None or goal is None or due.ended or len(seen) <= rules.falls:
        return found
    leads = []
    for end in range(len(seen) - rules.falls, len(seen) + 1):
        if course.goal_for(seen[end - 1].when.year, found.measure) != goal:
            return found
        earlier = due_by(course, goal, seen[:end], latitude=rules.about, profile=rules.profile)
        if earlier is None or earlier.scale != due.scale:
            return found
        leads.append(earlier.lead)
    falls = all(after < before - _MARGIN for before, after in pairwise(leads))
    return replace(found, light="amber", rule="slipping") if falls and 2 * leads[-1] < leads[-2] else found


def _by_probability(found: Judgement, probability: float | None, rules: Rules, *, binding: bool) -> Judgement:
    """A light that the forecast does not bear out turns worse; one whose time is over is judged by what was reached."""
    if probability is None or found.due is None or found.due.ended:
        return found
    chance = rules.chance(binding=binding)
    found = replace(found, probability=probability)
    if probability < chance.red and found.light in {"green", "amber"}:
        return replace(found, light="red", rule="unlikely")
    if probability < chance.amber and found.light == "green":
        return replace(found, light="amber", rule="doubtful")
    return found


def _by_freshness(found: Judgement, rules: Rules) -> Judgement:
    """Silence takes a good light away, and never a bad one."""
    if found.missed >= rules.grey_after and found.light != "red":
        return replace(found, light="grey", rule="not_reported")
    if found.missed >= rules.amber_after and found.light == "green":
        return replace(found, light="amber", rule="report_due")
    return found


def _by_mark(found: Judgement, as_of: dt.date, year: int) -> Judgement:
    if found.light == "red":
        return replace(found, mark=Mark(found.mark.first or as_of, year))
    if found.light == "green" and found.mark.year is not None and year <= found.mark.year:
        return replace(found, light="amber", rule="caught_up")
    return found


def _worded(course: Course, found: Judgement, seen: Sequence[Observation]) -> Judgement:
    fact = Fact(found.rule, course, found.goal, found.due, seen[-1] if seen else None, found.missed, found.probability)
    english, chinese = reason_of(fact)
    return replace(found, reason=english, reason_zh=chinese)
