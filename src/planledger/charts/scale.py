"""Round numbers along an axis, and numbers as people write them."""

from __future__ import annotations

import math

_LEAST = 1e-9
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(low: float, high: float, *, about: int = 5, least: float = 0.0) -> list[float]:
    """Round numbers that enclose ``low`` and ``high``, no nearer to each other than ``least``.

    >>> ticks(0, 87)
    [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
    """
    if high - low <= _LEAST * max(1.0, abs(low), abs(high)):  # digits of an axis would not tell them apart
        width = max(abs(low), abs(high)) if max(abs(low), abs(high)) > _LEAST else 1.0
        low, high = low - width / 2, high + width / 2
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = max(least, next(power * step for step in _STEPS if power * step >= rough * 0.999))
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(at * step, 12) for at in range(first, last + 1)]


def shown(value: float) -> str:
    """A number with as many digits as tell, thousands apart.

    >>> shown(1234.5), shown(0.1234), shown(3.0)
    ('1,234.5', '0.123', '3')
    """
    digits = 0 if abs(value) >= 10_000 else 1 if abs(value) >= 1000 else 2 if abs(value) >= 1 else 3
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
