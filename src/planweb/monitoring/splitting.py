"""The target of a plan split over its years and the regions below (年度分解, 分解到地区)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from planledger.errors import MissingSolver
from planledger.pipeline.decomposing_forms import decimals, exact
from planledger.planning import find_period
from planledger.planning.rules import load_rules
from planweb.accounts.models import Region
from planweb.layout.wording import in_english
from planweb.monitoring.courses import CURRENT, Seen, Tracked, in_unit_of, track
from planweb.monitoring.models import Figure
from planweb.registry.models import PlanIndicator, Target

if TYPE_CHECKING:
    from planledger.planning.decomposing import Decomposed, Task

MOST_DIGITS = 4
SECONDS = 5.0  # for one program; a page is not kept waiting
_MEANS = ("rate", "index")


@dataclass(frozen=True, slots=True)
class Choices:
    """How a planner wants it split.

    Attributes:
        path: Shape of the way through the years.
        rule: By which regions share; empty to leave them out.
        digits: Decimals, None for as many as the numbers have.
        least: Least growth of a year in per cent, None when open.
        most: Most growth of a year in per cent, None when open.
        weights: By code of region.
    """

    path: str = "even_growth"
    rule: str = ""
    digits: int | None = None
    least: float | None = None
    most: float | None = None
    weights: Mapping[str, float] = field(default_factory=dict)


class Suggested(NamedTuple):
    """A value for a year, of the whole or of a region; ``target`` is None for what was reached."""

    value: float
    target: Target | None
    before: Target | None


class YearOf(NamedTuple):
    """One year of the split."""

    year: int
    whole: Suggested
    parts: list[Suggested | None]


@dataclass(slots=True)
class Split:
    """What came of it: years with the regions in their order, or in ``problems`` why there are none."""

    regions: list[Region] = field(default_factory=list)
    years: list[YearOf] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def targets(self) -> list[Target]:
        """What would be saved, not saved yet."""
        suggested = (one for year in self.years for one in (year.whole, *year.parts) if one is not None)
        return [one.target for one in suggested if one.target is not None]

    @property
    def digest(self) -> str:
        """Tells whether what is saved is what was shown."""
        said = [(one.kind, one.year, one.region_id, one.low, one.high) for one in self.targets]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def regions_below(row: PlanIndicator) -> list[Region]:
    """The regions right below that of the plan."""
    return list(row.plan.region.children.order_by("code"))


def bases_below(row: PlanIndicator, regions: Iterable[Region], year: int) -> dict[str, float]:
    """What those regions had of the indicator in ``year``, in the unit of the plan."""
    found = Figure.objects.filter(
        indicator=row.indicator_id, region__in=list(regions), body=None, state__in=CURRENT, period=str(year)
    ).filter(measure=Figure.Measure.LEVEL)
    fields = ("pk", "indicator_id", "region_id", "period", "measure", "value", "unit", "kind")
    seen = [Seen(*values) for values in found.order_by("pk").values_list(*fields)]
    return {one.region: value for one in seen if (value := in_unit_of(row, one)) is not None}


def split(row: PlanIndicator, chosen: Choices, *, today: date) -> Split:
    """The target of ``row`` for the end of its plan, split over the years that are left, and over regions by a rule."""
    [tracked] = track([row.pk])
    regions = regions_below(row) if chosen.rule else []
    found = Split(regions)
    goal = _goal_of(tracked)
    if goal is None:
        found.problems.append(_("没有可以分解的目标：请先添加规划期末的目标值，或规划期的累计值、年均增速。"))
        return found
    task = _task(tracked, goal, chosen, regions, today)
    from planledger.planning.decomposing import conflict_words, decompose  # numpy and HiGHS take half a second

    try:
        decomposed = decompose(task, seconds=SECONDS)
    except MissingSolver as error:  # an extra that may not be installed; most splits need none
        found.problems.append(str(error) if in_english() else error.message_zh)
        return found
    found.problems += [one.message if in_english() else one.message_zh for one in decomposed.refusals]
    found.problems += [conflict_words(one)[in_english()] for one in decomposed.conflicts]
    found.years += _years_of(row, goal, decomposed, regions)
    return found


def _goal_of(tracked: Tracked) -> Target | None:
    """What is split: a number for the plan's end, of a level or amount before a growth."""
    row = tracked.row
    ends = [one for one in tracked.targets if one.kind == Target.Kind.FIVE_YEAR and one.value is not None]
    if row.measure != PlanIndicator.Measure.LEVEL:
        return None
    return min(ends, key=lambda one: (one.measure != "level", one.striving, -one.year), default=None)


def _task(tracked: Tracked, goal: Target, chosen: Choices, regions: list[Region], today: date) -> Task:
    from planledger.planning.decomposing import Aim, Part, Reached, Task

    row = tracked.row
    base_year = row.plan.first_year - 1
    base = _base_of(tracked, base_year)
    own = bases_below(row, regions, base_year) if regions else {}
    cumulative = goal.measure == "level" and goal.first_year is not None and goal.first_year < goal.year
    growth = goal.measure == "growth"
    said: list[Any] = [base, *(() if growth else (goal.low, goal.high))]
    digits = chosen.digits if chosen.digits is not None else min(MOST_DIGITS, max(map(decimals, said)))
    mean = row.indicator.kind in _MEANS
    about = load_rules().about
    aim = Aim(
        name=row.name,
        base_year=base_year,
        end_year=goal.year,
        low=exact(goal.value) or Fraction(0),
        high=exact(goal.high) if goal.bound == "range" else None,
        base=exact(base),
        digits=digits,
        measure="growth" if growth else "cumulative" if cumulative else "level",
        bound=goal.bound,  # type: ignore[arg-type]  # the same words
        direction=row.direction,  # type: ignore[arg-type]
        binding=row.attribute == PlanIndicator.Attribute.BINDING,
        combining="mean" if mean else "sum",
        path=chosen.path,  # type: ignore[arg-type]
        rule=chosen.rule or "weights",  # type: ignore[arg-type]
        max_growth=exact(chosen.most),
        min_growth=exact(chosen.least),
        latitude=exact(about.points if mean or growth else about.relative) or Fraction(0),
        unit=row.unit,
    )
    parts = [
        Part(row.name, region.name, weight=exact(chosen.weights.get(region.code)), base=exact(own.get(region.code)))
        for region in regions
    ]
    reached = [
        Reached(row.name, year, exact(round(value, digits)) or Fraction(0))
        for year, value in sorted(_reached(tracked, today).items())
        if base_year < year < goal.year
    ]
    return Task((aim,), reached=tuple(reached), parts=tuple(parts))


def _base_of(tracked: Tracked, year: int) -> float | None:
    row = tracked.row
    if row.base_value is not None and row.base_year == year:
        return row.base_value
    seen = (one.value for one in tracked.history if one.period == str(year) and one.measure == "level")
    return next(seen, None)


def _reached(tracked: Tracked, today: date) -> dict[int, float]:
    """What the years of the plan that are over came to, from its first on without a gap."""
    levels = {
        when.year: one.value
        for one in tracked.observations
        if one.measure == "level" and (when := find_period(one.period)) and when.whole_year and when.through < today
    }
    found: dict[int, float] = {}
    for year in range(tracked.row.plan.first_year, tracked.row.plan.last_year + 1):
        if year not in levels:
            break
        found[year] = levels[year]
    return found


def _years_of(row: PlanIndicator, goal: Target, decomposed: Decomposed, regions: list[Region]) -> Iterator[YearOf]:
    whole, shares = {}, {}
    for target in row.targets.all():
        if target.kind == Target.Kind.ANNUAL and target.measure == "level":
            whole[target.year] = target
        elif target.kind == Target.Kind.SHARE and target.measure == "level" and target.first_year is None:
            shares[target.year, target.region_id] = target
    # A level at the plan's end is the target itself, where no target of that year stands beside it.
    own = goal.measure == "level" and goal.first_year in (None, goal.year) and goal.year not in whole
    last = goal.year if own else None
    parts = {(one.year, one.part): one for one in decomposed.parts}
    for one in decomposed.years:
        fixed = one.reached or one.year == last
        suggested = None if fixed else _target(row, goal, float(one.value), one.year, None)
        below: list[Suggested | None] = []
        for region in regions:
            part = parts.get((one.year, region.name))
            before = shares.get((one.year, region.code))
            made = None if part is None or part.reached else _target(row, goal, float(part.value), one.year, region)
            below.append(Suggested(float(part.value), made, before) if part is not None else None)
        yield YearOf(one.year, Suggested(float(one.value), suggested, whole.get(one.year)), below)


def _target(row: PlanIndicator, goal: Target, value: float, year: int, region: Region | None) -> Target:
    """A target of the same kind of bound as the plan's."""
    bound = goal.bound if goal.bound != "range" else "about"
    low, high = (None if bound == "at_most" else value), (None if bound == "at_least" else value)
    kind = Target.Kind.SHARE if region is not None else Target.Kind.ANNUAL
    return Target(
        of=row, kind=kind, year=year, region=region, measure="level", low=low, high=high, bound=bound,
        striving=goal.striving, note=_("由规划期目标分解"),
    )  # fmt: skip
