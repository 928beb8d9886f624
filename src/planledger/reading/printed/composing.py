"""Paragraphs and tables to the text of a document, with a place for every printed line."""

from __future__ import annotations

from collections.abc import Iterable

from planledger.model.document import BlockKind
from planledger.model.places import Grid, GridCell, Place
from planledger.reading.printed.flow import Row, joined
from planledger.reading.printed.grids import FlowTable
from planledger.reading.printed.page import PrintedLine


class Composer:
    """Text under way: one line a paragraph or table row.

    Attributes:
        headings: Level by start of line.
        asides: Kind by start of line.
        places: One a printed line.
        grids: One a table.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._at = 0
        self._tail = ""
        self.headings: dict[int, int] = {}
        self.asides: dict[int, BlockKind] = {}
        self.places: list[Place] = []
        self.grids: list[Grid] = []

    @property
    def text(self) -> str:
        """What was composed."""
        return "".join(self._pieces).rstrip("\n")

    def add_rows(self, rows: Iterable[Row], *, level: int = 0, aside: BlockKind | None = None) -> None:
        """Add a paragraph; ``level`` is that of a heading, ``aside`` what it is when it was set apart."""
        start = self._at
        for row in rows:
            for index, line in enumerate(row.lines):
                # Side by side with a wide gap is a space; line under line only between Latin words.
                self._add_line(row.page, line, " " if index else joined(self._tail, line.text))
        if self._at == start:
            return
        if level:
            self.headings[start] = level
        if aside:
            self.asides[start] = aside
        self._put("\n")

    def add_table(self, table: FlowTable) -> int:
        """Add a table, a row a line with its cells between tabs; how many cells it has."""
        cells = []
        by_row: dict[int, dict[int, list[tuple[int, PrintedLine]]]] = {}
        spans = {(cell.row, cell.column): (cell.rows, cell.columns) for cell in table.cells}
        for cell in table.cells:
            by_row.setdefault(cell.row, {})[cell.column] = [(piece.page, piece.line) for piece in cell.pieces]
        for row in sorted(by_row):
            if not any(line.text for pieces in by_row[row].values() for _, line in pieces):
                continue
            at = 0
            for column in sorted(by_row[row]):
                self._put("\t" * (column - at))
                at = column
                start = self._at
                for page, line in by_row[row][column]:
                    self._add_line(page, line, joined(self._tail, line.text) if self._at > start else "")
                cells.append(GridCell(start, self._at, row, column, *spans[row, column]))
            self._put("\n")
        if cells:
            self.grids.append(Grid(tuple(cells), table.page))
        return len(cells)

    def _add_line(self, page: int, line: PrintedLine, before: str) -> None:
        text = line.text
        if self._at and self._tail not in ("\n", "\t", ""):
            self._put(before)
        start = self._at
        self._put(text)
        edges = line.edges if len(line.edges) == len(text) + 1 else ()
        self.places.append(
            Place(start, self._at, "", page, line.box, edges, line.vertical, min(max(line.confidence, 0.0), 1.0))
        )

    def _put(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            self._at += len(text)
            self._tail = text[-1]
