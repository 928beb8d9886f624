"""Each year's whole into parts that sum to it, and each part's years into its own target (分解到县区)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from planledger.planning.decomposing.conditions import Condition, Row, Stated, Var, part_conditions, value_of
from planledger.planning.decomposing.cost import Leaving
from planledger.planning.decomposing.paths import in_steps
from planledger.planning.decomposing.program import Program
from planledger.planning.decomposing.records import Aim, Part
from planledger.planning.decomposing.rounding import Box, closed_table, shares_of
from planledger.planning.decomposing.sharing import end_weights

Table = dict[int, dict[str, int]]
"""Steps by year and part."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """A sum that is to be shared.

    Attributes:
        aim: The indicator.
        parts: Its parts, sorted.
        years: The years still open.
        wholes: The annual targets of all years, in steps.
        boxes: Least and most of a part in a year.
        totals: Least and most of a part over the open years together; of amounts only.
        starts: Where the parts stand before the first open year, in steps; None when not all are known.
        past: What each has come to in the years that are over; empty when that is not known of all.
        conditions: Of the parts.
    """

    aim: Aim
    parts: list[Part]
    years: list[int]
    wholes: Mapping[int, int]
    boxes: Mapping[tuple[int, str], Box]
    totals: Mapping[str, Box]
    starts: Mapping[str, Fraction] | None
    past: Mapping[str, int]
    conditions: Sequence[Condition]

    @property
    def names(self) -> list[str]:
        """Its parts by name."""
        return [part.name for part in self.parts]


def sharing_of(stated: Stated, aim: Aim, wholes: Mapping[int, int]) -> Sharing:
    """What is to be shared of ``aim``, given its annual targets."""
    results, parts = stated.results(aim), stated.parts[aim.name]
    conditions = tuple(part_conditions(stated, aim))
    boxes: dict[tuple[int, str], Box] = {}
    totals: dict[str, Box] = {}
    for row in (row for one in conditions for row in one.rows):
        _, _, year, name = row.terms[0][0]
        if aim.measure == "cumulative" and len(row.terms) > 1:
            totals[name] = _tighter(totals.get(name), row)
        else:
            boxes[year, name] = _tighter(boxes.get((year, name)), row)
    by_part = {part.name: stated.results(aim, part.name) for part in parts}
    known = [year for year in results if all(year in by_part[part.name] for part in parts)]
    past = {name: sum(values[year] for year in known) for name, values in by_part.items()} if known else {}
    years = [year for year in aim.years if year not in results]
    return Sharing(aim, parts, years, wholes, boxes, totals, _starts(aim, parts, by_part, known), past, conditions)


def _tighter(box: Box | None, row: Row) -> Box:
    low, high = box or (0, None)
    low = low if row.low is None else max(low, row.low)
    if row.high is not None:
        high = row.high if high is None else min(high, row.high)
    return low, high


def _starts(
    aim: Aim, parts: list[Part], by_part: Mapping[str, Mapping[int, int]], known: Sequence[int]
) -> dict[str, Fraction] | None:
    if known and aim.measure != "cumulative":
        return {part.name: Fraction(by_part[part.name][known[-1]]) for part in parts}
    if parts and all(part.base is not None for part in parts):
        return {part.name: in_steps(part.base or Fraction(0), aim) for part in parts}
    return None


def share_sum(sharing: Sharing, *, seconds: float) -> Table | None:
    """The parts of every open year; None when the limits of parts leave none for these annual targets."""
    if not sharing.years:
        return {}
    try:
        if sharing.aim.measure == "cumulative":
            return _share_amounts(sharing, seconds)
        return _share_levels(sharing)
    except ValueError:  # the boxes leave no room
        return None


def _share_amounts(sharing: Sharing, seconds: float) -> Table | None:
    """A table that closes by year and by part."""
    total = sum(sharing.wholes[year] for year in sharing.years)
    columns = _amounts_of_parts(sharing, total)
    cells = {year: [sharing.wholes[year] * columns[name] for name in sharing.names] for year in sharing.years}
    rows = {year: sharing.wholes[year] for year in sharing.years}
    table = closed_table(rows, columns, cells, max(total, 1))
    if table is None or _inside(sharing, table):
        return table
    return _by_program(sharing, table, seconds)


def _amounts_of_parts(sharing: Sharing, total: int) -> dict[str, int]:
    """What each part takes over the open years: its share of the plan less what it has come to already."""
    boxes: dict[str, Box] = {}
    for name in sharing.names if sharing.totals or sharing.boxes or sharing.past else ():
        low, high = sharing.totals.get(name, (0, None))
        own = [sharing.boxes.get((year, name), (0, None)) for year in sharing.years]
        least, most = sum(box[0] for box in own), [box[1] for box in own if box[1] is not None]
        low = max(low, least)
        if len(most) == len(own):
            high = sum(most) if high is None else min(high, sum(most))
        past = sharing.past.get(name, 0)
        boxes[name] = (low + past, None if high is None else high + past)
    whole = total + sum(sharing.past.values())
    weights = end_weights(sharing.aim, sharing.parts, sharing.starts, whole)
    shares = shares_of(whole, weights, boxes)
    return {name: share - sharing.past.get(name, 0) for name, share in shares.items()}


def _inside(sharing: Sharing, table: Table) -> bool:
    for (year, name), (low, high) in sharing.boxes.items():
        value = table[year][name]
        if value < low or (high is not None and value > high):
            return False
    return True


def _by_program(sharing: Sharing, table: Table, seconds: float) -> Table | None:
    """The table nearest to ``table`` that keeps every limit, as a program."""
    lows: dict[Var, int | None] = {}
    leaving: dict[Var, Leaving] = {}
    rows: list[Row] = []
    aim = sharing.aim.name
    for year in sharing.years:
        variables = {name: value_of(aim, year, name) for name in sharing.names}
        lows |= dict.fromkeys(variables.values(), 0)
        leaving |= {variables[name]: Leaving(table[year][name]) for name in sharing.names}
        whole = sharing.wholes[year]
        rows.append(Row(tuple((variable, 1) for variable in variables.values()), whole, whole))
    outcome = Program(lows, tuple(rows), leaving).solve(sharing.conditions, cheapest=True, seconds=seconds)
    if outcome.status != "found":
        return None
    return {year: {name: outcome.values[value_of(aim, year, name)] for name in sharing.names} for year in sharing.years}


def _share_levels(sharing: Sharing) -> Table:
    """Levels of parts whose increases close by year and by part; where limits bind, year by year."""
    last = sharing.years[-1]
    end = _ends(sharing, last)
    starts = sharing.starts
    first = {name: int(value) for name, value in starts.items()} if starts and _whole(starts) else None
    table = (
        None
        if sharing.boxes and set(sharing.boxes) != {(last, name) for _, name in sharing.boxes}
        else (_by_increase(sharing, end, first))
    )
    return table if table is not None and _inside(sharing, table) else _by_year(sharing, end)


def _ends(sharing: Sharing, last: int) -> dict[str, int]:
    goal = sharing.wholes[last]
    boxes = {name: sharing.boxes[last, name] for name in sharing.names if (last, name) in sharing.boxes}
    return shares_of(goal, end_weights(sharing.aim, sharing.parts, sharing.starts, goal), boxes)


def _whole(starts: Mapping[str, Fraction]) -> bool:
    return all(value.denominator == 1 for value in starts.values())


def _by_increase(sharing: Sharing, end: Mapping[str, int], first: Mapping[str, int] | None) -> Table | None:
    """Increases as a table that closes by year and part, so that a part never turns back to close a year."""
    years, names = list(sharing.years), sharing.names
    table: Table = {}
    if first is None:  # without a start the first year is shared like the last
        if len(years) == 1:
            return {years[0]: dict(end)}
        table[years[0]] = shares_of(sharing.wholes[years[0]], {name: Fraction(end[name]) for name in names})
        first = table[years[0]]
        years = years[1:]
    before, rows = sum(first.values()), {}
    for year in years:
        rows[year] = sharing.wholes[year] - before
        before = sharing.wholes[year]
    rise = sum(rows.values())
    if not rise or any(step * rise < 0 for step in rows.values()):
        return None
    columns = {name: end[name] - first[name] for name in names}
    cells = {year: [rows[year] * columns[name] for name in names] for year in years}
    unit = abs(rise)
    if rise < 0:
        cells = {year: [-cell for cell in line] for year, line in cells.items()}
    closed = closed_table(rows, columns, cells, unit)
    if closed is None:
        return None
    level = dict(first)
    for year in years:
        level = {name: level[name] + closed[year][name] for name in names}
        table[year] = level
    return table


def _by_year(sharing: Sharing, end: Mapping[str, int]) -> Table:
    """Each year by itself: in proportion to where the part would be on its own way, within the limits of the year."""
    table: Table = {}
    starts = sharing.starts or {}
    count = len(sharing.years)
    for at, year in enumerate(sharing.years, start=1):
        done = Fraction(at, count)
        wanted = {name: starts.get(name, Fraction(end[name])) * (1 - done) + end[name] * done for name in sharing.names}
        boxes = {name: sharing.boxes[year, name] for name in sharing.names if (year, name) in sharing.boxes}
        table[year] = dict(end) if at == count else shares_of(sharing.wholes[year], wanted, boxes)
    return table
