"""Indicators of planledger's catalogue as rows."""

from __future__ import annotations

from functools import cache

from planledger.catalogue import load_catalogue
from planledger.catalogue.indicators import Indicator as Found
from planweb.layout.wording import in_english
from planweb.registry.models import Indicator

_CUSTOMARY = {"money": "亿元", "ratio": "%", "person": "万人", "person_time": "万人次", "count": "个", "mass": "万吨"}
_FIELDS = ("name", "english", "category", "unit", "direction", "kind")


def load_indicators() -> int:
    """How many indicators were new or changed; the office's own, and what the catalogue no longer has, stay."""
    known = {row.code: row for row in Indicator.objects.exclude(code__startswith="own-")}
    rows = []
    for code, found in load_catalogue().indicators.items():
        row = Indicator(
            code=code,
            name=found.chinese,
            english=found.english[:1].upper() + found.english[1:],
            category=found.category.id,
            unit=_unit_of(found),
            direction=found.direction,
            kind=found.kind,
        )
        old = known.get(code)
        if old is None or any(getattr(old, field) != getattr(row, field) for field in _FIELDS):
            rows.append(row)
    Indicator.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=list(_FIELDS))
    return len(rows)


def _unit_of(found: Found) -> str:
    """The unit in which an indicator is usually given: what falls to one person is never in 亿元."""
    each = found.dimension == "money" and ("人均" in found.chinese or found.category.id == "income")
    return "元" if each else customary_unit(found.dimension)


@cache
def customary_unit(dimension: str) -> str:
    """The unit in which values of a dimension are usually given; its base unit where no other is customary."""
    units = load_catalogue().units
    if dimension in _CUSTOMARY:
        return _CUSTOMARY[dimension]
    return next(
        (
            unit.name
            for unit in units.by_name.values()
            if unit.dimension == dimension and unit.numerator == unit.denominator
        ),
        "",
    )


@cache
def dimension_of(unit: str) -> str:
    """What ``unit`` measures; empty for one that the catalogue lacks."""
    found = load_catalogue().units.find(unit) if unit else None
    return found.unit.dimension if found else ""


def name_of(indicator: Indicator) -> str:
    """The name of an indicator in the language of the page, as far as it has one there."""
    return indicator.english if in_english() and indicator.english else indicator.name
