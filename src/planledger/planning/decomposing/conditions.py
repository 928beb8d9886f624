"""Everything that must hold, each by a name that can be said, as rows of whole numbers (约束)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import lcm

from planledger.planning.decomposing.goals import base_of, window_of
from planledger.planning.decomposing.paths import in_steps
from planledger.planning.decomposing.records import Aim, Ceiling, Limit, Part, Task
from planledger.planning.decomposing.rounding import ceiling, floor

Var = tuple[str, str, int, str]
"""``value`` of (indicator, year, part or nothing), or ``rise`` of (indicator, year): the increase, never below zero."""
Values = Mapping[Var, int]


@dataclass(frozen=True, slots=True)
class Row:
    """``low`` ≤ sum of coefficient × variable ≤ ``high``, all whole numbers."""

    terms: tuple[tuple[Var, int], ...]
    low: int | None
    high: int | None

    def holds(self, values: Values) -> bool:
        """Whether it holds for ``values``, reckoned exactly."""
        total = sum(coefficient * values[variable] for variable, coefficient in self.terms)
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that was stated and must hold.

    Attributes:
        kind: ``target``, ``reached``, ``floor``, ``ceiling``, ``max_rise``, ``max_fall``, ``max_growth``,
            ``min_growth`` or ``means``.
        aim: The indicator; of ``means`` empty.
        year: The year, None for the plan's end or all years.
        part: The part, or empty.
        resource: Of ``means``.
        value: What was stated.
        places: Cells that state it.
        rows: What it demands.
        takers: Of ``means``: the indicators that take of it.
        unit: Of the value.
        growth: Whether a target is of average annual growth.
    """

    kind: str
    aim: str
    year: int | None = None
    part: str = ""
    resource: str = ""
    value: Fraction = Fraction(0)
    places: tuple[str, ...] = ()
    rows: tuple[Row, ...] = field(default=(), compare=False)
    takers: tuple[str, ...] = ()
    unit: str = ""
    growth: bool = False

    @property
    def key(self) -> tuple[str, str, str, str, int, Fraction]:
        """What it is sorted by, so that nothing depends on the order of the input."""
        return (self.aim, self.kind, self.part, self.resource, self.year or 0, self.value)


def value_of(aim: str, year: int, part: str = "") -> Var:
    """The variable of a year's value."""
    return ("value", aim, year, part)


class Stated:
    """A task by indicator, sorted, for whoever turns it into conditions."""

    def __init__(self, task: Task) -> None:
        self.aims = {aim.name: aim for aim in sorted(task.aims, key=lambda aim: aim.name)}
        self.limits: defaultdict[str, list[Limit]] = defaultdict(list)
        self.parts: defaultdict[str, list[Part]] = defaultdict(list)
        self.reached: defaultdict[tuple[str, str], dict[int, Fraction]] = defaultdict(dict)
        self.reached_places: dict[tuple[str, str, int], str] = {}
        self.uses = tuple(sorted(task.uses, key=lambda use: (use.resource, use.aim, use.of)))
        self.ceilings: tuple[Ceiling, ...] = tuple(sorted(task.ceilings, key=lambda one: (one.resource, one.year)))
        for limit in sorted(task.limits, key=_of_limit):
            self.limits[limit.aim].append(limit)
        for part in sorted(task.parts, key=lambda part: (part.aim, part.name)):
            self.parts[part.aim].append(part)
        for one in sorted(task.reached, key=lambda one: (one.aim, one.part, one.year)):
            self.reached[one.aim, one.part][one.year] = one.value
            self.reached_places[one.aim, one.part, one.year] = one.place

    def results(self, aim: Aim, part: str = "") -> dict[int, int]:
        """What was reached, by year of the plan, in steps."""
        found = self.reached.get((aim.name, part))
        if not found:
            return {}
        return {year: int(in_steps(found[year], aim)) for year in aim.years if year in found}

    def names(self, aim: Aim) -> list[str]:
        """Its parts."""
        return [part.name for part in self.parts.get(aim.name, ())]


def _of_limit(limit: Limit) -> tuple[str, str, int, bool, Fraction, bool, Fraction]:
    low, high = limit.low, limit.high
    return (limit.aim, limit.part, limit.year or 0, low is None, low or Fraction(0), high is None, high or Fraction(0))


def conditions_of(stated: Stated, aim: Aim) -> Iterator[Condition]:
    """What the whole of ``aim`` must keep to."""
    results = stated.results(aim)
    if len(results) < len(aim.years):  # what is over is judged, not planned
        yield _target(aim)
    for year, value in results.items():
        variable = ((value_of(aim.name, year), 1),)
        place = stated.reached_places[aim.name, "", year]
        said = stated.reached[aim.name, ""][year]
        rows = (Row(variable, value, value),)
        yield Condition("reached", aim.name, year, value=said, places=_cells(place), rows=rows, unit=aim.unit)
    for limit in stated.limits.get(aim.name, ()):
        if not limit.part and not (limit.year is not None and limit.year in results):
            yield from limit_conditions(aim, limit)
    yield from _changes(aim, results)


def _cells(*places: str) -> tuple[str, ...]:
    return tuple(place for place in places if place)


def plan_terms(aim: Aim, part: str = "") -> tuple[tuple[Var, int], ...]:
    """What the plan's target is of: the end year's level, or the sum of the years."""
    years = aim.years if aim.measure == "cumulative" else [aim.end_year]
    return tuple((value_of(aim.name, year, part), 1) for year in years)


def _target(aim: Aim) -> Condition:
    window = window_of(aim)
    rows = (Row(plan_terms(aim), window.low, window.high),)
    places = _cells(aim.places.get("low", ""), aim.places.get("high", "") if aim.high is not None else "")
    unit, growth = ("%", True) if aim.measure == "growth" else (aim.unit, False)
    return Condition(
        "target", aim.name, aim.end_year, value=aim.low, places=places, rows=rows, unit=unit, growth=growth
    )


def limit_conditions(aim: Aim, limit: Limit) -> Iterator[Condition]:
    """The floor and the ceiling of ``limit``."""
    if limit.year is None:
        terms = plan_terms(aim, limit.part)
    else:
        terms = ((value_of(aim.name, limit.year, limit.part), 1),)
    for kind, said in (("floor", limit.low), ("ceiling", limit.high)):
        if said is not None:
            edge = in_steps(said, aim)
            row = Row(terms, ceiling(edge), None) if kind == "floor" else Row(terms, None, floor(edge))
            place = limit.places.get("low" if kind == "floor" else "high", "")
            yield Condition(
                kind, aim.name, limit.year, limit.part, value=said, places=_cells(place), rows=(row,), unit=aim.unit
            )


def _changes(aim: Aim, results: Mapping[int, int]) -> Iterator[Condition]:
    """How far a year may lie from the year before; not between two results, which are what they are."""
    pairs = [
        year for year in aim.years if year not in results or (year - 1 not in results and year - 1 > aim.base_year)
    ]
    for kind in ("max_rise", "max_fall", "max_growth", "min_growth"):
        said: Fraction | None = getattr(aim, kind)
        if said is None:
            continue
        relative, upper = kind.endswith("growth"), kind in {"max_rise", "max_growth"}
        factor = 1 + said / 100 if relative else Fraction(1)
        offset = Fraction(0) if relative else in_steps(-said if kind == "max_fall" else said, aim)
        rows = tuple(row for year in pairs if (row := _change(aim, year, factor, offset, upper=upper)) is not None)
        places, unit = _cells(aim.places.get(kind, "")), "%" if relative else aim.unit
        yield Condition(kind, aim.name, value=said, places=places, rows=rows, unit=unit)


def _change(aim: Aim, year: int, factor: Fraction, offset: Fraction, *, upper: bool) -> Row | None:
    """value(year) ≤ or ≥ factor × value(year before) + offset, in whole numbers."""
    unit = lcm(factor.denominator, offset.denominator)
    terms = [(value_of(aim.name, year), unit)]
    edge = offset * unit
    if year - 1 == aim.base_year:
        base = base_of(aim)
        if base is None:
            return None
        edge += factor * in_steps(base, aim) * unit
    else:
        terms.append((value_of(aim.name, year - 1), -int(factor * unit)))
    return Row(tuple(terms), None, floor(edge)) if upper else Row(tuple(terms), ceiling(edge), None)


def part_conditions(stated: Stated, aim: Aim) -> Iterator[Condition]:
    """What the parts of ``aim`` must keep to in the years that are still open."""
    results, names = stated.results(aim), set(stated.names(aim))
    open_years = [year for year in aim.years if year not in results]
    for limit in stated.limits.get(aim.name, ()):
        if limit.part not in names or not open_years or (limit.year is not None and limit.year in results):
            continue
        if limit.year is None and aim.measure == "cumulative":
            past = sum(value for year, value in stated.results(aim, limit.part).items() if year in results)
            for one in limit_conditions(aim, limit):
                yield replace(one, rows=tuple(_without(row, past, set(open_years)) for row in one.rows))
        elif limit.year is not None or aim.end_year in open_years:
            yield from limit_conditions(aim, limit)
    for name in sorted(names):
        for year, value in stated.results(aim, name).items():
            if year in open_years:
                place = stated.reached_places[aim.name, name, year]
                rows = (Row(((value_of(aim.name, year, name), 1),), value, value),)
                said = stated.reached[aim.name, name][year]
                yield Condition(
                    "reached", aim.name, year, name, value=said, places=_cells(place), rows=rows, unit=aim.unit
                )


def _without(row: Row, past: int, years: set[int]) -> Row:
    """``row`` over the open years alone, since the others have come to ``past``."""
    terms = tuple(term for term in row.terms if term[0][2] in years)
    return Row(terms, None if row.low is None else row.low - past, None if row.high is None else row.high - past)


def means_conditions(stated: Stated) -> Iterator[Condition]:
    """What the indicators together may take of money, land and other means."""
    for one in stated.ceilings:
        terms: list[tuple[Var, Fraction]] = []
        cells = [one.place]
        takers = []
        for use in stated.uses:
            aim = stated.aims.get(use.aim)
            taken = aim is not None and use.resource == one.resource and one.year in aim.years and use.amount > 0
            if aim is None or not taken or one.year in stated.results(aim):
                continue
            takers.append(aim.name)
            cells.append(use.place)
            name = "value" if use.of == "value" else "rise"
            terms.append(((name, aim.name, one.year, ""), use.amount / aim.scale))
        if terms:
            unit = lcm(*(amount.denominator for _, amount in terms))
            row = Row(tuple((variable, int(amount * unit)) for variable, amount in terms), None, floor(one.high * unit))
            yield Condition(
                "means",
                "",
                one.year,
                resource=one.resource,
                value=one.high,
                places=_cells(*cells),
                rows=(row,),
                takers=tuple(sorted(set(takers))),
            )
