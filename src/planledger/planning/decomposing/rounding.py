"""Shares in whole steps of the last digit that still sum (闭合取整).

Largest remainder: Hamilton's method of apportionment (Balinski and Young, *Fair Representation*, 1982). Tables that
close both ways: controlled rounding as a flow (Bacharach, *Matrix Rounding Problems*, Management Science 12, 1966; Cox,
*A Constructive Procedure for Unbiased Controlled Rounding*, JASA 82, 1987). Nothing here depends on the order of the
input: ties go to the smaller key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

K = TypeVar("K", bound=str | int)
Box = tuple[int, int | None]


def nearest(value: Fraction) -> int:
    """The nearest whole number; halves go up, as in the statistics of GB/T 8170 they do away from zero for positives.

    >>> nearest(Fraction(5, 2)), nearest(Fraction(-5, 2))
    (3, -2)
    """
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def ceiling(value: Fraction) -> int:
    """The least whole number that is not below ``value``."""
    return -((-value.numerator) // value.denominator)


def floor(value: Fraction) -> int:
    """The greatest whole number that is not above ``value``."""
    return value.numerator // value.denominator


def shares_of(total: int, weights: Mapping[K, Fraction], boxes: Mapping[K, Box] | None = None) -> dict[K, int]:
    """Whole shares of ``total`` in proportion to ``weights``, each within its box, that sum to it.

    Args:
        total: What is shared; not negative.
        weights: In any scale; not negative. Where all are zero, shares are equal.
        boxes: Least and most of each, whole numbers; without one, from 0 up.

    Raises:
        ValueError: When the boxes leave no room for ``total``.

    >>> shares_of(10, {"a": Fraction(1), "b": Fraction(1), "c": Fraction(1)})
    {'a': 4, 'b': 3, 'c': 3}
    >>> shares_of(10, {"a": Fraction(1), "b": Fraction(1), "c": Fraction(1)}, {"a": (0, 2)})
    {'a': 2, 'b': 4, 'c': 4}
    """
    exact = filled(total, weights, boxes) if boxes else _in_proportion(total, weights)
    return rounded_to(total, exact)


def _in_proportion(total: int, weights: Mapping[K, Fraction]) -> Mapping[K, Fraction]:
    """Shares that no box bounds, found without looking for the factor."""
    whole = sum(weights.values(), Fraction(0))
    if total < 0 or not weights or not whole > 0 or min(weights.values()) < 0:
        return filled(total, weights, {})
    unit = total / whole
    return {key: weight * unit for key, weight in weights.items()}


def rounded_to(total: int, exact: Mapping[K, Fraction]) -> dict[K, int]:
    """Whole numbers next to ``exact``, which sums to ``total``, that do so too: by largest remainder."""
    whole = {key: floor(exact[key]) for key in sorted(exact)}
    short = total - sum(whole.values())
    ranked = sorted(exact, key=lambda key: (whole[key] - exact[key], key))  # largest remainder first
    for key in ranked[:short]:
        whole[key] += 1
    return whole


def filled(total: int, weights: Mapping[K, Fraction], boxes: Mapping[K, Box]) -> dict[K, Fraction]:
    """Shares of ``total``, not yet whole: weight × one factor, clipped to the boxes (bounded proportional allocation).

    What a box keeps from one goes to the others in proportion to their weights; to weights of zero only what is left
    when all others are full. The factor is found exactly, among the points where a share meets its box.

    Raises:
        ValueError: When the boxes leave no room for ``total``.
    """
    keys = sorted(weights)
    lows = {key: boxes[key][0] if key in boxes else 0 for key in keys}
    highs = {key: boxes[key][1] if key in boxes else None for key in keys}
    least, most = sum(lows.values()), [high for high in highs.values() if high is not None]
    crossed = any(high is not None and high < lows[key] for key, high in highs.items())
    if total < least or (len(most) == len(keys) and total > sum(most)) or not keys or crossed:
        raise ValueError(total)
    weighted = [key for key in keys if weights[key] > 0]
    room = sum((Fraction(lows[key]) for key in keys if not weights[key] > 0), Fraction(0))
    if weighted and all(highs[key] is not None for key in weighted):
        fullest = room + sum(Fraction(highs[key] or 0) for key in weighted)
        if total > fullest:  # all with a weight are full; the others share the rest evenly
            full = {key: Fraction(highs[key] or 0) for key in weighted}
            rest = {key: Fraction(1) for key in keys if key not in full}
            left = total - int(sum(full.values()))
            return full | filled(left, rest, {key: (lows[key], highs[key]) for key in rest})
    if not weighted:
        weights, weighted, room = dict.fromkeys(keys, Fraction(1)), keys, Fraction(0)
    found = {key: Fraction(lows[key]) for key in keys}
    slopes = {key: Slope(Fraction(1), Fraction(0), weights[key], lows[key], highs[key]) for key in weighted}
    return found | levelled(Fraction(total) - room, slopes)


@dataclass(frozen=True, slots=True)
class Slope:
    """``start`` + t × ``rise``, kept within ``low`` and ``high``, of which ``weight`` counts."""

    weight: Fraction
    start: Fraction
    rise: Fraction
    low: int | Fraction | None
    high: int | Fraction | None

    def at(self, point: Fraction) -> Fraction:
        """Its value at t = ``point``."""
        value = self.start + point * self.rise
        value = value if self.low is None else max(value, Fraction(self.low))
        return value if self.high is None else min(value, Fraction(self.high))


def levelled(target: Fraction, slopes: Mapping[K, Slope]) -> dict[K, Fraction]:
    """Values at the one t for which they sum, each by its weight, to ``target``.

    One pass over the points where they bend. The sum must reach ``target`` for some t; where it does so on a stretch,
    the first t is taken.
    """
    bends: list[tuple[Fraction, Fraction]] = []
    fixed = slope = Fraction(0)  # what is counted before the first bend, as fixed + slope × t
    for one in slopes.values():
        if one.low is None:
            fixed, slope = fixed + one.weight * one.start, slope + one.weight * one.rise
        else:
            fixed += one.weight * one.low
            bends.append(((one.low - one.start) / one.rise, one.weight * one.rise))
        if one.high is not None:
            bends.append(((one.high - one.start) / one.rise, -one.weight * one.rise))
    bends.sort()
    at, value = None, fixed
    for point, change in bends:
        reached = value + slope * (point if at is None else point - at)
        if reached >= target and slope > 0:
            break
        at, value, slope = point, reached, slope + change
    start = Fraction(0) if at is None else at
    point = start + (target - value) / slope if slope > 0 else start
    return {key: one.at(point) for key, one in slopes.items()}


def closed_table(
    rows: Mapping[int, int], columns: Mapping[str, int], cells: Mapping[int, Sequence[int]], unit: int
) -> dict[int, dict[str, int]] | None:
    """Whole numbers next to ``cells`` / ``unit`` whose rows and columns have the given sums (controlled rounding).

    There always are some where the exact cells have these sums; None is for those that have not.

    Args:
        rows: Sum of each row.
        columns: Sum of each column.
        cells: Each row's numerators by sorted column.
        unit: Their common denominator.
    """
    from planledger.planning.decomposing.highs import raised_cells

    names, years = sorted(columns), sorted(rows)
    parted = {year: [divmod(cell, unit) for cell in cells[year]] for year in years}
    wanted = [rows[year] - sum(whole for whole, _ in parted[year]) for year in years]
    left = [columns[name] - sum(parted[year][at][0] for year in years) for at, name in enumerate(names)]
    rests = [[rest / unit if rest else -1.0 for _, rest in parted[year]] for year in years]
    raised = raised_cells(rests, wanted, left)
    if raised is None:
        return None
    return {
        year: {name: parted[year][at][0] + raised[row][at] for at, name in enumerate(names)}
        for row, year in enumerate(years)
    }
