"""Values in units: conversion between them, and what is odd about a value."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache

from planledger.catalogue import Scaled, load_catalogue

PERCENT = "%"
_NUMBER = re.compile(
    r"(?P<number>[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+]?\.\d+)\s*(?P<unit>[^\d\s.,+-]\S{0,15})?"
)
JUMP = 10  # a value so many times the last one, or less than that part of it, is more often a slip than the truth


class WrongUnit(ValueError):
    """A value cannot be said in another unit; ``code`` is ``unknown`` or ``other``."""

    def __init__(self, unit: str, wanted: str, code: str) -> None:
        super().__init__(unit, wanted, code)
        self.unit, self.wanted, self.code = unit, wanted, code


def in_unit(value: float, unit: str, wanted: str) -> float:
    """``value`` of ``unit``, said in ``wanted``; raises ``WrongUnit`` when the two do not measure the same.

    >>> in_unit(36150000, "万元", "亿元")
    3615.0
    """
    if unit == wanted:
        return value
    above, below = _ratio(unit, wanted)
    # Of the floats around the quotient the one with the fewest digits is what a person would have written.
    return float(f"{value * above / below:.12g}")


def jumps(value: float, last: float | None) -> bool:
    """Whether ``value`` is out of proportion to the one before it.

    >>> jumps(36150, 3615), jumps(361.5, 3615), jumps(361500, 3615), jumps(5, None), jumps(-3, 0)
    (False, False, True, False, False)
    """
    if not last or not value:
        return False
    return not 1 / JUMP <= abs(value / last) <= JUMP


def sound(value: float) -> bool:
    """Whether ``value`` is a number that a ledger can hold."""
    return math.isfinite(value) and abs(value) < 1e18


def number_in(text: str) -> tuple[float, str]:
    """The number that a person typed, and the unit behind it, if any; raises ``ValueError`` when there is none.

    >>> number_in("1,205,000万元"), number_in("－３.5"), number_in(" 12 % ")
    ((1205000.0, '万元'), (-3.5, ''), (12.0, '%'))
    """
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip())
    if found is None:
        raise ValueError(text)
    return float(found["number"].replace(",", "")), found["unit"] or ""


def written(value: float | None) -> str:
    """``value`` as a person types it, with no digit that is not there.

    >>> written(120.5), written(3615.0), written(1e15), written(None)
    ('120.5', '3615', '1000000000000000', '')
    """
    if value is None:
        return ""
    short = f"{value:.15g}"
    return short if "e" not in short else f"{value:.6f}".rstrip("0").rstrip(".")


@cache
def _ratio(unit: str, wanted: str) -> tuple[int, int]:
    """What a value of ``unit`` is multiplied and divided by to be one of ``wanted``."""
    known = {name: _scaled(name) for name in (unit, wanted)}
    for name, scaled in known.items():
        if scaled is None:
            raise WrongUnit(name, wanted, "unknown")
    ours, theirs = known[unit], known[wanted]
    assert ours is not None
    assert theirs is not None
    if ours.unit.dimension != theirs.unit.dimension:
        raise WrongUnit(unit, wanted, "other")
    above, below = ours.numerator * theirs.denominator, ours.denominator * theirs.numerator
    shared = math.gcd(above, below)
    return above // shared, below // shared


def _scaled(name: str) -> Scaled | None:
    """A unit by its Chinese name, with multiplier, or by the name of a base unit."""
    units = load_catalogue().units
    found = units.find(name)
    if found is None and name in units.dimensions.values():
        same = (unit for unit in units.by_name.values() if unit.base == name)
        unit = next(unit for unit in same)
        found = Scaled(unit, 1, 1)
    return found
