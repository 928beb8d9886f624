"""Which indicator a passage means, and what speaks against taking it for sure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from planledger.catalogue import load_catalogue
from planledger.normalising import match_indicator
from planweb.registry.catalogue import dimension_of
from planweb.registry.models import Plan
from planweb.registry.passages import Passage

_JOINED = re.compile("[和与及、]|以及")
_GROWTH_DIMENSIONS = {"ratio", "percentage_point", "multiple", "doubling"}
_ENOUGH = 0.65  # of the pairs of characters that two names share


class Doubt(models.TextChoices):
    """Why a person must look at a passage before it becomes a target."""

    NO_INDICATOR = "no_indicator", _("目录中没有对应的指标")
    CANDIDATES = "candidates", _("可能是几项指标")
    UNIT = "unit", _("单位与目录指标不符")
    VALUES = "values", _("同一指标同一时期有不同的数值")
    MEASURE = "measure", _("说的是增减量，不是数值或增速")
    PERIOD = "period", _("时期不在规划期内")
    REGION = "region", _("说的是规划范围以外的地区")
    SUBJECT = "subject", _("只说其中一部分主体")


def doubt_of(passage: Passage, plan: Plan, regions: dict[str, str]) -> str:
    """What speaks against taking ``passage`` for a target of ``plan``; empty when nothing does.

    Args:
        passage: A target.
        plan: With its region.
        regions: ``Region.path`` by code, of the regions that passages name.
    """
    if not passage.indicator_id:
        return Doubt.CANDIDATES if len(_meant_by_parts(passage.indicator)) > 1 else Doubt.NO_INDICATOR
    if passage.subject:
        return Doubt.SUBJECT
    if passage.measure not in {"level", "growth"}:
        return Doubt.UNIT if passage.measure == "rank" else Doubt.MEASURE
    if passage.statement is not None and not unit_fits(passage.indicator_id, passage.unit, growth=passage.is_growth):
        return Doubt.UNIT
    if passage.year is not None and not plan.first_year <= passage.year <= plan.last_year:
        return Doubt.PERIOD
    if passage.region and not regions.get(passage.region, "").startswith(plan.region.path):
        return Doubt.REGION
    return ""


def unit_fits(code: str, unit: str, *, growth: bool) -> bool:
    """Whether a value in ``unit`` can be one of the indicator ``code``; the office's own take any."""
    if growth:
        return dimension_of(unit) in _GROWTH_DIMENSIONS
    indicators = load_catalogue().indicators
    return code not in indicators or dimension_of(unit) == indicators[code].dimension


def find_candidates(phrase: str, *, limit: int = 3) -> list[str]:
    """Codes of the catalogue's indicators that ``phrase`` may mean, the likeliest first."""
    found = _meant_by_parts(phrase)
    pairs = _pairs(phrase)
    shared = Counter(number for pair in pairs for number in _index()[1].get(pair, ()))
    names = _index()[0]
    scored = [(2 * count / (len(pairs) + len(names[number][1])), names[number][0]) for number, count in shared.items()]
    likely = [code for score, code in sorted(scored, key=lambda one: (-one[0], one[1])) if score >= _ENOUGH]
    return list(dict.fromkeys([*found, *likely]))[:limit]


def in_unit(value: float, unit: str, wanted: str) -> float | None:
    """``value`` said in ``unit`` in the unit ``wanted``; None when the two do not measure the same."""
    if unit == wanted:
        return value
    units = load_catalogue().units
    here, there = units.find(unit), units.find(wanted)
    if here is None or there is None or here.unit.base != there.unit.base:
        return None
    return value * here.numerator * there.denominator / (here.denominator * there.numerator)


def _likeness(shared: int, phrase: int, name: int) -> float:
    """How alike a phrase and a name are, by the pairs of characters that each has: 1 for a name that lies within."""
    return 1.0 if shared == name and name > 2 else 2 * shared / (phrase + name)


@cache
def _meant_by_parts(phrase: str) -> tuple[str, ...]:
    parts = [part for part in _JOINED.split(phrase) if part]
    if len(parts) < 2:
        return ()
    catalogue = load_catalogue()
    return tuple(dict.fromkeys(filter(None, (match_indicator(part, catalogue) for part in parts))))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


@cache
def _index() -> tuple[Sequence[tuple[str, frozenset[str]]], dict[str, list[int]]]:
    """Code and pairs of characters of every name of the catalogue, and the names by pair."""
    names = [
        (code, _pairs(name))
        for code, found in load_catalogue().indicators.items()
        for name in (found.chinese, *found.aliases)
    ]
    by_pair: dict[str, list[int]] = {}
    for number, (_code, pairs) in enumerate(names):
        for pair in pairs:
            by_pair.setdefault(pair, []).append(number)
    return names, by_pair
