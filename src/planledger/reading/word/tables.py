"""Tables of a DOCX: which cell covers which rows and columns (合并单元格)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from planledger.reading.word.names import ALTERNATE, BOX, CELL, ROW, VALUE, WORD, chosen, value_of, whole_number

_WIDEST = 63  # columns, Word's own limit
_WRAPPERS = frozenset(WORD + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))


@dataclass(slots=True)
class WordCell:
    """A cell by its element and what it covers, from 0."""

    element: Any
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def holds(self) -> bool:
        """Whether anything is printed in it: text, an automatic number, a text box."""
        return any(
            one.tag != WORD + "t" or (one.text or "").strip()
            for one in self.element.iter(WORD + "t", WORD + "numPr", WORD + "sym", BOX)
        )

    @property
    def words(self) -> str:
        """Its text, roughly: enough to tell what it is."""
        return "".join(one.text or "" for one in self.element.iter(WORD + "t"))


def rows_of(table: Any) -> list[list[WordCell]]:
    """Cells of each row of ``table`` that begin in it; rows that were deleted are not there."""
    rows: list[list[WordCell]] = []
    open_cells: dict[int, WordCell] = {}
    for row in _inside(table, ROW):
        properties = row.find(WORD + "trPr")
        if properties is not None and properties.find(WORD + "del") is not None:
            continue
        column = min(whole_number(value_of(properties, "gridBefore")), _WIDEST)
        rows.append(_cells(row, len(rows), max(0, column), open_cells))
    return rows


def _cells(row: Any, number: int, column: int, open_cells: dict[int, WordCell]) -> list[WordCell]:
    cells: list[WordCell] = []
    for element in _inside(row, CELL):
        properties = element.find(WORD + "tcPr")
        span = max(1, min(whole_number(value_of(properties, "gridSpan"), 1), _WIDEST))
        if value_of(properties, "hMerge") in ("continue", "") and cells:
            cells[-1].columns += span
        elif (merge := _vertical(properties)) == "continue" and column in open_cells:
            open_cells[column].rows = number - open_cells[column].row + 1
        else:
            cell = WordCell(element, number, column, columns=span)
            for covered in range(column, column + span):
                open_cells.pop(covered, None)
            if merge:
                open_cells[column] = cell
            cells.append(cell)
        column += span
    return cells


def _vertical(properties: Any | None) -> str:
    """``restart`` or ``continue`` in a cell that is merged downwards, else empty."""
    merge = None if properties is None else properties.find(WORD + "vMerge")
    return "" if merge is None else "restart" if merge.get(VALUE) == "restart" else "continue"


def _inside(element: Any, tag: str) -> Iterator[Any]:
    """Children of the name ``tag``, also those in content controls and tracked insertions."""
    below = [iter(element)]
    while below:
        child = next(below[-1], None)
        if child is None:
            below.pop()
        elif child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            below.append(iter(child))
        elif child.tag == ALTERNATE and (branch := chosen(child)) is not None:
            below.append(iter(branch))
