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
_FIGURE = re.compile(
    r"[-+−－＋<>＜＞≥≤＞±（(〔\[]{0,2}\s*\d[\d,，\s]*(?:[.．·]\s*\d+)?\s*[%％‰]?[）)〕\]*＊]{0,2}|[-—–－─…/／]{1,4}"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
# A figure too wide for its cell goes on below: its last group of digits is not whole.
_BROKEN = re.compile(r"[-−－]?\d{1,3}(?:[,，]\d{3})*[,，]\d{0,2}|\d[\d,，]*\.")
# A line that begins like this begins a row, however near it stands to the one before.
_BEGINS = re.compile(
    r"[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．](?!\d)|其中|其他|[#＃*＊]|合计|总计|小计"
)


_VALUE = re.compile(
    r"(?:约|近|超过?|突破|[不小大低高]于|不超过|控制在|力争|达到?)?[-−－＋+<>＜>≥≤＞±（(〔\[]{0,2}\d[\d,.]*(?:[-—~～至]\d[\d.]*)?"
    r"[^\d\s，。；：、]{0,6}?(?:以[上内下]|左右)?[）)〕\]*＊]{0,2}"
)
_TIME = re.compile(r"(?:19|20)\d\d年.*|\d{1,2}[月日号章节条页].*")


def is_value(line: PrintedLine) -> bool:
    """Whether ``line`` is a figure of a table, maybe with its unit and a bound: 85%以上, 4.8万人; no year, no date."""
    text = line.text
    return is_figure(line) or (bool(_VALUE.fullmatch(text)) and not _YEAR.fullmatch(text) and not _TIME.match(text))


def is_figure(line: PrintedLine) -> bool:
    """Whether ``line`` is one figure of a table, or the sign that there is none; a year is rather a head."""
    return bool(_FIGURE.fullmatch(line.text)) and not _YEAR.fullmatch(line.text)


@dataclass(slots=True)
class Part:
    """A line within its cell: which of the columns of text there it stands in, from the first to after the last."""

    line: PrintedLine
    first: int
    after: int


Column = tuple[int, int]
"""Number of a ruled cell in its band, and of a column of text within it."""

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
    def columns(self) -> set[Column]:
        """Where it has text."""
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
    rows = [] if any(_BROKEN.fullmatch(part.line.text) for _, part in parts) else _text_rows(parts)
    if not rows:
        return [list(parts)]
    if not _mark_anchors(rows, loose=loose):
        return _head_groups(rows) if loose else [list(parts)]
    anchors = [index for index, row in enumerate(rows) if row.anchor]
    pitch = median([rows[after].at - rows[before].at for before, after in pairwise(anchors)] or [inf])
    right = max(
        (part.line.box.right for row in rows for cell, part in row.parts if (cell, part.first) == (0, 0)), default=inf
    )
    joins = _running(rows)
    for index, row in enumerate(rows):
        # A row joins one neighbour at most, and no anchor joins by itself, so that two anchors are never in one row.
        if not row.anchor and not {index, index + 1} & joins:
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
    """Whether rows of the table were found among the rows of text: rows of figures, with text in another column."""
    often: dict[Column, int] = {}
    for row in rows:
        for column in row.columns:
            often[column] = often.get(column, 0) + 1
    if sum(count > 1 for count in often.values()) < 2:
        return False
    label = min(often)
    valued = _value_columns(rows) if loose else set()
    for row in rows:
        row.anchor = any(
            is_figure(part.line) or ((cell, part.first) in valued and is_value(part.line))
            for cell, part in row.parts
            if (cell, part.first) != label
        )
    found = sum(row.anchor for row in rows)
    if found == 1:
        return _has_head(rows, label)
    if found and (3 * found >= len(rows) or _has_pure_columns(rows, label)):
        return True
    if not loose:
        return False
    for row in rows:
        row.anchor = label in row.columns and len(row.columns) >= max(2, 0.6 * len(often))
    return sum(row.anchor for row in rows) >= 2


def _value_columns(rows: Sequence[TextRow]) -> set[Column]:
    """Columns of text that hold values, with their units maybe, in most of their places."""
    held: dict[Column, list[bool]] = {}
    for row in rows:
        for cell, part in row.parts:
            held.setdefault((cell, part.first), []).append(is_value(part.line))
    return {column for column, values in held.items() if sum(values) > 2 and 10 * sum(values) >= 7 * len(values)}


def _has_head(rows: Sequence[TextRow], label: Column) -> bool:
    """Whether the head stands above the one row of figures: words over each of its figures, two or more of them."""
    index = next(index for index, row in enumerate(rows) if row.anchor)
    figures = {(cell, part.first) for cell, part in rows[index].parts if is_figure(part.line)} - {label}
    above: set[Column] = set().union(*(row.columns for row in rows[:index]))
    return len(figures) > 1 and figures <= above


def _has_pure_columns(rows: Sequence[TextRow], label: Column) -> bool:
    """Whether, from the first row of figures on, two columns hold nothing else, or one that has four of them."""
    figures: dict[Column, int] = {}
    begun = False
    for row in rows:
        begun = begun or row.anchor
        for cell, part in row.parts if begun else ():
            step = 1 if is_figure(part.line) else -len(rows)
            figures[cell, part.first] = figures.get((cell, part.first), 0) + step
    pure = [count for column, count in figures.items() if column != label and count > 1]
    return len(pure) > 1 or max(pure, default=0) > 3


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
        if (
            label.box.right > right - 1.2 * label.size
            and abs(label.box.left - row.parts[0][1].line.box.left) < label.size
        ):
            return [index]
    return []


def _running(rows: Sequence[TextRow]) -> set[int]:
    """Which rows of text are not parted from the one above, because a text of several lines runs over both.

    Where that would make one row of two anchors, nothing is said.
    """
    columns: dict[Column, list[tuple[int, PrintedLine]]] = {}
    for index, row in enumerate(rows):
        for cell, part in row.parts:
            columns.setdefault((cell, part.first), []).append((index, part.line))
    joined: set[int] = set()
    for lines in columns.values():
        right = max(line.box.right for _, line in lines)
        full = [line.box.right > right - 0.8 * line.size and not is_figure(line) for _, line in lines]
        if sum(full) < 2:
            continue
        for (before, upper), (after, lower), runs_on in zip(lines, lines[1:], full, strict=False):
            whole = any(_is_head_of(rows[at], rows[at + 1]) for at in range(before, after))
            close = middle(lower) - middle(upper) <= 1.9 * lower.size
            if runs_on and close and not whole and not _BEGINS.match(lower.text):
                joined.update(range(before + 1, after + 1))
    certain: set[int] = set()
    first = 0
    for index in range(1, len(rows) + 1):
        if index not in joined:
            if sum(row.anchor for row in rows[first:index]) < 2:
                certain.update(range(first + 1, index))
            first = index
    return certain


def _is_head_of(above: TextRow, below: TextRow) -> bool:
    """Whether ``above`` is a whole row of words over a row of figures, so that nothing of it goes on there."""
    return below.anchor and not above.anchor and len(above.columns) >= max(3, len(below.columns))


def spanning_owners(cells: Sequence[Sequence[PrintedLine]]) -> set[int]:
    """Which of the cells of one band hold one name for all its rows: it stands in the middle of them, beside labels.

    Args:
        cells: Lines of each ruled cell, by height.
    """
    labels = [len(lines) > 2 and not any(is_figure(line) for line in lines) for lines in cells]
    figures = max((sum(is_figure(line) for line in lines) for lines in cells), default=0)
    if figures < 3 or not any(labels):
        return set()
    top, bottom = min(middle(lines[0]) for lines in cells if lines), max(middle(lines[-1]) for lines in cells if lines)
    owners = set()
    for owner, lines in enumerate(cells):
        if not lines or len(lines) >= figures or any(is_figure(line) for line in lines):
            continue
        tight = all(middle(lower) - middle(upper) <= 1.8 * lower.size for upper, lower in pairwise(lines))
        centre = (middle(lines[0]) + middle(lines[-1])) / 2
        beside = any(label and other != owner for other, label in enumerate(labels))
        if tight and beside and abs(centre - (top + bottom) / 2) <= 0.12 * (bottom - top):
            owners.add(owner)
    return owners


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
