"""How a page's tables are found: by ``planledger.reading.printed.tables`` where it is there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from planledger.model.places import Box
from planledger.reading.printed.page import PrintedLine, PrintedPage


class Cell(Protocol):
    """A cell of a table: place, extent, and the lines inside in reading order."""

    row: int
    column: int
    rows: int
    columns: int
    lines: list[PrintedLine]


class Table(Protocol):
    """A table of a page; ``lines`` are the indexes of the page's lines that it took."""

    box: Box

    @property
    def cells(self) -> Sequence[Cell]:
        """In the order of rows, then columns."""
        ...

    @property
    def lines(self) -> Collection[int]:
        """Indexes of the page's lines."""
        ...


def find_tables(page: PrintedPage) -> list[Table]:
    """The tables of ``page``, from top to bottom."""
    try:
        from planledger.reading.printed.tables import find_page_tables
    except ModuleNotFoundError:
        return []
    found: list[Table] = find_page_tables(page)
    return sorted(found, key=lambda table: (table.box.top, table.box.left))
