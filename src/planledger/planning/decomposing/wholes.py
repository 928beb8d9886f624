"""What makes parts and wholes one: sums, weighted means, increases; nobody can lift it (闭合关系)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm

from planledger.planning.decomposing.conditions import Condition, Row, Stated, Var, value_of
from planledger.planning.decomposing.goals import base_of
from planledger.planning.decomposing.paths import in_steps
from planledger.planning.decomposing.records import Aim
from planledger.planning.decomposing.rounding import floor


def whole_weights(stated: Stated, aim: Aim) -> dict[str, int]:
    """The weights of the parts of a mean, in whole numbers."""
    weights = {part.name: part.weight or Fraction(0) for part in stated.parts.get(aim.name, ())}
    unit = lcm(*(weight.denominator for weight in weights.values())) if weights else 1
    return {name: int(weight * unit) for name, weight in weights.items()}


def open_years(stated: Stated, aim: Aim) -> list[int]:
    """The years that are still to be planned."""
    results = stated.results(aim)
    return [year for year in aim.years if year not in results]


def mean_window(aim: Aim, total: int) -> tuple[int, int]:
    """How far twice the weighted sum may lie from twice weight × whole, so that the mean rounds to the whole.

    Of a binding indicator the mean never lies on the wrong side.
    """
    low = 0 if aim.binding and aim.direction == "more" else -total
    high = 0 if aim.binding and aim.direction == "less" else total
    return low, high


def closing_rows(stated: Stated, aim: Aim) -> Iterator[Row]:
    """That the parts of each open year make the whole."""
    weights = whole_weights(stated, aim) if aim.combining == "mean" else dict.fromkeys(stated.names(aim), 1)
    total = sum(weights.values())
    for year in open_years(stated, aim):
        whole = value_of(aim.name, year)
        if aim.combining == "mean":
            terms = [(value_of(aim.name, year, name), 2 * weight) for name, weight in weights.items() if weight]
            yield Row((*terms, (whole, -2 * total)), *mean_window(aim, total))
        else:
            terms = [(value_of(aim.name, year, name), 1) for name in weights]
            yield Row((*terms, (whole, -1)), 0, 0)


def implied_rows(stated: Stated, aim: Aim, conditions: Sequence[Condition]) -> Iterator[Row]:
    """What the limits of parts demand of the whole by themselves: no less than their floors, no more than all ceilings.

    Args:
        stated: The task.
        aim: The indicator.
        conditions: Those of its parts.
    """
    weights = whole_weights(stated, aim) if aim.combining == "mean" else dict.fromkeys(stated.names(aim), 1)
    total = sum(weights.values())
    boxes = part_boxes(conditions)
    for demanded in sorted({tuple(sorted(variable[2] for variable in variables)) for variables in boxes.values()}):
        edges = {name: _edge(boxes, name, demanded) for name in weights}
        terms = tuple((value_of(aim.name, year), 1) for year in demanded)
        least = [low for low, _ in edges.values() if low is not None]
        most = [high for _, high in edges.values() if high is not None]
        if aim.combining == "sum":
            yield Row(terms, sum(least), sum(most) if len(most) == len(weights) else None)
        elif len(demanded) == 1:
            window = mean_window(aim, total)
            scaled = ((terms[0][0], 2 * total),)
            if len(least) == len(weights):
                weighted = sum(2 * weights[name] * (edges[name][0] or 0) for name in weights)
                yield Row(scaled, weighted - window[1], None)
            if len(most) == len(weights):
                weighted = sum(2 * weights[name] * (edges[name][1] or 0) for name in weights)
                yield Row(scaled, None, weighted - window[0])


def part_boxes(conditions: Sequence[Condition]) -> dict[Row, tuple[Var, ...]]:
    """The rows of the conditions of parts, each with the variables that it bounds together."""
    return {row: tuple(variable for variable, _ in row.terms) for one in conditions for row in one.rows}


def _edge(boxes: dict[Row, tuple[Var, ...]], name: str, years: tuple[int, ...]) -> tuple[int | None, int | None]:
    """The tightest floor and ceiling of a part over ``years`` together."""
    rows = [
        row
        for row, variables in boxes.items()
        if variables[0][3] == name and tuple(sorted(variable[2] for variable in variables)) == years
    ]
    least = [row.low for row in rows if row.low is not None]
    most = [row.high for row in rows if row.high is not None]
    return max(least, default=None), min(most, default=None)


def rise_rows(aim: Aim, years: Sequence[int], reached: set[int]) -> Iterator[Row]:
    """That the increase of a year is at least what it lies above the year before."""
    for year in years:
        if year in reached:
            continue
        terms: list[tuple[Var, int]] = [(("rise", aim.name, year, ""), 1), (value_of(aim.name, year), -1)]
        if year - 1 > aim.base_year:
            yield Row((*terms, (value_of(aim.name, year - 1), 1)), 0, None)
        else:
            base = base_of(aim)
            # Without a base the whole first year counts as new.
            yield Row(tuple(terms), -floor(in_steps(base, aim)) if base is not None else 0, None)
