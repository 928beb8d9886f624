"""The source text of a file that is no text, put together line by line with its places and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from planledger.model.document import BlockKind
from planledger.model.places import Format, Grid, GridCell, Place
from planledger.model.problem import Problem
from planledger.reading.lifting import Lifted

_SPACE = re.compile(r"\s+")
_MOST_TABS = 64


class Piece(NamedTuple):
    """A stretch of text from one place of the file."""

    text: str
    locator: str


class LaidCell(NamedTuple):
    """A cell of a table with what it says, by the row and column where it begins and how many it covers."""

    pieces: Sequence[Piece]
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class Composition:
    """The text so far. Lines are added in reading order; those that are set apart come to stand at its end."""

    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _places: list[Place] = field(default_factory=list)
    _headings: dict[int, int] = field(default_factory=dict)
    _grids: list[Grid] = field(default_factory=list)
    _asides: list[tuple[BlockKind, list[Piece]]] = field(default_factory=list)
    _starts: dict[int, BlockKind] = field(default_factory=dict)
    _open: list[list[GridCell]] = field(default_factory=list)

    def add_line(self, pieces: Sequence[Piece], *, heading: int = 0) -> bool:
        """Whether there was anything to add: a paragraph, a heading of some level, or a row of one cell."""
        line = trimmed(pieces)
        if not line:
            return False
        start = self._length
        self._write(line)
        self._end_line()
        if heading:
            self._headings[start] = heading
        return True

    def set_apart(self, pieces: Sequence[Piece], kind: BlockKind) -> None:
        """Keep a line for the end: a footnote, a running head, an entry of the table of contents."""
        if line := trimmed(pieces):
            self._asides.append((kind, line))

    def open_grid(self) -> None:
        """Begin a table, maybe inside another: rows added from here on are its own."""
        self._open.append([])

    def add_row(self, cells: Sequence[LaidCell]) -> None:
        """Add a row of a table as a line; nothing when all its cells are empty."""
        filled = [trimmed(cell.pieces) for cell in cells]
        if not any(filled):
            return
        behind = cells[0].column
        for number, (cell, pieces) in enumerate(zip(cells, filled, strict=True)):
            if number:
                # A tab for each column that is empty here, so that figures stand in line also as plain text.
                self._append("\t" * (1 + min(max(0, cell.column - behind), _MOST_TABS)))
            behind = cell.column + cell.columns
            start = self._length
            self._write(pieces)
            if self._open and self._length > start:
                self._open[-1].append(GridCell(start, self._length, *cell[1:]))
        self._end_line()

    def close_grid(self) -> None:
        """End the table that was begun last; one whose rows all hold a single cell is none."""
        cells = self._open.pop()
        rows = [cell.row for cell in cells]
        if len(set(rows)) < len(rows):
            top, left = min(rows), min(cell.column for cell in cells)
            self._grids.append(
                Grid(tuple(cell._replace(row=cell.row - top, column=cell.column - left) for cell in cells))
            )

    def lifted(self, kind: Format, *, title: str = "", problems: Sequence[Problem] = (), **more: Any) -> Lifted:
        """What was put together, with what was set apart at its end."""
        for aside, line in self._asides:
            self._starts[self._length] = aside
            self._write(line)
            self._end_line()
        self._asides.clear()
        return Lifted(
            "".join(self._pieces)[:-1],
            format=kind,
            title=title,
            headings=dict(self._headings),
            asides=dict(self._starts),
            places=tuple(self._places),
            grids=tuple(sorted(self._grids, key=lambda grid: grid.cells[0].start)),
            problems=tuple(problems),
            **more,
        )

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _end_line(self) -> None:
        self._append("\n")

    def _write(self, pieces: Sequence[Piece]) -> None:
        for text, locator in pieces:
            start = self._length
            self._append(text)
            last = self._places[-1] if self._places else None
            if last is not None and last.locator == locator and last.end == start:
                self._places[-1] = replace(last, end=self._length)
            elif locator:
                self._places.append(Place(start, self._length, locator))


def trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without space at either end and without empty ones."""
    line = [piece for piece in pieces if piece.text]
    while line and line[0].text.isspace():
        del line[0]
    while line and line[-1].text.isspace():
        del line[-1]
    if line and line[0].text[0].isspace():
        line[0] = Piece(line[0].text.lstrip(), line[0].locator)
    if line and line[-1].text[-1].isspace():
        line[-1] = Piece(line[-1].text.rstrip(), line[-1].locator)
    return line


def text_of(pieces: Sequence[Piece]) -> str:
    """What the pieces say together."""
    return "".join(piece.text for piece in pieces)


def joined(lines: Sequence[Sequence[Piece]]) -> list[Piece]:
    """The lines of a cell as one, a space between them and between words."""
    whole: list[Piece] = []
    for line in filter(None, map(trimmed, lines)):
        if whole:
            whole[-1] = Piece(whole[-1].text + " ", whole[-1].locator)
        whole += [Piece(_SPACE.sub(" ", text), locator) for text, locator in line]
    return whole
