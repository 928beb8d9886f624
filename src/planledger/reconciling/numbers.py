"""Values of a result in the unit of its promise, and numbers in words."""

from __future__ import annotations

import re
import unicodedata

from planledger.model import Statement
from planledger.model.statement import Bound

_FACTORS = {"十": 10.0, "百": 100.0, "千": 1_000.0, "万": 10_000.0, "亿": 100_000_000.0}
_ZH_BOUND = {"at_least": "{}以上", "at_most": "{}以内", "about": "{}左右", "exact": "{}", "range": "{}"}
_EN_BOUND = {"at_least": "at least {}", "at_most": "at most {}", "about": "about {}", "exact": "{}", "range": "{}"}
_ZH_VERBS = {"growth": ("增长", "下降"), "change": ("增加", "减少")}
_EN_VERBS = {"growth": ("growth of ", "a fall of "), "change": ("a rise of ", "a fall of ")}
_EN_UNITS = {"个百分点": " points", "%": "%", "‰": "‰"}


def multiplier(unit: str) -> float:
    """The factor in front of a unit.

    >>> multiplier("万亩"), multiplier("%")
    (10000.0, 1.0)
    """
    factor = 1.0
    for character in unit:
        if character not in _FACTORS:
            break
        factor *= _FACTORS[character]
    return factor


def amounts(statement: Statement) -> tuple[float | None, float | None]:
    """The bounds of a statement without multipliers, in its base unit where it has one."""
    if statement.base_unit:
        return statement.base_low, statement.base_high
    factor = multiplier(statement.unit)
    return _times(statement.low, factor), _times(statement.high, factor)


def grain(statement: Statement) -> float:
    """What the last written digit is worth, without multipliers; half of it for whole numbers."""
    digits = re.search(r"[.．](\d+)", statement.text)
    value, base = statement.low or statement.high, amounts(statement)[0] or amounts(statement)[1]
    factor = abs(base / value) if value and base else 1.0
    return (10.0 ** -len(digits[1]) if digits else 0.5) * factor


def in_unit_of(promise: Statement, result: Statement) -> tuple[float | None, float | None]:
    """The bounds of ``result`` in the unit of ``promise``."""
    factor = multiplier(result.unit) / multiplier(promise.unit)
    stated = promise.low if promise.low is not None else promise.high
    base = promise.base_low if promise.low is not None else promise.base_high
    ours, theirs = (
        result.low if result.low is not None else result.high,
        (result.base_low if result.low is not None else result.base_high),
    )
    if stated and base and ours and theirs and promise.base_unit and promise.base_unit == result.base_unit:
        factor = (theirs / ours) / (base / stated)
    return _times(result.low, factor), _times(result.high, factor)


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


def plain(value: float) -> str:
    """A number as a person writes it.

    >>> plain(5.0), plain(0.30000000000000004), plain(-3.5)
    ('5', '0.3', '-3.5')
    """
    return f"{round(value, 4):.4f}".rstrip("0").rstrip(".") if abs(value) < 1e12 else f"{value:g}"


def clean_unit(unit: str) -> str:
    """A unit in half-width characters."""
    return unicodedata.normalize("NFKC", unit)


def value_in_chinese(statement: Statement) -> str:
    """The value with its bound: 增长5%以上, 8万人以上, 第3位."""
    unit = clean_unit(statement.unit)
    if statement.measure == "rank":
        return f"第{plain(_stated(statement))}位"
    falls, low, high, bound = _upright(statement)
    verb = _ZH_VERBS.get(statement.measure, ("", ""))[falls]
    if statement.measure == "change" and unit in ("倍", "番"):
        verb = ""
    return verb + _ZH_BOUND[bound].format(_amount(low, high, unit))


def value_in_english(statement: Statement) -> str:
    """The value with its bound: growth of at least 5%, at least 8万人."""
    unit = clean_unit(statement.unit)
    if statement.measure == "rank":
        return f"rank {plain(_stated(statement))}"
    falls, low, high, bound = _upright(statement)
    verb = _EN_VERBS.get(statement.measure, ("", ""))[falls]
    if statement.measure == "change" and unit in ("倍", "番"):
        verb = ""
    return verb + _EN_BOUND[bound].format(_amount(low, high, _EN_UNITS.get(unit, unit)))


def _stated(statement: Statement) -> float:
    value = statement.low if statement.low is not None else statement.high
    return value if value is not None else 0.0


def _upright(statement: Statement) -> tuple[bool, float | None, float | None, Bound]:
    """Whether it is a fall, and its bounds and bound word as positive numbers."""
    falls = statement.measure in ("growth", "change") and _stated(statement) < 0
    if not falls:
        return False, statement.low, statement.high, statement.bound
    mirrored: dict[Bound, Bound] = {"at_least": "at_most", "at_most": "at_least"}
    return True, _times(statement.high, -1), _times(statement.low, -1), mirrored.get(statement.bound, statement.bound)


def _amount(low: float | None, high: float | None, unit: str) -> str:
    if low is not None and high is not None and low != high:
        return f"{plain(low)}{unit}—{plain(high)}{unit}"
    value = low if low is not None else high
    return f"{plain(value)}{unit}" if value is not None else ""


def points(unit: str, *, chinese: bool) -> str:
    """The unit of a difference: percentages differ by points."""
    unit = clean_unit(unit)
    if unit == "%":
        return "个百分点" if chinese else " points"
    return unit if chinese else _EN_UNITS.get(unit, unit)
