"""Cells that hold a figure against another one: 与经济增长同步, 高于全省平均水平 (表格中的相对目标)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from planledger.extracting.relation_words import Comparison, load_words
from planledger.extracting.table_grid import Cell
from planledger.extracting.table_timing import Said
from planledger.model.statement import Attribute, Relation

if TYPE_CHECKING:
    from planledger.model.document import Block, Document

# 达到全国平均水平 names the figure to be reached.
_REACHED = re.compile(
    "(?:力争)?(?:达到|达|不低于)(?P<reference>(?:全国|全省|全市|全区|同期|国家|省|东部|中部|西部|东北)[^，。；]{0,6}平均(?:水平)?)(?:以上)?"
)
_STRIVING = ("力争", "争取", "努力")


class Compared(NamedTuple):
    """The figure that a cell holds against another one.

    Attributes:
        indicator: What it is of.
        growing: Whether row or column say that it is a growth.
        line: Its row, as a stretch of the cleaned text.
        attribute: Of its row.
    """

    indicator: str
    growing: bool
    line: tuple[int, int]
    attribute: Attribute = ""


class _Comparison(NamedTuple):
    comparison: Comparison
    reference: str
    margin: float | None
    unit: str


def relations_of(document: Document, block: Block, cell: Cell, compared: Compared, said: Said) -> Iterator[Relation]:
    """The relations that ``cell`` states, one for each subject that a shared word (城乡居民) names."""
    found = _compare(cell.text)
    if found is None:
        return
    words = load_words()
    span = document.offsets.to_source(cell.start, cell.end)
    whole = document.offsets.to_source(*compared.line)
    stem = words.growth.sub("", found.reference) or found.reference
    growing = compared.growing or found.comparison == "in_step" or stem != found.reference
    for number, indicator in enumerate(_subjects(compared.indicator)):
        yield Relation(
            id=f"{document.id}#r{span.start}-{number}", document=document.id, start=span.start, end=span.end,
            text=document.source[span.start : span.end], indicator=indicator, indicator_id="",
            measure="growth" if growing else "level",
            comparison=found.comparison, reference=found.reference, reference_id=words.indicators.get(stem, ""),
            margin=found.margin, margin_unit=found.unit, role=said.role, striving=cell.text.startswith(_STRIVING),
            period=said.period, sentence=document.text[compared.line[0] : compared.line[1]],
            sentence_start=whole.start, sentence_end=whole.end, section=block.section, confidence=0.85,
            rule="table.relation", attribute=compared.attribute,
        )  # fmt: skip


def _compare(text: str) -> _Comparison | None:
    """The comparison that a cell's text is."""
    words = load_words()
    if match := words.in_step.search(text):
        return _Comparison("in_step", match["reference"], None, "")
    if match := _REACHED.fullmatch(text):
        return _Comparison("not_below", match["reference"], None, "")
    match = words.compared.search(text)
    if match is None or not words.reference.search(match["reference"]):
        return None
    unit = match["unit"] or ""
    margin = float(match["margin"]) if match["margin"] else None
    return _Comparison(
        words.comparisons[match["comparator"]], match["reference"], margin, "个百分点" if "百分点" in unit else unit
    )


def _subjects(indicator: str) -> list[str]:
    shared = load_words().shared
    short = next((short for short in shared if short in indicator), "")
    return [indicator.replace(short, long) for long in shared[short]] if short else [indicator]
