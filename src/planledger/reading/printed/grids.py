"""Tables of pages to rows of text and grids; what goes on over a page break is one table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from planledger.reading.printed.flow import TableBlock, joined
from planledger.reading.printed.page import PrintedLine

_MOST_HEAD_ROWS = 4


class Piece(NamedTuple):
    """A line of a table's cell, with the page that it stands on."""

    page: int
    line: PrintedLine


class FlowCell(NamedTuple):
    """A cell with its rows counted through the whole table."""

    row: int
    column: int
    rows: int
    columns: int
    pieces: list[Piece]

    def text(self) -> str:
        """Its wording, without a break."""
        text = ""
        for piece in self.pieces:
            text += joined(text, piece.line.text) + piece.line.text
        return text


class FlowTable(NamedTuple):
    """A table, over all its pages."""

    page: int
    cells: list[FlowCell]

    def height(self) -> int:
        """How many rows it has."""
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    def width(self) -> int:
        """How many columns it has."""
        return max((cell.column + cell.columns for cell in self.cells), default=0)

    def row(self, number: int) -> list[str]:
        """Wording of the cells that begin in a row."""
        return [cell.text() for cell in sorted(self.cells, key=lambda cell: cell.column) if cell.row == number]


def flow_table(block: TableBlock) -> FlowTable:
    """The table of one page."""
    cells = [
        FlowCell(cell.row, cell.column, cell.rows, cell.columns, [Piece(block.page, line) for line in cell.lines])
        for cell in block.table.cells
    ]
    return FlowTable(block.page, sorted(cells, key=lambda cell: (cell.row, cell.column)))


def continues(first: TableBlock, second: TableBlock, *, width: float) -> bool:
    """Whether ``second``, with which the next page begins, goes on with ``first``, with which its page ends.

    Args:
        first: The table before.
        second: The table after it, with nothing between them.
        width: Of the page.
    """
    one, other = flow_table(first), flow_table(second)
    if second.page != first.page + 1 or one.width() != other.width() or one.width() < 2:
        return False
    near = 0.03 * width
    return abs(first.box.left - second.box.left) < near and abs(first.box.right - second.box.right) < near


def one_table(parts: Sequence[TableBlock]) -> FlowTable:
    """The parts of a table on successive pages as one; the head that each page repeats stands once."""
    whole = flow_table(parts[0])
    for block in parts[1:]:
        part = flow_table(block)
        skipped = _repeated_head(whole, part)
        shift = whole.height() - skipped
        whole.cells.extend(cell._replace(row=cell.row + shift) for cell in part.cells if cell.row >= skipped)
    return whole


def _repeated_head(whole: FlowTable, part: FlowTable) -> int:
    """How many rows at the head of ``part`` say what the head of the whole said."""
    repeated = 0
    while repeated < min(_MOST_HEAD_ROWS, part.height()) and any(part.row(repeated)):
        if whole.row(repeated) != part.row(repeated):
            break
        repeated += 1
    # A row that spans into what follows is whole only with it.
    if any(cell.row < repeated < cell.row + cell.rows for cell in part.cells):
        return 0
    return repeated
