"""Cells of a table on a printed page, and lines of text cut where a border of two cells runs through them."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from planledger.model.places import Box
from planledger.reading.printed.page import PrintedLine

# Share of the font size by which a character must be followed by more room than it takes for that to be a gap.
_GAP = 0.15
# How far from a border (font sizes) the gap between the texts of two cells may lie: text overflows its cell.
_REACH = 0.9
# A piece narrower than this (font sizes) without a gap before it is the overflow of its cell, not another's text.
_OVERFLOW = 1.2


@dataclass(slots=True)
class PageCell:
    """A cell of a table on a page (单元格).

    Attributes:
        row: From 0.
        column: From 0.
        rows: How many it covers.
        columns: Likewise.
        lines: The lines within it, in reading order.
    """

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    lines: list[PrintedLine] = field(default_factory=list)


@dataclass(slots=True)
class PageTable:
    """A table of a page (表格).

    Attributes:
        box: Its rectangle.
        cells: In the order of rows, then columns; every place of the grid is covered by one cell, which may be empty.
        taken: The page's lines whose text is in the cells, as they were before any was cut.
    """

    box: Box
    cells: list[PageCell]
    taken: list[PrintedLine]


def compact(cells: Sequence[PageCell]) -> tuple[list[int], list[int]]:
    """The rows and the columns in which a cell begins; ``cells`` are renumbered to have no others."""
    rows, columns = sorted({cell.row for cell in cells}), sorted({cell.column for cell in cells})
    for cell in cells:
        row, column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
        cell.rows = bisect_left(rows, cell.row + cell.rows) - row
        cell.columns = bisect_left(columns, cell.column + cell.columns) - column
        cell.row, cell.column = row, column
    return rows, columns


def middle(line: PrintedLine) -> float:
    """Height of the middle of ``line`` on the page."""
    return (line.box.top + line.box.bottom) / 2


def text_rows(lines: Sequence[PrintedLine]) -> list[list[PrintedLine]]:
    """``lines`` by the row of text they stand on, from the top, each row from the left."""
    rows: list[list[PrintedLine]] = []
    heights: list[float] = []
    for line in sorted(lines, key=middle):
        # A label of two lines stands half a line above and below the figure it belongs to: that is another row.
        if rows and middle(line) - heights[-1] <= 0.4 * min(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
            heights.append(middle(line))
    for row in rows:
        row.sort(key=lambda line: line.box.left)
    return rows


def in_reading_order(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines of one cell from the top, those of one row from the left; vertical ones from the right."""
    if len(lines) < 2:
        return list(lines)
    if all(line.vertical for line in lines):
        return sorted(lines, key=lambda line: -line.box.left)
    return [line for row in text_rows(lines) for line in row]


def cut_line(line: PrintedLine, borders: Sequence[float], *, ruled: bool = True) -> list[PrintedLine]:
    """``line`` cut at those of ``borders`` (ascending) where the text of one cell ends and that of another begins.

    A border that the text merely runs over, because it is wider than its cell, does not cut it; nor does one that is
    not ``ruled``, unless the text has a gap there.
    """
    pieces: list[PrintedLine] = []
    rest = line
    for border in borders:
        at = _cut(rest, border, ruled=ruled)
        if at:
            pieces.append(_piece(rest, 0, at))
            rest = _piece(rest, at, len(rest.text))
    pieces.append(rest)
    return [piece for piece in pieces if piece.text]


def _cut(line: PrintedLine, border: float, *, ruled: bool) -> int:
    """How many characters of ``line`` stand before ``border``, 0 where it is not to be cut there."""
    edges, size, text = line.edges, line.size, line.text
    if len(text) < 2 or len(edges) != len(text) + 1 or not edges[0] < border < edges[-1]:
        return 0
    best, nearest, widest = 0, 0, _GAP * size
    # Only characters near the border matter, and the first one after it, however far.
    first = bisect_left(edges, border - 2 * size)
    last = max(bisect_right(edges, border + 2 * size), bisect_right(edges, border) + 1)
    for index in range(max(first, 1), min(last, len(text))):
        # A gap lies after the character before it; spaces are part of it.
        start = edges[index - 1] + (0.0 if text[index - 1] == " " else _width(text[index - 1], size))
        gap = edges[index] - start - _spacing(text[index - 1], text[index]) * size
        if abs(edges[index] - border) < abs(edges[nearest] - border) or not nearest:
            nearest = index
        if gap > widest and start - _REACH * size < border < edges[index] + _REACH * size:
            best, widest = index, gap
    if best:
        return best
    if not ruled or min(border - edges[0], edges[-1] - border) < _OVERFLOW * size:
        return 0
    return nearest or min(max(first, 1), len(text) - 1)


def _piece(line: PrintedLine, start: int, end: int) -> PrintedLine:
    """Characters ``[start, end)`` of ``line`` without spaces at either end, with their places."""
    while start < end and line.text[start].isspace():
        start += 1
    while end > start and line.text[end - 1].isspace():
        end -= 1
    edges = list(line.edges[start : end + 1])
    if end > start and end < len(line.text):
        edges[-1] = min(edges[-1], edges[-2] + _width(line.text[end - 1], line.size))
    near, far = (edges[0], edges[-1]) if edges else (0.0, 0.0)
    box = line.box._replace(top=near, bottom=far) if line.vertical else line.box._replace(left=near, right=far)
    return replace(line, text=line.text[start:end], box=box, edges=tuple(edges))


def _spacing(before: str, after: str) -> float:
    """What typesetters put between a wide letter and a narrow one, of the size: 2024年."""
    joined = before.isalnum() and after.isalnum()
    return 0.25 if joined and (_width(before, 1.0) == 1.0) != (_width(after, 1.0) == 1.0) else 0.0


def _width(character: str, size: float) -> float:
    """Room that ``character`` takes at most."""
    return size if unicodedata.east_asian_width(character) in "WFA" else 0.6 * size
