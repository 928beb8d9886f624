"""Rows of a table that no rule parts: which rows of text belong together, from figures, distances and words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import median

from planledger.reading.printed.cells import middle, text_rows
from planledger.reading.printed.page import PrintedLine

# A figure alone: of a table's cell, not of a sentence. Dashes and dots stand for a figure that there is not.
_FIGURE = re.compile(r"[-+−－＋<>＜＞≥≤＞±（(〔\[]{0,2}\s*\d[\d,，\s]*(?:[.．·]\s*\d+)?\s*[%％‰]?[）)〕\]*＊]{0,2}|[-—–－─…/／]{1,4}")
_YEAR = re.compile(r"(?:19|20)\d\d")
# A line that begins like this begins a row, however near it stands to the one before.
_BEGINS = re.compile(r"[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．](?!\d)|其中|其他|[#＃*＊]|合计|总计|小计")

def is_figure(line: PrintedLine) -> bool:
    """Whether ``line`` is one figure of a table, or the sign that there is none; a year is rather a head."""
    return bool(_FIGURE.fullmatch(line.text)) and not _YEAR.fullmatch(line.text)


@dataclass(slots=True)
class Part:
    """A line within its cell: which of the columns of text there it stands in, from the first to after the last."""

    line: PrintedLine
    first: int
    after: int


Owned = tuple[int, Part]
"""A part with the number of the ruled cell it stands in."""


@dataclass(slots=True)
class TextRow:
    """Text that stands at one height in a band of the table.

    Attributes:
        at: Height of its middle.
        size: Of its letters.
        parts: What stands there, from the left.
        anchor: Whether a row of the table is sure to stand here.
    """

    at: float
    size: float
    parts: list[Owned]
    anchor: bool = False

    @property
    def columns(self) -> set[tuple[int, int]]:
        """Where it has text: numbers of cell and of column within the cell."""
        return {(cell, part.first) for cell, part in self.parts}

    @property
    def begins(self) -> bool:
        """Whether its first words are such as begin a row."""
        return bool(_BEGINS.match(self.parts[0][1].line.text))


def group_rows(parts: Sequence[Owned], *, loose: bool) -> list[list[Owned]]:
    """``parts`` of one band by the row of the table they stand in; one row where none can be told apart.

    Args:
        parts: What stands in the band.
        loose: Whether rows of words alone are told apart too; otherwise only rows of figures are.
    """
    if len({owner for owner, _ in parts}) == len(parts):
        return [list(parts)]
    rows = _text_rows(parts)
    if not _mark_anchors(rows, loose=loose):
        return _head_groups(rows) if loose else [list(parts)]
    anchors = [index for index, row in enumerate(rows) if row.anchor]
    pitch = median(rows[after].at - rows[before].at for before, after in pairwise(anchors))
    right = max((part.line.box.right for row in rows for cell, part in row.parts if (cell, part.first) == (0, 0)), default=inf)
    # A row joins one neighbour at most, and no anchor joins by itself, so that two anchors are never in one row.
    joins: set[int] = set()
    for index, row in enumerate(rows):
        if not row.anchor:
            joins.update(_join(rows, index, pitch, right))
    first = anchors[0]
    while first and first in joins:
        first -= 1
    groups = _head_groups(rows[:first])
    for index in range(first, len(rows)):
        if index > first and index in joins:
            groups[-1] += rows[index].parts
        else:
            groups.append(list(rows[index].parts))
    return groups


def _text_rows(parts: Sequence[Owned]) -> list[TextRow]:
    """Rows of text of a band, from the top."""
    owners = {id(owned[1].line): owned for owned in parts}
    return [
        TextRow(middle(row[0]), median(line.size for line in row), [owners[id(line)] for line in row])
        for row in text_rows([part.line for _, part in parts])
    ]


def _mark_anchors(rows: list[TextRow], *, loose: bool) -> bool:
    """Whether rows of the table were found among the rows of text: two at least, with text in two columns."""
    often: dict[tuple[int, int], int] = {}
    for row in rows:
        for column in row.columns:
            often[column] = often.get(column, 0) + 1
    if sum(count > 1 for count in often.values()) < 2:
        return False
    label = min(often)
    for row in rows:
        row.anchor = any(is_figure(part.line) for cell, part in row.parts if (cell, part.first) != label)
    found = sum(row.anchor for row in rows)
    if found >= 2 and 3 * found >= len(rows):
        return True
    if not loose:
        return False
    for row in rows:
        row.anchor = label in row.columns and len(row.columns) >= max(2, 0.6 * len(often))
    return sum(row.anchor for row in rows) >= 2


def _join(rows: Sequence[TextRow], index: int, pitch: float, right: float) -> list[int]:
    """Which border the row of text ``index``, no row of the table for sure, is not parted at: its upper, lower, none.

    Args:
        rows: Of the band.
        index: Of the row of text.
        pitch: Usual distance of two rows of the table.
        right: Where the longest label ends.
    """
    row = rows[index]
    above = row.at - rows[index - 1].at if index else inf
    below = rows[index + 1].at - row.at if index + 1 < len(rows) else inf
    near, far = min(above, below), max(above, below)
    if near <= 1.7 * row.size and (near <= 0.75 * pitch or near <= 0.75 * far < inf):
        if below < above:
            return [index + 1]
        if not (row.begins and row.columns & rows[index - 1].columns):
            return [index]
    elif index and not row.begins and above <= 1.7 * row.size:
        # A label that fills its column goes on in the next line.
        label = rows[index - 1].parts[0][1].line
        if label.box.right > right - 1.2 * label.size and abs(label.box.left - row.parts[0][1].line.box.left) < label.size:
            return [index]
    return []


def _head_groups(rows: Sequence[TextRow]) -> list[list[Owned]]:
    """Rows of text above the first row of figures by the row of the head they belong to."""
    groups: list[list[Owned]] = []
    for index, row in enumerate(rows):
        spans = bool(groups) and any(part.after - part.first > 1 for _, part in groups[-1])
        if not index or spans or row.begins or row.at - rows[index - 1].at > 2 * row.size:
            groups.append(list(row.parts))
        else:
            groups[-1] += row.parts
    return groups
