"""The catalogue: units, indicators and regions of ``data/``, loaded once and looked up by name."""

from planledger.catalogue.files import read_data
from planledger.catalogue.indicators import Category, Indicator, Indicators
from planledger.catalogue.loading import Catalogue, load_catalogue
from planledger.catalogue.regions import Mention, Region, Regions
from planledger.catalogue.units import Scaled, Unit, Units

__all__ = [
    "Catalogue",
    "Category",
    "Indicator",
    "Indicators",
    "Mention",
    "Region",
    "Regions",
    "Scaled",
    "Unit",
    "Units",
    "load_catalogue",
    "read_data",
]
