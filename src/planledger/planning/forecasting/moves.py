"""What a series did from year to year, and how a movement about a mean goes on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_MAD = 1.4826  # median distance to standard deviation, of a normal distribution


@dataclass(frozen=True, slots=True)
class Loads:
    """By how much each source of error counts after some years.

    Attributes:
        mean: Of the long-run mean: years for a sum of steps, 1 for a value.
        state: Of where the movement stands now.
        drive: Sum of squares of what each year's new shock leaves.
        noise: How many single shocks lie in it.
    """

    mean: float
    state: float
    drive: float
    noise: int


def loads_after(years: int, persistence: float, *, summed: bool) -> Loads:
    """Loads of an autoregression of the first order after ``years``, of its sum or of its value.

    >>> loads_after(2, 0.5, summed=True)
    Loads(mean=2.0, state=0.75, drive=3.25, noise=2)
    """
    powers = [persistence**k for k in range(1, years + 1)]
    if not summed:
        return Loads(1.0, powers[-1], math.fsum(persistence ** (2 * k) for k in range(years)), 1)
    lasting = [math.fsum(persistence**k for k in range(j)) for j in range(1, years + 1)]
    return Loads(float(years), math.fsum(powers), math.fsum(one * one for one in lasting), years)


def steps_of(placed: Mapping[int, float], *, over_gaps: bool = False) -> dict[int, float]:
    """Change into each year from the year before; with ``over_gaps`` also its average, in the year that ends a gap.

    >>> steps_of({2020: 1.0, 2021: 1.5, 2023: 2.5}), steps_of({2020: 1.0, 2022: 2.0}, over_gaps=True)
    ({2021: 0.5}, {2022: 0.5})
    """
    return {
        year: (placed[year] - placed[before]) / (year - before)
        for before, year in pairwise(sorted(placed))
        if over_gaps or year - before == 1
    }


def filtered(
    path: Sequence[float | None],
    *,
    persistence: float,
    drive: float,
    noise: Sequence[float],
    clip: float,
) -> tuple[float, float]:
    """Where a movement about nought stands at the end of ``path``, and the variance of that.

    Kalman's filter of an autoregression seen with noise; what surprises by more than ``clip`` standard deviations
    counts as if it did by just that, as in Masreliez & Martin, "Robust Bayesian estimation for the linear model and
    robustifying the Kalman filter" (1977).
    """
    state, variance = 0.0, drive / (1 - persistence**2)
    for seen, error in zip(path, noise, strict=True):
        state, variance = persistence * state, persistence**2 * variance + drive
        if seen is None:
            continue
        total = variance + error
        most = clip * math.sqrt(total)
        gain = variance / total
        state += gain * min(max(seen - state, -most), most)
        variance *= 1 - gain
    return state, variance


def spread_of(values: Sequence[float], centre: float) -> float:
    """Robust standard deviation of ``values`` about ``centre``: from the median distance.

    >>> round(spread_of([1.0, 2.0, 3.0, 100.0], 2.0), 4)
    1.4826
    """
    return _MAD * median(abs(value - centre) for value in values) if values else 0.0


def held(value: float, centre: float, most: float) -> float:
    """``value``, not further than ``most`` from ``centre``.

    >>> held(9.0, 1.0, 3.0)
    4.0
    """
    return min(max(value, centre - most), centre + most)
