"""Tables that go on behind a page break without their head (续表)."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from planledger.extracting.table_layout import Layout
from planledger.extracting.table_words import pattern

if TYPE_CHECKING:
    from planledger.model.document import Document

# What may stand between two parts of a table: its caption again, its unit, a page number.
_LINES, _LONGEST = 4, 60
# Shares of cells that must be as the columns say they are.
_FILLED, _MISFIT = 0.6, 0.1
_NOTHING = ("", "-", "—", "－", "–", "/")


def continue_table(document: Document, layout: Layout, before: Layout | None) -> bool:
    """Give ``layout``, a table without head, the columns of the table ``before`` it, where it goes on with that.

    It does when the two are as wide, nothing but a caption, a unit or a page number stands between them, and its cells
    are what the columns say. Returns whether it does.
    """
    if layout.columns or before is None or not before.columns:
        return False
    if len(layout.table.rows[0]) != len(before.table.rows[0]) or not _adjoins(document, layout, before):
        return False
    columns = [copy(column) for column in before.columns]
    if not _fits(layout, [column.kind == "value" for column in columns], [column.kind for column in columns]):
        return False
    layout.columns, layout.unit = columns, layout.unit or before.unit
    layout.captions = [*before.captions, *(line for line in layout.captions if line not in before.captions)]
    return True


def _adjoins(document: Document, layout: Layout, before: Layout) -> bool:
    start, end = before.table.extent[1], layout.table.extent[0]
    lines = [line for line in document.text[start:end].split("\n") if line.strip()]
    if start > end or len(lines) > _LINES or any(len(line) > _LONGEST or line.endswith("。") for line in lines):
        return False
    new = [line for line in lines if line not in before.captions and "续" not in line]
    return all(pattern("unit_line").search(line) or line.strip("-—－第页 ").isdigit() for line in new)


def _fits(layout: Layout, valued: list[bool], kinds: list[str]) -> bool:
    """Whether the cells are figures where the columns hold values, and only there."""
    held = filled = misfits = words = 0
    for number in range(layout.first, len(layout.table.rows)):
        for cell in layout.table.own(number):
            figure = (number, cell.column) in layout.figures
            if valued[cell.column]:
                filled += 1
                held += figure or cell.text in _NOTHING
            elif kinds[cell.column] == "label":
                words += 1
                misfits += figure
    return filled > 0 and held >= _FILLED * filled and misfits <= _MISFIT * max(1, words)
