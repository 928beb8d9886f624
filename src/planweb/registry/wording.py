"""Targets and bases as people write them: 600户, 2000亿元以上, 4.5%以内, 年均增长6%, 与经济增长同步."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from planweb.layout.wording import grouped, measured
from planweb.registry.models import PlanIndicator, Target

GROWTH = PlanIndicator.Measure.GROWTH


def with_unit(target: Target, of: PlanIndicator) -> str:
    """What a target says, with the unit and the word for growth."""
    if target.low is None and target.high is None:
        return target.reference
    if target.measure == GROWTH:
        return _striving(_growth(target, "%" if of.measure != target.measure else of.unit or "%"), target)
    text = bounded(target.low, target.high, target.bound, of.unit)
    return _striving(_("累计%(value)s") % {"value": text} if target.first_year else text, target)


def in_years(targets: Iterable[Target], of: PlanIndicator) -> str:
    """Targets one after the other, each with its year; what the last year and the whole plan have in common once."""
    said = [_("%(year)s年%(target)s") % {"year": one.year, "target": with_unit(one, of)} for one in targets]
    return _("；").join(dict.fromkeys(said))


def in_column(target: Target, of: PlanIndicator) -> str:
    """The same where a column has the unit already."""
    plain = target.measure != GROWTH and not target.first_year and (target.low is not None or target.high is not None)
    return _striving(bounded(target.low, target.high, target.bound), target) if plain else with_unit(target, of)


def bounded(low: float | None, high: float | None, bound: str, unit: str = "") -> str:
    """A value with the word that says how exact it is meant."""
    if low is None and high is not None:
        return _("%(value)s以内") % {"value": measured(grouped(high), unit)}
    if low is not None and high is None:
        return _("%(value)s以上") % {"value": measured(grouped(low), unit)}
    if low is None or high is None:
        return ""
    if low != high:
        return measured(f"{grouped(low)}—{grouped(high)}", unit)
    value = measured(grouped(low), unit)
    return _("%(value)s左右") % {"value": value} if bound == "about" else value


def _growth(target: Target, unit: str) -> str:
    low, high, bound = target.low, target.high, target.bound
    falls = max(value for value in (low, high) if value is not None) < 0
    if falls:  # a fall is written without its sign, so what bounded it from below now bounds it from above
        low, high = (None if high is None else -high), (None if low is None else -low)
    said = {"value": bounded(low, high, bound, unit)}
    if target.first_year:
        return _("年均下降%(value)s") % said if falls else _("年均增长%(value)s") % said
    return _("下降%(value)s") % said if falls else _("增长%(value)s") % said


def _striving(text: str, target: Target) -> str:
    return _("力争%(value)s") % {"value": text} if target.striving else text
