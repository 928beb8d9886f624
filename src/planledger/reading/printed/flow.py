"""What the layout of a page is made of: items with their boxes, rows of a column, columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from planledger.model.places import Box
from planledger.reading.printed.cells import PageTable
from planledger.reading.printed.page import PrintedLine


class Item(NamedTuple):
    """A line or a table of a page, by the box that it takes in the flow.

    On a page set from top to bottom and right to left the flow's coordinates are turned so that they read as usual.
    """

    box: Box
    line: PrintedLine | None = None
    table: PageTable | None = None


@dataclass(slots=True, eq=False)
class Row:
    """What stands side by side in a column."""

    page: int
    lines: list[PrintedLine]
    box: Box
    size: float
    bold: bool
    text: str


@dataclass(slots=True, eq=False)
class TableBlock:
    """A table as it stands in the flow."""

    page: int
    table: PageTable
    box: Box


@dataclass(slots=True, eq=False)
class Column:
    """Rows and tables one below the other, with the edges between which they are set."""

    page: int
    blocks: list[Row | TableBlock] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0

    @property
    def rows(self) -> list[Row]:
        """The rows without the tables."""
        return [block for block in self.blocks if isinstance(block, Row)]


def joined(first: str, second: str) -> str:
    """What stands between two pieces of text that were parted by a line break: a space between Latin words only.

    >>> joined("plan of", "work"), joined("增长", "5%"), joined("12", "34")
    (' ', '', '')
    """
    before, after = first[-1:], second[:1]
    if not (before.isascii() and after.isascii()):
        return ""
    if before.isalpha():
        return " " if after.isalnum() else ""
    return " " if before in ",.;:!?)" and after.isalpha() else ""


def row_of(page: int, items: Sequence[Item]) -> Row:
    """The row of some lines, from left to right."""
    ordered = sorted(items, key=lambda item: item.box.left)
    lines = [item.line for item in ordered if item.line is not None]
    longest = max(lines, key=lambda line: len(line.text))
    return Row(
        page,
        lines,
        enclosing([item.box for item in ordered]),
        longest.size,
        longest.bold,
        " ".join(line.text for line in lines),
    )


def enclosing(boxes: Sequence[Box]) -> Box:
    """The smallest box around some."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def body_size(lines: Sequence[PrintedLine]) -> float:
    """The size in which most characters are set, 0 without lines."""
    weights: dict[float, int] = {}
    for line in lines:
        size = round(line.size * 2) / 2
        weights[size] = weights.get(size, 0) + len(line.text)
    if not weights:
        return 0.0
    best = max(weights, key=lambda size: (weights[size], size))
    near = [line.size for line in lines if abs(line.size - best) <= 0.5]
    return median(near) if near else best
