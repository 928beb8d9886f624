"""How a page's tables are found: by ``planledger.reading.printed.tables`` where it is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from planledger.model.places import Box
from planledger.reading.printed.page import PrintedLine, PrintedPage


class Cell(Protocol):
    """A cell of a table: place, extent, and the lines inside in reading order."""

    @property
    def row(self) -> int:
        """From 0."""
        ...

    @property
    def column(self) -> int:
        """From 0."""
        ...

    @property
    def rows(self) -> int:
        """How many it covers."""
        ...

    @property
    def columns(self) -> int:
        """Likewise."""
        ...

    @property
    def lines(self) -> Sequence[PrintedLine]:
        """Perhaps parts of the page's lines."""
        ...


class Table(Protocol):
    """A table of a page."""

    @property
    def box(self) -> Box:
        """Its rectangle."""
        ...

    @property
    def cells(self) -> Sequence[Cell]:
        """In the order of rows, then columns."""
        ...

    @property
    def taken(self) -> Sequence[PrintedLine]:
        """The page's lines whose text is in the cells, as they were before any was cut."""
        ...


def find_tables(page: PrintedPage) -> list[Table]:
    """The tables of ``page``, from top to bottom."""
    try:
        from planledger.reading.printed.tables import find_page_tables
    except ModuleNotFoundError:
        return []
    found: list[Table] = find_page_tables(page)
    return sorted(found, key=lambda table: (table.box.top, table.box.left))
