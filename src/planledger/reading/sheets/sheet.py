"""A sheet as its reader found it: cells as printed and which of them are merged, before any layout."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Merged(NamedTuple):
    """A range of cells that are one, rows and columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """A sheet (工作表).

    Attributes:
        name: As on its tab.
        rows: By number from 0, the text of each cell that prints any, by its column from 0.
        merged: Ranges of merged cells.
        hidden_rows: Numbers of the rows that are not shown.
        hidden_columns: Likewise.
        without_value: Addresses of formulas whose result the file does not hold.
    """

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[Merged] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    without_value: list[str] = field(default_factory=list)


def letters_of(column: int) -> str:
    """Letters of a column from 0.

    >>> letters_of(0), letters_of(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address_of(row: int, column: int) -> str:
    """Address of a cell by row and column from 0.

    >>> address_of(4, 1)
    'B5'
    """
    return f"{letters_of(column)}{row + 1}"
