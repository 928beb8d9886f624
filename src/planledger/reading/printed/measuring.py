"""Between which edges columns are set, how far apart their rows stand, and how paragraphs begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from planledger.reading.printed.flow import Column, Row

_NEAR = 0.6
_FEW = 6


@dataclass(slots=True)
class Manner:
    """How the text of a document is set.

    Attributes:
        size: Font size of most of it, in the units of the page; by page, since pictures differ.
        bold: Whether most of it is bold, so that bold tells nothing.
        indented: Whether paragraphs begin with an indent.
        leading: From the top of one row to that of the next, in font sizes.
    """

    size: dict[int, float]
    bold: bool
    indented: bool
    leading: float


def set_edges(columns: Sequence[Column]) -> None:
    """Give every column the edges between which its text is set; a short one takes those of a longer one like it."""
    long: list[Column] = []
    for column in columns:
        rows = [row for row in column.rows if len(row.text) > 1]
        if len(rows) >= _FEW:
            column.left, column.right = _left_edge(rows), _right_edge(rows)
            long.append(column)
        elif rows:
            column.left, column.right = min(row.box.left for row in rows), max(row.box.right for row in rows)
    for column in columns:
        rows = column.rows
        if not rows:
            continue
        size = median(row.size for row in rows)
        like = [
            other
            for other in long
            if other is not column
            and other.left <= column.left + 2.6 * size
            and column.left - 2.6 * size <= other.left
            and other.right >= column.right - size
            and (len(rows) < _FEW or other.right <= column.right + 3 * size)
        ]
        if not like:
            continue
        nearest = sorted(like, key=lambda other: (abs(other.page - column.page), abs(other.left - column.left)))[:7]
        left, right = median(one.left for one in nearest), median(one.right for one in nearest)
        if len(rows) < _FEW:
            column.left, column.right = min(left, column.left), max(right, column.right)
        else:
            # A page of lists or of headings has few rows that reach the edges.
            column.left = left if left < column.left - size else column.left
            column.right = right if right > column.right + size else column.right


def _left_edge(rows: Sequence[Row]) -> float:
    lefts = sorted(row.box.left for row in rows)
    size = median(row.size for row in rows)
    for left in lefts:
        if sum(left <= other <= left + _NEAR * size for other in lefts) >= max(2, 0.12 * len(lefts)):
            return left
    return lefts[0]


def _right_edge(rows: Sequence[Row]) -> float:
    rights = sorted((row.box.right for row in rows), reverse=True)
    size = median(row.size for row in rows)
    for right in rights:
        if sum(right - _NEAR * size <= other <= right for other in rights) >= max(2, 0.12 * len(rights)):
            return right
    return rights[0]


def manner_of(columns: Sequence[Column]) -> Manner:
    """How the text of a document is set; the columns have their edges."""
    sizes: dict[int, dict[float, int]] = {}
    whole: dict[float, int] = {}
    bold = characters = 0
    for row in (row for column in columns for row in column.rows):
        rounded = round(row.size * 2) / 2
        for weights in (sizes.setdefault(row.page, {}), whole):
            weights[rounded] = weights.get(rounded, 0) + len(row.text)
        bold += len(row.text) * row.bold
        characters += len(row.text)
    usual = max(whole, key=lambda size: whole[size]) if whole else 0.0
    size = {}
    for page, weights in sizes.items():
        best = max(weights, key=lambda size: weights[size])
        # Headings alone do not make the size of a page.
        size[page] = usual if weights.get(usual, 0) * 4 > weights[best] or sum(weights.values()) < 120 else best
    begins = indents = 0
    steps: list[float] = []
    for column in columns:
        for above, row in pairwise(column.rows):
            steps.append((row.box.top - above.box.top) / max(row.size, 1e-6))
            ended = above.text[-1:] in "。！？；" and column.right - above.box.right > 2 * row.size
            if ended and abs(row.size - above.size) < 0.1 * row.size:
                begins += 1
                indents += 1.2 < (row.box.left - column.left) / row.size < 4.5
    near = [step for step in steps if 0.8 < step < 4]
    return Manner(size, bold * 2 > characters, indents * 2 > begins, median(near) if near else 1.5)
