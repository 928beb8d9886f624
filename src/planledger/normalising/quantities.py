"""Values in base units."""

from __future__ import annotations

from planledger.catalogue import Catalogue


def to_base_unit(value: float, unit: str, catalogue: Catalogue) -> tuple[float, str]:
    """``value`` in the base unit of its dimension, and that base unit: 1500, 万亩 gives 1000000.0, ``hectare``.

    A unit that is only a multiplier (突破万亿) gives the whole number and an empty base unit. An unknown unit raises
    ``UndefinedUnit``; there is no default.

    >>> from planledger.catalogue import load_catalogue
    >>> to_base_unit(871.6, "亿斤", load_catalogue())
    (43580000000.0, 'kg')
    """
    scaled = catalogue.units.find(unit)
    if scaled is None:
        multiplier, rest = catalogue.units.split_multiplier(unit.strip())
        if not rest:
            return float(value * multiplier), ""
        scaled = catalogue.units.get(unit, used_by="to_base_unit")
    exact = value * scaled.numerator / scaled.denominator
    # 2.3 亿元 is 230000000 yuan, not 229999999.99999997: fifteen digits are what a stated decimal can carry.
    return float(f"{exact:.15g}"), scaled.unit.base
