"""Reading order of a page: columns beside each other, titles across them, rows of each from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

from planledger.model.places import Box
from planledger.reading.printed.cells import PageTable
from planledger.reading.printed.flow import Column, Item, TableBlock, row_of
from planledger.reading.printed.page import PrintedLine, PrintedPage

_NARROWEST_GUTTER = 0.8
_FEWEST = 3
_MOST_CROSSING = 0.25
_CROSSING = (0.0, 0.06, _MOST_CROSSING)
_SHORTEST_LINES = 7
_DEEPEST = 6
_REMEMBERED = 4
_FIGURE = re.compile(r"[\d.,%\-— ]")


class _Gutter(NamedTuple):
    """The white between two columns, and where their lines begin."""

    low: int
    high: int
    left: int
    right: int


def in_order(pages: Sequence[tuple[PrintedPage, Sequence[PrintedLine], Sequence[PageTable]]]) -> list[Column]:
    """The columns of all pages, each given with its lines and tables, in the order of reading."""
    ordering = _Ordering()
    columns = [column for page in pages for column in ordering.columns_of(*page)]
    if not ordering.has_columns or len(pages) == 1:
        return columns
    # Once more, since the first pages may have columns that only later ones made sure of.
    return [column for page in pages for column in ordering.columns_of(*page)]


class _Ordering:
    """Reading order of pages one after another; where columns stood tells where short ones stand."""

    def __init__(self) -> None:
        self._known: list[_Gutter] = []
        self._page = 0

    @property
    def has_columns(self) -> bool:
        """Whether columns stood beside each other."""
        return bool(self._known)

    def columns_of(self, page: PrintedPage, lines: Iterable[PrintedLine], tables: Iterable[PageTable]) -> list[Column]:
        """The columns of a page in the order of reading, each with its rows and tables."""
        lines = [line for line in lines if line.text.strip()]
        tables = list(tables)
        self._page = page.number
        standing = [line for line in lines if line.vertical]
        if sum(len(line.text) for line in standing) * 2 > sum(len(line.text) for line in lines):
            items = [Item(_turned(line.box, page.width), line) for line in lines]
            items += [Item(_turned(table.box, page.width), None, table) for table in tables]
            return self._parted(items, 0)
        items = [Item(line.box, line) for line in lines if not line.vertical]
        items += [Item(table.box, None, table) for table in tables]
        columns = self._parted(items, 0)
        for line in standing:  # a label in the margin
            row = row_of(page.number, [Item(_turned(line.box, page.width), line)])
            columns.append(Column(page.number, [row]))
        return columns

    def _parted(self, items: Sequence[Item], depth: int) -> list[Column]:
        """``items`` parted at the gutter between columns, as often as there is one."""
        gutter = (_find_gutter(items) or self._known_gutter(items)) if depth < _DEEPEST else None
        if gutter is None:
            return [_column(self._page, items)] if items else []
        columns: list[Column] = []
        section: list[Item] = []
        across: list[Item] = []
        for item in sorted(items, key=lambda item: (item.box.top, item.box.left)):
            if _side(item.box, gutter) == 0:
                columns += self._section(section, gutter, depth, whole=len(section) == len(items))
                section = []
                across.append(item)
            else:
                columns += self._parted(across, _DEEPEST)
                across = []
                section.append(item)
        columns += self._section(section, gutter, depth, whole=len(section) == len(items))
        return columns + self._parted(across, _DEEPEST)

    def _section(self, items: Sequence[Item], gutter: tuple[float, float], depth: int, *, whole: bool) -> list[Column]:
        """The columns of what stands between two lines across the gutter."""
        left = [item for item in items if _side(item.box, gutter) < 0]
        right = [item for item in items if _side(item.box, gutter) > 0]
        if left and right and (self._fits(left, right) or _are_columns(left, right)):
            known = _Gutter(*map(round, (*gutter, _edge(left), _edge(right))))
            if len(left) >= _FEWEST and len(right) >= _FEWEST and known not in self._known:
                self._known = [known, *self._known[: _REMEMBERED - 1]]
            return self._parted(left, depth + 1) + self._parted(right, depth + 1)
        return self._parted(items, _DEEPEST if whole else depth + 1)

    def _known_gutter(self, items: Sequence[Item]) -> tuple[float, float] | None:
        """The gutter of an earlier part of the document, where columns begin that are too short to be told alone."""
        for known in self._known:
            gutter = (known.low, known.high)
            left = [item for item in items if _side(item.box, gutter) < 0]
            right = [item for item in items if _side(item.box, gutter) > 0]
            crossing = len(items) - len(left) - len(right)
            if left and right and crossing <= _MOST_CROSSING * len(items) and self._fits(left, right):
                return gutter
        return None

    def _fits(self, left: Sequence[Item], right: Sequence[Item]) -> bool:
        """Whether two groups of items begin where columns began before."""
        size = median(item.line.size if item.line else 10.0 for item in (*left, *right))
        return any(
            _is_at(_edge(left), known.left, size) and _is_at(_edge(right), known.right, size) for known in self._known
        )


def _edge(side: Sequence[Item]) -> float:
    return min(item.box.left for item in side)


def _is_at(edge: float, known: float, size: float) -> bool:
    """Whether a column begins at a known edge, or an indent behind it."""
    return abs(edge - known) < 0.5 * size or abs(edge - known - 2 * size) < 0.5 * size


def _turned(box: Box, width: float) -> Box:
    """A box of a page set from top to bottom and right to left, in coordinates that read as usual."""
    return Box(box.top, width - box.right, box.bottom, width - box.left)


def _find_gutter(items: Sequence[Item]) -> tuple[float, float] | None:
    """The white stretch from left to right that best parts ``items`` into two columns, crossed by as few as can be."""
    if len(items) < 2 * _FEWEST:
        return None
    size = median(item.line.size if item.line else 10.0 for item in items)
    lefts, rights = [item.box.left for item in items], [item.box.right for item in items]
    for share in _CROSSING:
        best, best_worth = None, 0.0
        for low, high in _white_stretches(lefts, rights, share * len(items)):
            few = min(sum(right <= high for right in rights), sum(left >= low for left in lefts))
            worth = few * min(high - low, 4 * size)
            if high - low >= _NARROWEST_GUTTER * size and few >= _FEWEST and worth > best_worth:
                best, best_worth = (low, high), worth
        if best is not None:
            left = [item for item in items if _side(item.box, best) < 0]
            right = [item for item in items if _side(item.box, best) > 0]
            if left and right and _are_columns(left, right):
                return best
    return None


def _white_stretches(lefts: Sequence[float], rights: Sequence[float], most: float) -> Iterator[tuple[float, float]]:
    """Stretches from left to right that at most so many items cross."""
    lefts, rights = sorted(lefts), sorted(rights)
    started = ended = 0
    start: float | None = None
    for low in sorted({*lefts, *rights}):
        while started < len(lefts) and lefts[started] <= low:
            started += 1
        while ended < len(rights) and rights[ended] <= low:
            ended += 1
        if started - ended <= most:
            start = low if start is None else start
        elif start is not None:
            yield start, low
            start = None


def _side(box: Box, gutter: tuple[float, float]) -> int:
    """-1 left of a gutter, 1 right of it, 0 across."""
    low, high = gutter
    before, behind = box.right <= high, box.left >= low
    if before and behind:
        return -1 if box.left + box.right < low + high else 1
    return -1 if before else 1 if behind else 0


def _are_columns(left: Sequence[Item], right: Sequence[Item]) -> bool:
    """Whether two groups of items are columns of running text rather than cells of one table."""
    top = max(min(item.box.top for item in side) for side in (left, right))
    bottom = min(max(item.box.bottom for item in side) for side in (left, right))
    heights = [max(i.box.bottom for i in side) - min(i.box.top for i in side) for side in (left, right)]
    if bottom - top < 0.4 * min(heights):
        return False
    return _is_running(left) and _is_running(right)


def _is_running(side: Sequence[Item]) -> bool:
    """Whether a column is of text: lines of some length of which many reach its right edge, not only figures."""
    lines = [item.line for item in side if item.line is not None]
    if not lines:
        return any(item.table is not None for item in side)
    text = "".join(line.text for line in lines)
    if len(text) < _SHORTEST_LINES * len(lines) or len(_FIGURE.findall(text)) > 0.6 * len(text):
        return False
    if len(lines) < _FEWEST:
        return True
    edge = sorted(item.box.right for item in side)[int(0.9 * (len(side) - 1))]
    full = sum(item.box.right >= edge - 2.5 * item.line.size for item in side if item.line is not None)
    return full >= 0.4 * len(lines)


def _column(page: int, items: Sequence[Item]) -> Column:
    """One column: items by rows, from top to bottom."""
    column = Column(page)
    row: list[Item] = []
    ordered = sorted(items, key=lambda item: item.box.top + item.box.bottom)
    for item in ordered:
        if row and item.table is None and row[0].table is None and _beside(row[0].box, item.box):
            row.append(item)
            continue
        _close_row(column, row)
        row = [item]
    _close_row(column, row)
    return column


def _close_row(column: Column, row: Sequence[Item]) -> None:
    if row and row[0].table is not None:
        column.blocks.append(TableBlock(column.page, row[0].table, row[0].box))
    elif row:
        column.blocks.append(row_of(column.page, row))


def _beside(first: Box, second: Box) -> bool:
    overlap = min(first.bottom, second.bottom) - max(first.top, second.top)
    return overlap > 0.5 * min(first.bottom - first.top, second.bottom - second.top)
