"""Table elements of HTML as grids of source places (网页表格)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from planledger.model.places import Grid, GridCell

_TAG = re.compile(r"<(?P<slash>/?)(?P<name>table|tr|td|th)\b(?P<attributes>[^<>]*)>", re.IGNORECASE)
_SPANS = re.compile(r"""\b(?P<which>row|col)span\s*=\s*["']?\s*(?P<count>\d{1,4})""", re.IGNORECASE)
_WIDEST, _DEEPEST = 60, 200


class _Written(NamedTuple):
    """A cell as written: its stretch of the source, and how many rows and columns it asks for."""

    start: int
    end: int
    rows: int
    columns: int


@dataclass(slots=True)
class _Element:
    """A table element of the source, by its rows."""

    rows: list[list[_Written]] = field(default_factory=list)
    opened: tuple[int, int, int] | None = None
    nested: bool = False

    def close(self, at: int) -> None:
        if self.opened is not None and self.rows:
            start, rows, columns = self.opened
            self.rows[-1].append(_Written(start, at, rows, columns))
        self.opened = None


def find_html_grids(source: str, largest: int) -> tuple[Grid, ...]:
    """Innermost table elements of ``source`` that hold cells, in source order.

    Args:
        source: The decoded source.
        largest: How many places their cells may cover together; spans beyond that are not followed.
    """
    if "<t" not in source and "<T" not in source:
        return ()
    grids = []
    for element in _elements(source):
        cells = _placed(element, largest)
        largest -= sum(cell.rows * cell.columns for cell in cells)
        if cells:
            grids.append(Grid(tuple(cells)))
    return tuple(sorted(grids, key=lambda grid: grid.cells[0].start))


def _elements(source: str) -> list[_Element]:
    """Innermost table elements; one that is never closed is none."""
    stack: list[_Element] = []
    done: list[_Element] = []
    for match in _TAG.finditer(source):
        name, closing = match["name"].lower(), bool(match["slash"])
        if name == "table" and not closing:
            if stack:
                stack[-1].nested = True
            stack.append(_Element())
        elif stack:
            element = stack[-1]
            element.close(match.start())
            if name == "table":
                done.append(stack.pop())
            elif name == "tr" and not closing:
                element.rows.append([])
            elif not closing:
                element.opened = (match.end(), *_spans(match["attributes"]))
    return [element for element in done if not element.nested]


def _spans(attributes: str) -> tuple[int, int]:
    """How many rows and columns a cell asks for."""
    if "span" not in attributes and "SPAN" not in attributes:
        return 1, 1
    spans = {found["which"].lower(): int(found["count"]) for found in _SPANS.finditer(attributes)}
    return max(1, spans.get("row", 1)), max(1, spans.get("col", 1))


def _placed(element: _Element, largest: int) -> list[GridCell]:
    """The cells of an element at the rows and columns that they cover."""
    placed: list[GridCell] = []
    taken: list[set[int]] = [set() for _ in element.rows]
    covered = 0
    for number, written in enumerate(element.rows):
        column = 0
        # Every cell of a full row reaching down leaves the next row no place: such spans are mistakes.
        excess = min((cell.rows for cell in written), default=1) - 1
        if taken[number] or number + 1 == len(element.rows) or not element.rows[number + 1]:
            excess = 0
        for cell in written:
            while column in taken[number]:
                column += 1
            down, across = min(cell.rows - excess, len(element.rows) - number, _DEEPEST), min(cell.columns, _WIDEST)
            if covered + down * across > largest:
                down = across = 1
            covered += down * across
            for below in range(number, number + down):
                taken[below].update(range(column, column + across))
            placed.append(GridCell(cell.start, cell.end, number, column, down, across))
            column += across
    return placed
