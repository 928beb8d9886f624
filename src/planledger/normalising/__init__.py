"""Stated forms into normal ones: phrases into indicators, units into base units."""

from planledger.normalising.quantities import to_base_unit

__all__ = ["to_base_unit"]
