"""Stated forms into normal ones: phrases into indicators, units into base units."""

from planledger.normalising.indicators import match_indicator
from planledger.normalising.quantities import to_base_unit
from planledger.normalising.records import normalise

__all__ = ["match_indicator", "normalise", "to_base_unit"]
