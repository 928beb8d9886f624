"""Rates of parts whose weighted mean is the whole's (比率类指标的分解)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from planledger.planning.decomposing.conditions import Condition, Row, Stated, Var, part_conditions, value_of
from planledger.planning.decomposing.cost import Leaving
from planledger.planning.decomposing.goals import base_of
from planledger.planning.decomposing.parts import Table
from planledger.planning.decomposing.paths import in_steps
from planledger.planning.decomposing.program import Program
from planledger.planning.decomposing.records import Aim
from planledger.planning.decomposing.rounding import Slope, floor, levelled, nearest
from planledger.planning.decomposing.sharing import end_rates, mean_of
from planledger.planning.decomposing.wholes import closing_rows, mean_window, open_years, whole_weights

OpenBox = tuple[int | None, int | None]


def share_mean(stated: Stated, aim: Aim, wholes: Mapping[int, int], *, seconds: float) -> Table | None:
    """The rates of parts in every open year; None when their limits leave none for these annual targets."""
    years, parts = open_years(stated, aim), stated.parts[aim.name]
    if not years:
        return {}
    weights = whole_weights(stated, aim)
    conditions = tuple(part_conditions(stated, aim))
    boxes = _boxes(conditions)
    ends = end_rates(aim, parts, weights, wholes[years[-1]])
    starts = {p.name: in_steps(p.base, aim) if p.base is not None else ends[p.name] for p in parts}
    table: Table = {}
    for year in years:
        share = _way_done(aim, wholes, year)
        wanted = {name: starts[name] + share * (ends[name] - starts[name]) for name in weights}
        own = {name: boxes.get((year, name), (None, None)) for name in weights}
        found = _closed(aim, wholes[year], weights, wanted, own)
        if found is None:
            return _by_program(stated, aim, wholes, conditions, seconds)
        table[year] = found
    return table


def _way_done(aim: Aim, wholes: Mapping[int, int], year: int) -> Fraction:
    """How far the whole is on its way to the end by ``year``."""
    base, end = base_of(aim), wholes[aim.end_year]
    start = in_steps(base, aim) if base is not None else Fraction(end)
    return (wholes[year] - start) / (end - start) if end != start else Fraction(year - aim.base_year, len(aim.years))


def _boxes(conditions: Sequence[Condition]) -> dict[tuple[int, str], OpenBox]:
    found: dict[tuple[int, str], OpenBox] = {}
    for row in (row for one in conditions for row in one.rows):
        _, _, year, name = row.terms[0][0]
        low, high = found.get((year, name), (None, None))
        low = row.low if low is None else low if row.low is None else max(low, row.low)
        high = row.high if high is None else high if row.high is None else min(high, row.high)
        found[year, name] = (low, high)
    return found


def _closed(
    aim: Aim,
    whole: int,
    weights: Mapping[str, int],
    wanted: Mapping[str, Fraction],
    boxes: Mapping[str, OpenBox],
) -> dict[str, int] | None:
    """Whole rates near ``wanted``, shifted together so that their mean is ``whole``; None when steps are too coarse."""
    if any(low is not None and high is not None and low > high for low, high in boxes.values()):
        return None
    total = sum(weights.values())
    shift = whole - mean_of(wanted, weights)
    wanted = {name: value + shift for name, value in wanted.items()}
    slopes = {
        name: Slope(Fraction(weight), wanted[name], Fraction(1), *boxes[name])
        for name, weight in weights.items()
        if weight
    }
    exact = dict(wanted)
    if any(box != (None, None) for box in boxes.values()):
        exact |= levelled(Fraction(whole * total), slopes)
    exact = {name: _kept(value, boxes[name]) for name, value in exact.items()}
    low, high = mean_window(aim, total)
    return _nudged(
        {name: nearest(value) for name, value in exact.items()}, exact, weights, 2 * whole * total, (low, high)
    )


def _kept(value: Fraction, box: OpenBox) -> Fraction:
    value = value if box[0] is None else max(value, Fraction(box[0]))
    return value if box[1] is None else min(value, Fraction(box[1]))


def _nudged(
    rates: dict[str, int],
    exact: Mapping[str, Fraction],
    weights: Mapping[str, int],
    doubled: int,
    window: tuple[int, int],
) -> dict[str, int] | None:
    """``rates`` with the fewest and nearest of them rounded the other way until the mean closes."""
    low, high = window

    def off() -> int:
        return sum(2 * weight * rates[name] for name, weight in weights.items()) - doubled

    while not low <= (now := off()) <= high:
        step = 1 if now < low else -1
        able = [
            name
            for name, weight in weights.items()
            if weight and _neighbour(rates[name], exact[name], step) and _nearer(now + 2 * weight * step, now, window)
        ]
        if not able:
            return None
        best = min(able, key=lambda name: (-step * (exact[name] - rates[name]), name))
        rates[best] += step
    return rates


def _neighbour(rate: int, exact: Fraction, step: int) -> bool:
    """Whether ``rate`` stepped is still next to ``exact``."""
    down = floor(exact)
    return exact != down and down <= rate + step <= down + 1


def _nearer(after: int, now: int, window: tuple[int, int]) -> bool:
    low, high = window
    return after <= high if now < low else after >= low


def _by_program(
    stated: Stated, aim: Aim, wholes: Mapping[int, int], conditions: Sequence[Condition], seconds: float
) -> Table | None:
    """All years together as a program, for limits and steps so coarse that rounding alone does not close."""
    lows: dict[Var, int | None] = {}
    rows: list[Row] = list(closing_rows(stated, aim))
    leaving: dict[Var, Leaving] = {}
    names, years = stated.names(aim), open_years(stated, aim)
    for year in years:
        lows |= {value_of(aim.name, year, name): None for name in ("", *names)}
        rows.append(Row(((value_of(aim.name, year), 1),), wholes[year], wholes[year]))
        leaving |= {value_of(aim.name, year, name): Leaving(wholes[year]) for name in names}
    outcome = Program(lows, tuple(rows), leaving).solve(conditions, cheapest=True, seconds=seconds)
    if outcome.status != "found":
        return None
    return {year: {name: outcome.values[value_of(aim.name, year, name)] for name in names} for year in years}
