"""What a person may say of a statement: values that agree with their bound, known units, periods."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from planledger.catalogue import load_catalogue
from planledger.errors import UndefinedUnit
from planledger.normalising import match_indicator, to_base_unit
from planweb.evidence.models import Statement

_PERIOD = re.compile(r"(?P<first>\d{4})(?:/(?P<last>\d{4})|H[12]|Q[1-4]|-(?:0[1-9]|1[0-2]))?")
_SUGGESTED = 12
_WIDE = str.maketrans("０１２３４５６７８９／－．％", "0123456789/-.%")


def base_values(low: float | None, high: float | None, unit: str) -> dict[str, Any]:
    """``base_low``, ``base_high`` and ``base_unit`` of a value; a unit that the catalogue lacks is an error."""
    catalogue = load_catalogue()
    try:
        base_unit = to_base_unit(0.0, unit, catalogue)[1]
        low, high = (None if value is None else to_base_unit(value, unit, catalogue)[0] for value in (low, high))
    except UndefinedUnit:
        near = "、".join(_like(unit))
        said = _("单位目录中没有“%(unit)s”。") % {"unit": unit}
        raise ValidationError(
            {"unit": said + (_("相近的有：%(near)s。") % {"near": near} if near else "")}, code="unknown_unit"
        ) from None
    return {"base_low": low, "base_high": high, "base_unit": base_unit}


def checked_values(bound: str, low: float | None, high: float | None) -> tuple[float | None, float | None]:
    """The bounds of a value, which agree with how exact it is meant; an exact value needs to be said once only."""
    kind = Statement.Bound
    if bound in {kind.EXACT, kind.ABOUT}:
        low, high = (high if low is None else low), (low if high is None else high)
        if low is None:
            raise ValidationError({"low": _("请填写数值。")}, code="no_value")
        if low != high:
            raise ValidationError({"high": _("界限为“等于”或“左右”时，上限应与下限相同或留空。")}, code="two_values")
    elif bound == kind.AT_LEAST and (low is None or high is not None):
        raise ValidationError({"low": _("界限为“不低于”时，填写下限，上限留空。")}, code="wrong_side")
    elif bound == kind.AT_MOST and (high is None or low is not None):
        raise ValidationError({"high": _("界限为“不高于”时，填写上限，下限留空。")}, code="wrong_side")
    elif bound == kind.RANGE and (low is None or high is None or low >= high):
        raise ValidationError({"high": _("界限为“区间”时，下限和上限都要填写，下限小于上限。")}, code="no_range")
    return low, high


def checked_period(period: str) -> str:
    """A period as the ledger writes it, or an empty text."""
    period = period.translate(_WIDE).replace(" ", "").replace("—", "/").replace("~", "/").removesuffix("年")
    found = _PERIOD.fullmatch(period)
    if period and (not found or (found["last"] and found["last"] <= found["first"])):
        raise ValidationError(_("时期写作 2025、2021/2025、2025H1、2025Q1 或 2025-03。"), code="wrong_period")
    return period


def indicator_id_of(name: str) -> str:
    """Identifier of the catalogue's indicator called ``name``; a name that it lacks is an error."""
    indicators = load_catalogue().indicators
    found = name if name in indicators else indicators.by_phrase.get(name, "")
    if name and not found:
        raise ValidationError(_("指标目录中没有“%(name)s”，请从提示中选择，或留空。") % {"name": name}, code="unknown")
    return found


def indicator_name(key: str) -> str:
    """Chinese name of a catalogue indicator; the identifier itself where the catalogue has it no more."""
    indicators = load_catalogue().indicators
    return indicators[key].chinese if key in indicators else key


def matched_indicator(phrase: str, region: str) -> str:
    """Identifier of the indicator that ``phrase`` surely means, or an empty text."""
    return match_indicator(phrase, load_catalogue(), region=region)


def suggested_indicators(words: str) -> list[str]:
    """Names of catalogue indicators that hold ``words`` in a name or alias, the nearest first."""
    words = words.strip()
    if not words:
        return []
    indicators = load_catalogue().indicators
    found: dict[str, int] = {}
    for phrase, key in indicators.by_phrase.items():
        if words in phrase:
            name = indicators[key].chinese
            found[name] = min(found.get(name, 999), len(phrase) + (phrase != name))
    return sorted(found, key=lambda name: (found[name], name))[:_SUGGESTED]


def checked_statement(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a statement with what follows from them: both bounds of an exact value, and the base values."""
    errors: dict[str, Any] = {}
    low, high, period = values["low"], values["high"], values["period"]
    try:
        low, high = checked_values(values["bound"], low, high)
    except ValidationError as error:
        errors |= error.error_dict
    try:
        period = checked_period(period)
    except ValidationError as error:
        errors["period"] = error
    try:
        based = base_values(low, high, values["unit"])
    except ValidationError as error:
        errors |= error.error_dict
    if errors:
        raise ValidationError(errors)
    return {**values, "low": low, "high": high, "period": period, **based}


def _like(unit: str) -> list[str]:
    rest = load_catalogue().units.split_multiplier(unit)[1]
    return [name for name in load_catalogue().units.names if rest and (rest in name or name in rest)][:5]
