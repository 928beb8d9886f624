"""One frozen catalogue out of the files of ``data/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from planledger.catalogue.files import data_names, read_data
from planledger.catalogue.indicators import Indicator, Indicators
from planledger.catalogue.regions import Region, Regions
from planledger.catalogue.units import Unit, Units


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Everything that ``data/`` knows (目录); compared and hashed by identity, because it is loaded once.

    Attributes:
        units: Units by name.
        indicators: Indicators by id.
        regions: Divisions by code.
        modifiers: Words around an indicator phrase that do not change its meaning, and synonyms.
    """

    units: Units
    indicators: Indicators
    regions: Regions
    modifiers: Mapping[str, Any] = field(repr=False)

    @property
    def unit_names(self) -> tuple[str, ...]:
        """Every unit string without multiplier, longest first, for use in a regular expression."""
        return self.units.names

    @property
    def unit_pattern(self) -> str:
        """Regular expression of one unit behind a numeral, with look-aheads that keep 12名牌 from being 12 名."""
        return self.units.pattern

    def unit(self, name: str) -> Unit:
        """The unit behind ``name``, multiplier taken out; unknown ones raise ``UndefinedUnit``."""
        return self.units.get(name).unit

    def indicator(self, key: str) -> Indicator:
        """The indicator with id ``key``; unknown ones raise ``UndefinedIndicator``."""
        return self.indicators[key]

    def region_by_code(self, code: str) -> Region:
        """The region with ``code``; unknown ones raise ``UndefinedRegion``."""
        return self.regions.get(code)

    def regions_by_name(self, name: str) -> tuple[Region, ...]:
        """Regions that ``name`` may mean, higher levels first; empty when it is none."""
        return self.regions.named(name)


@cache
def load_catalogue() -> Catalogue:
    """The catalogue of this version, loaded once a process."""
    units = Units.from_data(read_data("units"))
    files = [(f"{name}.yaml", read_data(name)) for name in data_names("indicators")]
    indicators = Indicators.from_data(files, units.dimensions)
    return Catalogue(units, indicators, Regions.from_data(read_data("regions")), read_data("modifiers"))
