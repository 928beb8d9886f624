"""On which scale a series moves by even steps: amounts by rates, shares by odds, rates about a level."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Literal

Scale = Literal["amount", "share", "growth", "plain"]
FULL = 99.95
"""Where the whole of a share stands: shares are published to a tenth, and from here on they read 100 %."""
SCALES: tuple[Scale, ...] = ("amount", "share", "growth", "plain")


def fits(scale: Scale, values: Iterable[float]) -> bool:
    """Whether every value has a place on ``scale``.

    >>> fits("amount", [3.0, 0.0]), fits("share", [3.0, 99.0]), fits("plain", [-1.0])
    (False, True, True)
    """
    if scale == "amount":
        return all(value > 0 for value in values)
    if scale == "share":
        return all(0 < value <= 100 for value in values)
    return True


def scale_of(values: Iterable[float], *, unit: str, measure: str) -> Scale:
    """The scale of a series: growth as it is, percentages of a whole by odds, what is above nought by rates.

    >>> scale_of([61.0, 62.5], unit="%", measure="level")
    'share'
    """
    seen = list(values)
    if measure == "growth":
        return "growth"
    if unit in {"%", "％"}:
        return "share" if fits("share", seen) else "plain"
    return "amount" if fits("amount", seen) else "plain"


def onto(scale: Scale, value: float) -> float:
    """``value`` on ``scale``; infinite beyond its ends, and where it would be nought.

    >>> round(onto("amount", math.e), 9), onto("share", 50.0), onto("plain", -2.0)
    (1.0, 0.0, -2.0)
    >>> round(onto("share", 100.0), 2), onto("share", 101.0)
    (7.6, inf)
    """
    if scale == "amount":
        return math.log(value) if value > 0 else -math.inf
    if scale == "share":
        if value <= 0:
            return -math.inf
        if value > 100:
            return math.inf
        value = min(value, FULL)
        return math.log(value) - math.log(100 - value)
    return value


def back(scale: Scale, value: float) -> float:
    """The value that lies at ``value`` of ``scale``.

    >>> round(back("share", onto("share", 37.5)), 9)
    37.5
    """
    if scale == "amount":
        return math.exp(min(value, 700.0))
    if scale == "share":
        return 100 / (1 + math.exp(min(max(-value, -700.0), 700.0)))
    return value


def placed(scale: Scale, history: Mapping[int, float]) -> dict[int, float]:
    """Values by year on ``scale``, by time; values without a place on it are left out."""
    return {year: onto(scale, history[year]) for year in sorted(history) if fits(scale, [history[year]])}
