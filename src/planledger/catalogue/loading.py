"""One frozen catalogue out of the files of ``data/``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from planledger.catalogue.files import read_data
from planledger.catalogue.units import Unit, Units


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Everything that ``data/`` knows (目录).

    Attributes:
        units: Units by name.
    """

    units: Units

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


@cache
def load_catalogue() -> Catalogue:
    """The catalogue of this version, loaded once a process."""
    return Catalogue(Units.from_data(read_data("units")))
