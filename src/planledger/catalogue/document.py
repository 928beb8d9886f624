"""The reference page of the catalogue: ``python -m planledger.catalogue.document docs/reference/catalogue.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from planledger.catalogue.files import read_data
from planledger.catalogue.indicators import Indicator
from planledger.catalogue.loading import Catalogue, load_catalogue
from planledger.catalogue.units import Unit

_DIRECTION = {"more": "more is better", "less": "less is better", "neutral": "neither"}
_INTRO = """# Catalogue

<!-- Written by `python -m planledger.catalogue.document docs/reference/catalogue.md`; edit the YAML instead. -->

Units, indicators and regions that Planledger knows, from `src/planledger/data`. Every entry there carries its proofs:
phrases that must be read as it and phrases that must not.

After editing a file under `data/`, run `python -m planledger.catalogue.compiling`: it renews the compiled twins from
which the files are loaded quickly. A twin that is out of date is passed over, so the only cost of forgetting is time;
the tests say so.
"""


def catalogue_page(catalogue: Catalogue) -> str:
    """The whole page in Markdown."""
    parts = [_INTRO, *_unit_sections(catalogue), *_indicator_sections(catalogue), *_region_section(catalogue)]
    return "\n".join(parts).rstrip() + "\n"


def _unit_sections(catalogue: Catalogue) -> Iterator[str]:
    units = {unit.name: unit for unit in catalogue.units.by_name.values()}
    chinese = {name: entry["chinese"] for name, entry in read_data("units")["dimensions"].items()}
    multipliers = ", ".join(f"{name} {value:,}" for name, value in catalogue.units.multipliers.items())
    yield f"## Units\n\n{len(units)} units with {len(catalogue.unit_names)} spellings. A multiplier in front of any of"
    yield f"them is taken out: {multipliers}. A quotient of two known units (万元/平方公里) is known, too. An unknown"
    yield "unit is reported, never given a default.\n"
    rows = (
        (unit.name, unit.english, f"{unit.dimension} {chinese[unit.dimension]}", _factor(unit), _joined(unit.aliases))
        for unit in sorted(units.values(), key=lambda unit: list(catalogue.units.dimensions).index(unit.dimension))
    )
    yield from _table(("unit", "English", "measures", "in base units", "also written"), rows)


def _indicator_sections(catalogue: Catalogue) -> Iterator[str]:
    yield f"\n## Indicators\n\n{len(catalogue.indicators)} indicators in {len(catalogue.indicators.categories)} fields."
    yield "“Unlike” names what looks alike and is another thing.\n"
    for category in catalogue.indicators.categories:
        members = [indicator for indicator in catalogue.indicators.values() if indicator.category == category]
        yield f"\n### {category.chinese} {category.english}\n"
        rows = ((i.chinese, i.english, f"`{i.id}`", _nature(i), _joined(i.aliases[:6]), _unlike(i)) for i in members)
        yield from _table(("indicator", "English", "id", "nature", "also written", "unlike"), rows)


def _region_section(catalogue: Catalogue) -> Iterator[str]:
    levels = [region.level for region in catalogue.regions.by_code.values()]
    yield f"\n## Regions\n\n{levels.count('province')} provinces, {levels.count('prefecture')} prefectures and"
    yield f"{levels.count('county')} counties (of Jilin Province, and those that a province administers itself), with"
    yield "codes of GB/T 2260. Names and codes are facts; they were taken from the package china-division 2.7.0 (MIT)"
    yield "and, for the time before, GB2260 0.4.1 (BSD). Divisions that have gone:\n"
    rows = (
        (region.name, region.code, str(region.until), catalogue.regions.get(region.now).name)
        for region in catalogue.regions.former
    )
    yield from _table(("name", "code", "until", "now"), rows)


def _nature(indicator: Indicator) -> str:
    return f"{indicator.dimension}, {indicator.kind}, {_DIRECTION[indicator.direction]}, {indicator.binding}"


def _unlike(indicator: Indicator) -> str:
    return ", ".join(f"`{name}`" if name.isascii() else name for name in indicator.unlike)


def _factor(unit: Unit) -> str:
    number = f"{unit.numerator:,}" if unit.denominator == 1 else f"{unit.numerator:,}/{unit.denominator:,}"
    return f"{number} {unit.base}"


def _joined(words: Iterable[str]) -> str:
    return ", ".join(words)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


if __name__ == "__main__":
    page = catalogue_page(load_catalogue())
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page, encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(page)
