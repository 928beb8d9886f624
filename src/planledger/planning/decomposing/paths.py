"""The way through the years, in whole steps of the last digit (年度路径)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

from planledger.planning.decomposing.records import Aim
from planledger.planning.decomposing.rounding import ceiling, floor, nearest, shares_of

_DIGITS = 40
STEEP = Fraction(1, 3)
"""How far the first and the last step of a front- or back-loaded way lie from the mean: one is twice the other."""


def step_sizes(aim: Aim, years: Sequence[int]) -> list[Fraction]:
    """Share of the way that each of ``years``, the last ones of the plan, takes; they sum to 1.

    Even growth has no such shares, since its steps grow with the value; it is treated as even steps here.

    >>> step_sizes(Aim("路", 2020, 2023, Fraction(9), path="front"), [2021, 2022, 2023])
    [Fraction(4, 9), Fraction(1, 3), Fraction(2, 9)]
    """
    count = len(years)
    if aim.path == "profile" and aim.profile:
        taken = [aim.profile[year - aim.base_year - 1] for year in years]
        total = sum(taken, Fraction(0))
        if total > 0:
            return [size / total for size in taken]
    if aim.path in {"front", "back"} and count > 1:
        tilts = [1 + STEEP * (1 - Fraction(2 * at, count - 1)) for at in range(count)]
        return [tilt / count for tilt in (tilts if aim.path == "front" else reversed(tilts))]
    if aim.path == "s_curve":
        ways = [_smooth(Fraction(at, count)) for at in range(count + 1)]
        return [after - before for before, after in pairwise(ways)]
    return [Fraction(1, count)] * count


def _smooth(share: Fraction) -> Fraction:
    """Hermite's smoothstep 3t² - 2t³: slow, fast, slow, and exact in fractions."""
    return share * share * (3 - 2 * share)


def levels_to(aim: Aim, start: Fraction, goal: int, years: Sequence[int]) -> dict[int, int]:
    """Levels of ``years`` in steps of the last digit, from ``start`` (in steps, of the year before) to ``goal``."""
    if not years:
        return {}
    if aim.path == "even_growth" and start > 0 and goal > 0:
        exact = _growing(start, goal, len(years))
    else:
        done, exact = Fraction(0), []
        for size in step_sizes(aim, years):
            done += size
            exact.append(start + (goal - start) * done)
    found = {year: safely(aim, value) for year, value in zip(years, exact, strict=True)}
    return found | {years[-1]: goal}


def _growing(start: Fraction, goal: int, count: int) -> list[Fraction]:
    with localcontext() as context:
        context.prec = _DIGITS
        first = Decimal(start.numerator) / Decimal(start.denominator)
        rate = (Decimal(goal) / first) ** (Decimal(1) / count)
        return [Fraction(first * rate**year) for year in range(1, count + 1)]


def amounts_to(aim: Aim, total: int, years: Sequence[int], start: Fraction | None) -> dict[int, int]:
    """Amounts of ``years`` in steps of the last digit that sum to ``total``; nothing where it is used up already.

    Args:
        aim: Its path says how; even growth starts from ``start``.
        total: What is left for these years.
        years: The years.
        start: Amount of the year before, where it is known.
    """
    if total <= 0 or not years:
        return dict.fromkeys(years, 0)
    sizes = step_sizes(aim, years)
    if aim.path == "even_growth" and start is not None and start > 0:
        sizes = _growing_sizes(start, total, len(years))
    return shares_of(total, dict(zip(years, sizes, strict=True)))


def _growing_sizes(start: Fraction, total: int, count: int) -> list[Fraction]:
    """Powers of the one growth factor by which ``start`` grows into amounts that sum to ``total``."""
    with localcontext() as context:
        context.prec = _DIGITS
        wanted = Decimal(total) * start.denominator / start.numerator
        low, high = Decimal(0), max(Decimal(1), wanted)
        for _ in range(120):
            middle = (low + high) / 2
            if sum(middle**year for year in range(1, count + 1)) < wanted:
                low = middle
            else:
                high = middle
        return [Fraction(high**year) for year in range(1, count + 1)]


def safely(aim: Aim, value: Fraction) -> int:
    """``value`` in whole steps: the nearest, of a binding indicator never on the wrong side."""
    if aim.binding and aim.direction != "neutral":
        return ceiling(value) if aim.direction == "more" else floor(value)
    return nearest(value)


def growth_factor(rate: Fraction, years: int) -> Fraction:
    """What ``rate`` per cent a year makes of 1 in ``years`` years.

    >>> growth_factor(Fraction(10), 2)
    Fraction(121, 100)
    """
    return (1 + rate / 100) ** years


def as_decimal(steps: int, digits: int) -> Decimal:
    """A value in steps of the last digit as people write it.

    >>> as_decimal(1205, 1)
    Decimal('120.5')
    """
    return Decimal(steps).scaleb(-digits)


def in_steps(value: Fraction, aim: Aim) -> Fraction:
    """``value`` in steps of the last digit of ``aim``."""
    return value * aim.scale
