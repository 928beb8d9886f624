"""Units of planning documents: what they measure, their base unit, and where a text names one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from planledger.errors import BrokenData, UndefinedUnit

_WIDE = str.maketrans(
    {"％": "%", "／": "/", "：": ":", "（": "(", "）": ")", " ": None, "\u3000": None, "\u00a0": None}
)
_FACTOR = re.compile(r"(?P<whole>\d+)(?:\.(?P<part>\d+)|/(?P<below>[1-9]\d*))?")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit (单位).

    Attributes:
        name: Chinese name, without multiplier.
        dimension: What it measures: ``money``, ``area``, ``count`` …
        base: Base unit of that dimension (``yuan``, ``hectare``).
        numerator, denominator: How many base units it is, as an exact fraction: 亩 is 1/15 hectare.
        english: English name.
        aliases: Other spellings.
        not_before: What may not follow, because the characters would be part of another word.
    """

    name: str
    dimension: str
    base: str
    numerator: int
    denominator: int
    english: str
    aliases: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()


class Scaled(NamedTuple):
    """A unit with its multiplier (亿元); ``numerator / denominator`` of it leads to the base unit."""

    unit: Unit
    numerator: int
    denominator: int


@dataclass(frozen=True)
class Units:
    """All units by name, with look-ups that read multipliers and quotients (万元/亩)."""

    by_name: Mapping[str, Unit]
    multipliers: Mapping[str, int]
    dimensions: Mapping[str, str]
    _scaled: dict[str, Scaled] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_data(cls, content: Mapping[str, Any]) -> Units:
        """Units of ``data/units.yaml``."""
        bases = {name: entry["base"] for name, entry in content["dimensions"].items()}
        by_name: dict[str, Unit] = {}
        for name, entry in content["units"].items():
            unit = _unit(name, entry, bases)
            for spelling in (name, *unit.aliases):
                if by_name.setdefault(spelling, unit) is not unit:
                    raise BrokenData("units.yaml", name, f"{spelling!r} is also a name of {by_name[spelling].name!r}")
        return cls(by_name, content["multipliers"], bases)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every spelling without multiplier, longest first, for use in a regular expression."""
        return tuple(sorted(self.by_name, key=lambda name: (-len(name), name)))

    @cached_property
    def pattern(self) -> str:
        """Regular expression, without groups, of one unit behind a numeral and its multiplier."""
        return "(?:" + "|".join(_alternative(name, self.by_name[name]) for name in self.names) + ")"

    def find(self, name: str) -> Scaled | None:
        """The unit that ``name`` (亿元, 万亩, 元/吨) stands for, with its scale; None when the catalogue lacks it."""
        known = self._scaled.get(name)
        if known is None:
            known = self._resolve(name) or self._resolve(name.translate(_WIDE))
            if known is not None and len(self._scaled) < 10_000:
                self._scaled[name] = known
        return known

    def get(self, name: str, *, used_by: str = "unit") -> Scaled:
        """As ``find``, but an unknown unit raises ``UndefinedUnit``."""
        found = self.find(name)
        if found is None:
            raise UndefinedUnit(name, used_by)
        return found

    def split_multiplier(self, name: str) -> tuple[int, str]:
        """Multiplier and rest: ``(100000000, "元")`` for 亿元, ``(1, "千瓦")`` for 千瓦, ``(10000, "")`` for 万."""
        factor = 1
        while name and name not in self.by_name and name[0] in self.multipliers:
            factor, name = factor * self.multipliers[name[0]], name[1:]
        return factor, name

    def _resolve(self, name: str) -> Scaled | None:
        multiplier, rest = self.split_multiplier(name)
        unit = self.by_name.get(rest)
        if unit is None:
            unit = self._quotient(rest)
        if unit is None:
            return None
        return Scaled(unit, unit.numerator * multiplier, unit.denominator)

    def _quotient(self, name: str) -> Unit | None:
        above, slash, below = name.partition("/")
        if not slash:
            above, slash, below = name.partition("每")
        if not (above and below) or "/" in below or "每" in below:
            return None
        top, bottom = self._resolve(above), self._resolve(below)
        if top is None or bottom is None:
            return None
        return Unit(
            name,
            f"{top.unit.dimension}/{bottom.unit.dimension}",
            f"{top.unit.base}/{bottom.unit.base}",
            top.numerator * bottom.denominator,
            top.denominator * bottom.numerator,
            f"{top.unit.english} per {bottom.unit.english}",
        )


def _unit(name: str, entry: Mapping[str, Any], bases: Mapping[str, str]) -> Unit:
    dimension = entry["dimension"]
    if dimension not in bases:
        raise BrokenData("units.yaml", name, f"dimension {dimension!r} is not defined")
    match = _FACTOR.fullmatch(str(entry["factor"]))
    if match is None or not int(match["whole"] + (match["part"] or "")):
        raise BrokenData("units.yaml", name, f"factor {entry['factor']!r} is no positive number or fraction")
    part = match["part"] or ""
    numerator, denominator = int(match["whole"] + part), int(match["below"] or 1) * 10 ** len(part)
    aliases, not_before = tuple(entry.get("aliases", ())), tuple(entry.get("not_before", ()))
    return Unit(name, dimension, bases[dimension], numerator, denominator, entry["english"], aliases, not_before)


def _alternative(name: str, unit: Unit) -> str:
    escaped = re.escape(name)
    if name[-1].isascii() and name[-1].isalpha():
        return escaped + "(?![A-Za-z])"
    # A longer spelling ends elsewhere than the name, so what may not follow the name says nothing of it.
    if name != unit.name or not unit.not_before:
        return escaped
    single = "".join(word for word in unit.not_before if len(word) == 1)
    longer = [re.escape(word) for word in unit.not_before if len(word) > 1]
    parts = ([f"[{re.escape(single)}]"] if single else []) + longer
    return f"{escaped}(?!{'|'.join(parts)})"
