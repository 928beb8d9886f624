"""The reference page says what the catalogue holds."""

from __future__ import annotations

from pathlib import Path

from planledger.catalogue import load_catalogue
from planledger.catalogue.document import catalogue_page

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "catalogue.md"


def test_page_is_current() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == catalogue_page(load_catalogue()), f"run: python -m planledger.catalogue.document {PAGE}"


def test_page_names_every_unit_and_indicator() -> None:
    page, catalogue = catalogue_page(load_catalogue()), load_catalogue()
    assert [key for key in catalogue.indicators if f"`{key}`" not in page] == []
    assert [unit.name for unit in catalogue.units.by_name.values() if f"| {unit.name} |" not in page] == []
