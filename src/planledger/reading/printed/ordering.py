"""Reading order of a page: columns beside each other, titles across them, rows of each from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from planledger.model.places import Box
from planledger.reading.printed.flow import Column, Item, Row, TableBlock, row_of
from planledger.reading.printed.page import PrintedLine, PrintedPage
from planledger.reading.printed.tables_contract import Table

_NARROWEST_GUTTER = 0.8
_FEWEST = 3
_MOST_CROSSING = 0.25
_SHORTEST_LINES = 7
_DEEPEST = 6
_FIGURE = re.compile(r"[\d.,%\-— ]")


def in_order(page: PrintedPage, lines: Iterable[PrintedLine], tables: Iterable[Table]) -> list[Column]:
    """The columns of a page in the order of reading, each with its rows and tables."""
    lines = [line for line in lines if line.text.strip()]
    tables = list(tables)
    standing = [line for line in lines if line.vertical]
    if sum(len(line.text) for line in standing) * 2 > sum(len(line.text) for line in lines):
        items = [Item(_turned(line.box, page.width), line) for line in lines]
        items += [Item(_turned(table.box, page.width), None, table) for table in tables]
        return _parted(page.number, items, 0)
    items = [Item(line.box, line) for line in lines if not line.vertical]
    items += [Item(table.box, None, table) for table in tables]
    columns = _parted(page.number, items, 0)
    for line in standing:  # a label in the margin
        columns.append(Column(page.number, [row_of(page.number, [Item(_turned(line.box, page.width), line)])]))
    return columns


def _turned(box: Box, width: float) -> Box:
    """A box of a page set from top to bottom and right to left, in coordinates that read as usual."""
    return Box(box.top, width - box.right, box.bottom, width - box.left)


def _parted(page: int, items: Sequence[Item], depth: int) -> list[Column]:
    """``items`` parted at the gutter between columns, as often as there is one."""
    gutter = _find_gutter(items) if depth < _DEEPEST else None
    if gutter is None:
        return [_column(page, items)] if items else []
    columns: list[Column] = []
    left: list[Item] = []
    right: list[Item] = []
    across: list[Item] = []

    def close() -> None:
        if left and right and _are_columns(left, right):
            columns.extend(_parted(page, left, depth + 1))
            columns.extend(_parted(page, right, depth + 1))
        elif left or right:
            section = [*left, *right]
            columns.extend(_parted(page, section, depth + 1 if len(section) < len(items) else _DEEPEST))
        left.clear()
        right.clear()

    for item in sorted(items, key=lambda item: (item.box.top, item.box.left)):
        side = _side(item.box, gutter)
        target = left if side < 0 else right if side > 0 else across
        if target is across:
            close()
            across.append(item)
        else:
            if across:
                columns.extend(_parted(page, across, _DEEPEST))
                across = []
            target.append(item)
    close()
    if across:
        columns.extend(_parted(page, across, _DEEPEST))
    return columns


def _find_gutter(items: Sequence[Item]) -> tuple[float, float] | None:
    """The white stretch from left to right that best parts ``items`` into two columns."""
    if len(items) < 2 * _FEWEST:
        return None
    size = median(item.line.size if item.line else 10.0 for item in items)
    events = sorted({edge for item in items for edge in (item.box.left, item.box.right)})
    lefts = sorted(item.box.left for item in items)
    rights = sorted(item.box.right for item in items)
    count = len(items)
    runs: list[tuple[float, float, int]] = []  # white stretches with how many items cross them at their whitest
    started = ended = 0
    open_run = False
    for low, high in pairwise(events):
        while started < count and lefts[started] <= low:
            started += 1
        while ended < count and rights[ended] <= low:
            ended += 1
        crossing = started - ended
        if crossing > _MOST_CROSSING * count:
            open_run = False
        elif open_run:
            runs[-1] = (runs[-1][0], high, min(runs[-1][2], crossing))
        else:
            runs.append((low, high, crossing))
            open_run = True
    best, best_worth = None, 0.0
    for low, high, crossing in runs:
        few = min(sum(right <= high for right in rights), sum(left >= low for left in lefts))
        if high - low >= _NARROWEST_GUTTER * size and few >= _FEWEST:
            worth = few * min(high - low, 4 * size) / (1 + crossing)
            if worth > best_worth:
                best, best_worth = (low, high), worth
    if best is None:
        return None
    left = [item for item in items if _side(item.box, best) < 0]
    right = [item for item in items if _side(item.box, best) > 0]
    if not left or not right:
        return None
    return best if _are_columns(left, right) else None


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


def rows_of(columns: Iterable[Column]) -> list[Row]:
    """All rows of some columns."""
    return [row for column in columns for row in column.rows]
