"""Outlook (展望): will a goal be reached, how surely, and what is still needed for it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planledger.planning.course import Course, Goal, Observation, edges_of, sign_of
from planledger.planning.forecasting.forecast import Forecast, NoForecast, forecast, mean_ahead
from planledger.planning.forecasting.outcome import Average, Outcome, Together, chance_of
from planledger.planning.forecasting.phrases import Said, outlook_words
from planledger.planning.forecasting.prior import Prior, learn_prior
from planledger.planning.forecasting.scales import Scale, scale_of
from planledger.planning.forecasting.settings import Settings, load_settings
from planledger.planning.forecasting.underway import Nature, Sofar, so_far, year_end
from planledger.planning.rules import load_rules
from planledger.planning.schedule import due_by

_USUAL_YEARS = 5


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where an indicator is heading (展望).

    Attributes:
        goal: What was asked of it.
        why: Why nothing is foretold, a ``Refusal``, ``no_number``, ``incomplete``, ``ended`` or ``unreported``;
            empty otherwise.
        outcome: Distribution of what the goal is judged by.
        probability: Of reaching the goal.
        needed: What each year left must bring: growth in % (amounts), points (shares, levels), an average (growth) or
            an amount (several years together); None when it has no sense.
        usual: The same of the years behind.
        path: Forecast of each year up to the goal's.
        history: The annual figures that it rests on.
        notes: What to mind, as codes: ``few``, ``alone``, ``unfit_regions``, ``far``, ``jumps``, ``even_months``,
            ``small_prior``.
        reason: In English.
        reason_zh: In Chinese.
    """

    goal: Goal
    why: str = ""
    outcome: Outcome | None = None
    probability: float | None = None
    needed: float | None = None
    usual: float | None = None
    path: tuple[Forecast, ...] = ()
    history: Mapping[int, float] | None = None
    notes: tuple[str, ...] = ()
    reason: str = ""
    reason_zh: str = ""

    def interval(self, share: float) -> tuple[float, float] | None:
        """The interval in which the outcome lies with probability ``share``; None without an outcome."""
        if self.outcome is None:
            return None
        return self.outcome.quantile((1 - share) / 2), self.outcome.quantile((1 + share) / 2)


def look_ahead(
    course: Course,
    goal: Goal,
    observations: Sequence[Observation],
    *,
    others: Sequence[Mapping[int, float]] = (),
    settings: Settings | None = None,
) -> Outlook:
    """The outlook for ``goal``.

    Args:
        course: The indicator.
        goal: One of its goals.
        observations: Its figures in any order; months of flows and growth count from the year's beginning.
        others: The same indicator's annual figures in similar regions, by year; figures behind the last year known of
            the indicator itself are not used.
        settings: Constants other than the published ones.
    """
    chosen = settings or load_settings()
    if edges_of(goal) is None:
        return _worded(course, Outlook(goal, "no_number"), None)
    series = _Series(course, goal, observations, others, chosen)
    try:
        found = series.outlook()
    except NoForecast as refused:
        found = Outlook(goal, refused.why, history=series.annual)
    return _worded(course, found, series)


class _Series:
    """An indicator's figures of one measure, as far as they are known."""

    def __init__(
        self,
        course: Course,
        goal: Goal,
        observations: Sequence[Observation],
        others: Sequence[Mapping[int, float]],
        settings: Settings,
    ) -> None:
        self.course, self.goal, self.settings, self.others = course, goal, settings, others
        self.seen = [one for one in observations if one.measure == goal.measure]
        self.annual = _annual(course, goal, self.seen)
        values = list(self.annual.values())
        unit = course.unit if course.kind != "index" else ""
        self.scale: Scale = "plain" if course.kind == "index" else scale_of(values, unit=unit, measure=goal.measure)
        self.last = max(self.annual, default=0)
        self.running = so_far(self.seen, after=self.last) if self.annual else None
        self.months_known = -1
        self.months_used = True
        self.prior = self._prior(self.last)

    def _prior(self, until: int) -> Prior | None:
        return learn_prior(self.others, scale=self.scale, until=until, settings=self.settings) if self.others else None

    def year(self, year: int) -> Forecast:
        """The distribution of one year's figure."""
        if self.running is None or self.running.year != self.last + 1:
            return forecast(self.annual, year, scale=self.scale, prior=self.prior, settings=self.settings)
        current = self._current(self.running)
        if year == self.running.year:
            return current
        middle = {**self.annual, self.running.year: current.quantile(0.5)}
        later = forecast(middle, year, scale=self.scale, prior=self._prior(self.running.year), settings=self.settings)
        doubt = max(part.variance for part in current.on_scale.parts)
        if self.scale == "plain":
            doubt *= (current.unit_size / later.unit_size) ** 2
        if self.scale == "growth":  # of a level all of it stays, of a rate what lasts
            doubt *= self.settings.alone["growth"].persistence ** (2 * (year - self.running.year))
        return replace(
            later,
            last=self.last,
            value=self.annual[self.last],
            points=current.points,
            on_scale=later.on_scale.widened(doubt),
        )

    def _current(self, running: Sofar) -> Forecast:
        found = forecast(self.annual, running.year, scale=self.scale, prior=self.prior, settings=self.settings)
        size = found.unit_size
        scaled = {year: value / size for year, value in self.annual.items()} if self.scale == "plain" else self.annual
        at = running._replace(value=running.value / size) if self.scale == "plain" else running
        ended, self.months_known = year_end(
            found.on_scale,
            at,
            scaled,
            Nature(self.scale, self.course.kind == "flow"),
            self.settings.within,
            load_rules().profile,
        )
        self.months_used = ended is not found.on_scale
        return replace(found, on_scale=ended)

    @property
    def used(self) -> tuple[int, ...]:
        """Years of the annual figures that the forecast rests on."""
        return tuple(year for year in self.annual if year > self.last - self.settings.window)

    @property
    def gap(self) -> bool:
        """Whether the figures of a year that is not over stand behind a year without one."""
        return self.running is None

    @property
    def unused(self) -> tuple[str, ...]:
        """Periods since the last whole year, up to the goal's, whose figures say nothing here."""
        until = self.last if self.gap or not self.months_used else self.last + 1
        years = range(until + 1, self.goal.year + 1)
        later = [one.when for one in self.seen if one.when.year in years and not one.when.whole_year]
        return tuple(str(when) for when in sorted(later, key=lambda when: (when.through, when.months)))

    def outlook(self) -> Outlook:
        """The outlook in numbers."""
        goal = self.goal
        if self.annual and self.last >= goal.year:
            return self._ended()
        path = tuple(self.year(year) for year in range(self.last + 1, goal.year + 1)) if self.annual else ()
        if not path:
            raise NoForecast("no_history")
        outcome = self._outcome(path)
        if outcome is None:
            return Outlook(goal, "incomplete", history=self.annual, path=path)
        needed, usual = self._needed()
        return Outlook(
            goal=goal,
            outcome=outcome,
            probability=chance_of(outcome, self.course, goal, load_rules().about),
            needed=needed,
            usual=usual,
            path=path,
            history=self.annual,
            notes=self._notes(path[-1]),
        )

    def _ended(self) -> Outlook:
        whole = sorted(
            (one for one in self.seen if one.when.whole_year and one.when.year <= self.goal.year),
            key=lambda one: (one.when.through, one.when.months),
        )
        rules = load_rules()
        due = due_by(self.course, self.goal, whole, latitude=rules.about, profile=rules.profile) if whole else None
        reached = None if due is None or not due.ended else float(due.met)
        why = "unreported" if reached is None else "ended"
        return Outlook(self.goal, why, probability=reached, history=self.annual)

    def _known(self) -> list[float] | None:
        """Figures of the goal's years so far; None when one is missing."""
        first = self.goal.first_year or self.goal.year
        years = range(first, self.last + 1)
        return [self.annual[year] for year in years] if all(year in self.annual for year in years) else None

    def _outcome(self, path: tuple[Forecast, ...]) -> Outcome | None:
        goal = self.goal
        if not goal.spans_years:
            return path[-1]
        known = self._known()
        if known is None:
            return None
        ahead = [one for one in path if one.year >= (goal.first_year or goal.year)]
        if goal.measure == "level":
            return Together(math.fsum(known), tuple(ahead))
        years, history, prior = len(ahead), self.annual, self.prior
        # The year under way, and what lies between the last figure and the goal's first year, count as their middle.
        passed = [one for one in path if one not in ahead or (self.running is not None and one is path[0])]
        if passed:
            middles = {one.year: one.quantile(0.5) for one in passed}
            history, prior = {**history, **middles}, self._prior(passed[-1].year)
            under_way = [middles[one.year] for one in passed if one in ahead]
            known, years = [*known, *under_way], years - len(under_way)
        if not years:
            return Average.of(known[:-1], path[0].on_scale, 1)
        return Average.of(known, mean_ahead(history, years, prior=prior, settings=self.settings), years)

    def _needed(self) -> tuple[float | None, float | None]:
        """What each year left must bring, and what the last ones brought."""
        goal, left, last = self.goal, self.goal.year - self.last, self.annual[self.last]
        low, high = edges_of(goal) or (0.0, 0.0)
        wanted = high if sign_of(goal, self.course.direction) < 0 else low
        before = [year for year in self.annual if self.last - _USUAL_YEARS <= year < self.last]
        start = min(before, default=None)
        if goal.spans_years:
            known = self._known() or []
            whole = goal.year - (goal.first_year or goal.year) + 1
            recent = [self.annual[year] for year in (*before, self.last)]
            total = wanted * (whole if goal.measure == "growth" else 1) - math.fsum(known)
            return total / (whole - len(known)), math.fsum(recent) / len(recent)
        if goal.measure == "growth":
            return None, None
        if self.scale == "amount":
            usual = None if start is None else _rate(self.annual[start], last, self.last - start)
            return (_rate(last, wanted, left) if wanted > 0 else None), usual
        usual = None if start is None else (last - self.annual[start]) / (self.last - start)
        return (wanted - last) / left, usual

    def _notes(self, end: Forecast) -> tuple[str, ...]:
        found = {
            "few": len(self.annual) < self.settings.enough,
            "alone": not end.regions and not self.others,
            "unfit_regions": not end.regions and bool(self.others),
            "small_prior": 0 < end.regions < 10,
            "far": end.years > self.settings.tested_years,
            "jumps": bool(end.jumps),
            "even_months": self.months_known == 0 and self.scale == "amount" and self.course.kind == "flow",
        }
        return tuple(code for code, holds in found.items() if holds)


def _rate(start: float, end: float, years: int) -> float:
    return (math.pow(end / start, 1 / years) - 1) * 100


def _annual(course: Course, goal: Goal, seen: Sequence[Observation]) -> dict[int, float]:
    """Figures of whole years, with the plan's base where nothing was reported for its year."""
    found: dict[int, float] = {}
    if goal.measure == "level" and course.base_year is not None and course.base_value is not None:
        found[course.base_year] = course.base_value
    # A year's own figure goes before that of its last month, which says the same.
    for one in sorted(seen, key=lambda one: one.when.months):
        if one.when.whole_year:
            found[one.when.year] = one.value
    return {year: found[year] for year in sorted(found)}


def _worded(course: Course, found: Outlook, series: _Series | None) -> Outlook:
    edges = edges_of(found.goal) or (0.0, 0.0)
    end = found.path[-1] if found.path else None
    english, chinese = outlook_words(
        Said(
            goal=found.goal,
            unit="%" if found.goal.measure == "growth" else course.unit,
            scale=series.scale if series else "plain",
            why=found.why,
            middle=found.outcome.quantile(0.5) if found.outcome else None,
            likely=found.interval(0.8),
            nearly_sure=found.interval(0.95),
            edges=edges,
            sign=sign_of(found.goal, course.direction),
            probability=found.probability,
            needed=found.needed,
            usual=found.usual,
            years=series.used if series else (),
            regions=end.regions if end else 0,
            jumps=end.jumps if end else (),
            notes=found.notes,
            unused=series.unused if series else (),
            gap=series.gap if series else False,
        )
    )
    return replace(found, reason=english, reason_zh=chinese)
