"""Tables of a document as grids of cells, spanning cells at every place they cover (表格网格)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from planledger.model.document import Block, Document
    from planledger.model.places import Grid

_SPACE = re.compile(r"\s+")
_LONGEST_GROUP, _LONGEST_CAPTION = 16, 80
# Places of one grid; a table that asks for more is no table of a document.
_LARGEST = 4_000_000
_FIGURE = re.compile(r"\d")
_NUMERAL = re.compile(r"(?!(?:19|20)\d\d$)[-−+]?\d[\d.,]*[%％]?$")


class Cell(NamedTuple):
    """A cell by its place in the cleaned text.

    Attributes:
        start: Cleaned offset of its first character.
        end: Cleaned offset after its last one.
        text: Its text without any space.
        row: Row in which it begins.
        column: Column in which it begins.
        rows: How many rows it covers.
        columns: How many columns it covers.
    """

    start: int
    end: int
    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


Row = list[Cell | None]


@dataclass(slots=True)
class Table:
    """A table: its rows, all of one width, and the lines that stand above it.

    Attributes:
        rows: Grid; a cell that spans several places stands at each of them.
        captions: Lines above, the nearest last.
        block: The block that holds the table's first row.
    """

    rows: list[Row]
    captions: list[str]
    block: Block
    _own: dict[int, list[Cell]] = field(default_factory=dict)

    @property
    def extent(self) -> tuple[int, int]:
        """Its stretch of the cleaned text, from its first filled cell to its last."""
        cells = [cell for row in self.rows for cell in row if cell is not None and cell.text]
        return (min(cell.start for cell in cells), max(cell.end for cell in cells)) if cells else (0, 0)

    def own(self, row: int) -> list[Cell]:
        """Cells that begin in ``row`` and hold text."""
        if row not in self._own:
            cells = [cell for at, cell in enumerate(self.rows[row]) if cell and cell.text and cell.column == at]
            self._own[row] = [cell for cell in cells if cell.row == row]
        return self._own[row]


def find_tables(document: Document) -> list[Table]:
    """Every table of ``document`` in text order; a row that no grid holds is read by its tabs."""
    numbers = [number for number, block in enumerate(document.blocks) if block.kind == "table_row"]
    if not numbers:
        return []
    tables: list[Table] = []
    held: set[int] = set()
    starts = [document.blocks[number].start for number in numbers]
    for grid in document.grids:
        rows = _placed(document, grid)
        cells = [cell for row in rows for cell in row if cell is not None and cell.text]
        if not cells:
            continue
        first, last = min(cell.start for cell in cells), max(cell.end for cell in cells)
        at, behind = bisect_left(starts, first), bisect_left(starts, last)
        if at < behind:
            if at and at - 1 not in held and _is_head(document, numbers[at - 1 : at + 1], rows):
                at -= 1
                rows = _headed(document, numbers[at], rows)
            tables.append(Table(rows, _captions(document, numbers[at]), document.blocks[numbers[at]]))
            held.update(range(at, behind))
    tables += _tabbed(document, [number for at, number in enumerate(numbers) if at not in held])
    return sorted(tables, key=lambda table: table.block.start)


def _is_head(document: Document, numbers: Sequence[int], rows: list[Row]) -> bool:
    """Whether the row of words above a grid that begins with figures is its head: as wide, and with nothing between."""
    above = document.blocks[numbers[0]]
    pieces = document.text[above.start : above.end].split("\t")
    worded = not any(_NUMERAL.match(piece) for piece in pieces)
    figured = sum(cell is not None and _NUMERAL.match(cell.text) is not None for cell in rows[0][1:])
    return numbers[1] - numbers[0] == 1 and len(pieces) == len(rows[0]) and worded and figured > 0


def _headed(document: Document, number: int, rows: list[Row]) -> list[Row]:
    """``rows`` below the row that block ``number`` is."""
    moved: dict[Cell, Cell] = {}
    below = [
        [None if cell is None else moved.setdefault(cell, cell._replace(row=cell.row + 1)) for cell in row]
        for row in rows
    ]
    return [list(_tab_row(document, number, 0)), *below]


def _placed(document: Document, grid: Grid) -> list[Row]:
    """The rows of a grid, every cell at each place that it covers; none when that would be out of all proportion."""
    clean, text = document.offsets.to_clean, document.text
    depth = max((one.row + one.rows for one in grid.cells), default=0)
    if depth * max((one.column + one.columns for one in grid.cells), default=0) > _LARGEST:
        return []
    rows: list[Row] = [[] for _ in range(depth)]
    for one in grid.cells:
        spans = max(1, one.rows), max(1, one.columns)
        cell = _cell(text, (clean(one.start), clean(one.end)), (one.row, one.column), spans)
        for row in rows[one.row : one.row + cell.rows]:
            row.extend([None] * (one.column + cell.columns - len(row)))
            row[one.column : one.column + cell.columns] = [cell] * cell.columns
    width = max(map(len, rows), default=0)
    return [row + [None] * (width - len(row)) for row in rows]


def _cell(text: str, place: tuple[int, int], at: tuple[int, int], spans: tuple[int, int] = (1, 1)) -> Cell:
    inner = text[place[0] : place[1]]
    kept = inner.strip()
    start = place[0] + (len(inner) - len(inner.lstrip()) if kept else 0)
    return Cell(start, start + len(kept), _SPACE.sub("", kept), *at, *spans)


def _tabbed(document: Document, numbers: Sequence[int]) -> list[Table]:
    """Tables of rows whose cells stand between tabs; a short line without a figure may stand between two rows."""
    tables: list[Table] = []
    group: list[int] = []
    for number in [*numbers, -1]:
        if group and (number < 0 or not _joins(document, group[-1], number)):
            tables.append(_tab_table(document, group))
            group = []
        group += range(group[-1] + 1, number + 1) if group else [number]
    return tables


def _joins(document: Document, last: int, number: int) -> bool:
    between = [document.text[block.start : block.end] for block in document.blocks[last + 1 : number][:2]]
    return len(between) < 2 and all(len(line) <= _LONGEST_GROUP and not _FIGURE.search(line) for line in between)


def _tab_table(document: Document, numbers: Sequence[int]) -> Table:
    rows = []
    for at, number in enumerate(numbers):
        rows.append(_tab_row(document, number, at))
    width = max(map(len, rows))
    grid = [_aligned(row, rows, width) for row in rows]
    return Table(grid, _captions(document, numbers[0]), document.blocks[numbers[0]])


def _tab_row(document: Document, number: int, at: int) -> list[Cell]:
    """The cells of block ``number`` as row ``at``."""
    block = document.blocks[number]
    start, row = block.start, []
    for column, piece in enumerate(document.text[block.start : block.end].split("\t")):
        row.append(_cell(document.text, (start, start + len(piece)), (at, column)))
        start += len(piece) + 1
    return row


def _aligned(row: list[Cell], rows: list[list[Cell]], width: int) -> Row:
    """``row`` at the full width: a cell that spans rows leaves those below it short at the left."""
    missing = width - len(row)
    if not missing or len(row) == 1:
        return [*row, *[None] * missing]
    full = [other for other in rows if len(other) == width]
    shapes = [sum(bool(_FIGURE.match(other[at].text)) for other in full) * 2 > len(full) for at in range(width)]
    left = sum(bool(_FIGURE.match(cell.text)) == shapes[at + missing] for at, cell in enumerate(row))
    right = sum(bool(_FIGURE.match(cell.text)) == shapes[at] for at, cell in enumerate(row))
    shifted = [cell._replace(column=cell.column + missing) for cell in row]
    return [*[None] * missing, *shifted] if left >= right else [*row, *[None] * missing]


def _captions(document: Document, number: int) -> list[str]:
    """The short lines above block ``number``, at most three."""
    lines: list[str] = []
    for block in reversed(document.blocks[max(0, number - 3) : number]):
        line = document.text[block.start : block.end]
        if block.kind == "table_row" or len(line) > _LONGEST_CAPTION or line.endswith("。"):
            break
        lines.append(line)
    return lines[::-1]
