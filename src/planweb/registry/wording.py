"""Targets and bases as people write them: 600, 2000以上, 4.5以内, 997左右, 与经济增长同步."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from planledger.ledger.phrasing import number_text
from planweb.registry.models import PlanIndicator, Target


def target_text(target: Target) -> str:
    """The value of a target without its unit."""
    low, high = target.low, target.high
    if low is None and high is None:
        return target.reference
    text = bounded(low, high, target.bound)
    return _("力争%(value)s") % {"value": text} if target.striving else text


def bounded(low: float | None, high: float | None, bound: str) -> str:
    """A value with the word that says how exact it is meant."""
    if low is None and high is not None:
        return _("%(value)s以内") % {"value": grouped(high)}
    if low is not None and high is None:
        return _("%(value)s以上") % {"value": grouped(low)}
    if low is None or high is None:
        return ""
    if low != high:
        return f"{grouped(low)}—{grouped(high)}"
    if bound == "about":
        return _("%(value)s左右") % {"value": grouped(low)}
    return grouped(low)


def grouped(value: float) -> str:
    """A number with thousands apart and without an exponent.

    >>> grouped(12000.5), grouped(0.30)
    ('12,000.5', '0.3')
    """
    whole, point, part = number_text(value).partition(".")
    return f"{int(whole):,}{point}{part}" if whole not in {"-0", "0"} else f"{whole}{point}{part}"


def with_unit(target: Target, of: PlanIndicator) -> str:
    """The value of a target with its unit, and of growth with the word for it."""
    text = target_text(target)
    if target.low is None and target.high is None:
        return text
    if target.measure == PlanIndicator.Measure.GROWTH:
        return _growth(target, "%" if of.measure != target.measure else of.unit or "%")
    text = f"{text} {of.unit}".strip()
    return _("累计%(value)s") % {"value": text} if target.first_year else text


def _growth(target: Target, unit: str) -> str:
    low, high, bound = target.low, target.high, target.bound
    falls = max(value for value in (low, high) if value is not None) < 0
    if falls:  # a fall is written without its sign, so what bounded it from below now bounds it from above
        low, high = (None if high is None else -high), (None if low is None else -low)
    text = bounded(low, high, bound)
    said = {"value": _("力争%(value)s") % {"value": text} if target.striving else text, "unit": unit}
    if target.first_year:
        return _("年均下降%(value)s%(unit)s") % said if falls else _("年均增长%(value)s%(unit)s") % said
    return _("下降%(value)s%(unit)s") % said if falls else _("增长%(value)s%(unit)s") % said


def exported_value(target: Target) -> Any:
    """A number where the target is one exactly, else its words; for spreadsheets."""
    if target.low is not None and target.low == target.high and target.bound == "exact" and not target.striving:
        return target.low
    return target_text(target)
