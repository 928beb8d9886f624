"""Tables of a document as the page shows them: rows of cells instead of lines (表格)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from planledger.ledger.report.places import Places
from planledger.model import Document, Grid, GridCell

_OUTLINE = frozenset({"title", "heading"})
_MOST_HEAD_ROWS = 4


def grids_payload(document: Document, places: Places) -> list[list[Any]]:
    """First block, last block, rows of the head and rows of every table; a cell is its place, columns and rows.

    A table is left to its lines where its cells do not hold all that stands in them, or where something of the
    outline stands among them: nothing of a document may be missing from the page.
    """
    shown, free = [], 0
    for grid in document.grids:
        blocks = _blocks_of(document, grid)
        if blocks and blocks[0] >= free and _holds_all(document, grid, blocks):
            rows = list(_rows(grid, places))
            shown.append([blocks[0], blocks[-1], _head_rows(rows), rows])
            free = blocks[-1] + 1
    return shown


def _blocks_of(document: Document, grid: Grid) -> range:
    """Numbers of the blocks in which the cells of ``grid`` stand."""
    spans = [(cell.start, cell.end) for cell in grid.cells if cell.end > cell.start]
    if not spans:
        return range(0)
    first = document.offsets.to_clean(min(start for start, _ in spans))
    last = document.offsets.to_clean(max(end for _, end in spans))
    begins = bisect_left(document.blocks, first + 1, key=lambda block: block.end)
    return range(begins, bisect_left(document.blocks, last, key=lambda block: block.start))


def _holds_all(document: Document, grid: Grid, blocks: range) -> bool:
    if any(document.blocks[number].kind in _OUTLINE for number in blocks):
        return False
    text = document.text
    at = document.blocks[blocks[0]].start
    for start, end in sorted(_clean_spans(document, grid)):
        if start < at - 1 or text[at:start].strip():
            return False
        at = max(at, end)
    return not text[at : document.blocks[blocks[-1]].end].strip()


def _clean_spans(document: Document, grid: Grid) -> Iterator[tuple[int, int]]:
    to_clean = document.offsets.to_clean
    for cell in grid.cells:
        start, end = to_clean(cell.start), to_clean(cell.end)
        if end > start:
            yield start, end


def _rows(grid: Grid, places: Places) -> Iterator[list[list[int]]]:
    """Cells of each row, with empty ones where the table has none, so that all stand in their columns."""
    cells: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        cells.setdefault(cell.row, []).append(cell)
    width = max(cell.column + cell.columns for cell in grid.cells)
    covered: set[tuple[int, int]] = set()
    for row in range(min(cells), max(cells) + 1):
        made = []
        own = {cell.column: cell for cell in cells.get(row, ())}
        for column in range(width):
            if (row, column) in covered:
                continue
            cell = own.get(column, GridCell(0, 0, row, column))
            rows = min(cell.rows, max(cells) + 1 - row)
            columns = next((n for n in range(1, cell.columns) if (row, column + n) in covered), cell.columns)
            covered |= {(row + down, column + right) for down in range(rows) for right in range(columns)}
            place = places.of_source(cell.start, cell.end) if cell.end > cell.start else (0, 0)
            made.append([*place, columns, rows])
        yield made


def _head_rows(rows: list[list[list[int]]]) -> int:
    """How many rows the head has: as many as its tallest cell covers, below a title that covers all columns."""
    title = next((number for number, row in enumerate(rows) if len(row) > 1), 0)
    if title >= len(rows) - 1:
        return 0
    return min(_MOST_HEAD_ROWS, title + max((cell[3] for cell in rows[title]), default=1))
