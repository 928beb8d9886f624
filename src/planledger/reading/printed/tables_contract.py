"""How a page's tables are found: by ``planledger.reading.printed.tables`` where it is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Protocol

from planledger.model.places import Box
from planledger.reading.printed.page import PrintedLine, PrintedPage

_FINDER = "planledger.reading.printed.tables"


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
        find: Callable[[PrintedPage], list[Table]] = import_module(_FINDER).find_page_tables
    except ModuleNotFoundError:
        return []
    found = find(page)
    return sorted(found, key=lambda table: (table.box.top, table.box.left))
