"""The lattice that the ruled lines of a page make: which straight strokes meet, and the cells between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from planledger.reading.printed.cells import PageCell, compact
from planledger.reading.printed.page import Rule

# A page with more is a drawing or an attack, not a table.
MOST_RULES = 30_000
MOST_STROKES = 1_500
MOST_CELLS = 40_000
# How far a rule may lean from the straight (height by length): pictures are never quite level.
_LEAN = 0.02
# Share of the side of a cell that must be ruled for it to be a border.
_RULED = 0.6


class Stroke(NamedTuple):
    """A straight line across or down the page: where it lies, and from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Lattice:
    """Borders of the columns and rows of a table, and its cells.

    Attributes:
        xs: Left border of each column and the right one of the last.
        ys: Top border of each row and the lower one of the last.
        cells: In the order of rows, then columns.
    """

    xs: list[float]
    ys: list[float]
    cells: list[PageCell]


def find_strokes(rules: Sequence[Rule], tolerance: float) -> tuple[list[Stroke], list[Stroke]]:
    """The strokes across and those down the page, whatever the pieces they were drawn in; none where too many."""
    if len(rules) > MOST_RULES:
        return [], []
    across, down = [], []
    for left, top, right, bottom in rules:
        width, height = abs(right - left), abs(bottom - top)
        if height <= max(tolerance, _LEAN * width) and width >= height:
            across.append(Stroke((top + bottom) / 2, min(left, right), max(left, right)))
        elif width <= max(tolerance, _LEAN * height):
            down.append(Stroke((left + right) / 2, min(top, bottom), max(top, bottom)))
    across, down = _merge(across, tolerance), _merge(down, tolerance)
    if len(across) + len(down) > MOST_STROKES:
        return [], []
    return across, down


def _merge(strokes: list[Stroke], tolerance: float) -> list[Stroke]:
    """Strokes made of the pieces that lie on one line and leave no gap; short ones are left out."""
    strokes.sort()
    merged: list[Stroke] = []
    first = 0
    for index in range(1, len(strokes) + 1):
        if index < len(strokes):
            at = strokes[index].at
            if at - strokes[index - 1].at <= tolerance / 2 and at - strokes[first].at <= tolerance:
                continue
        merged += _joined(strokes[first:index], 2 * tolerance)
        first = index
    return [stroke for stroke in merged if stroke.end - stroke.start >= 2 * tolerance]


def _joined(pieces: list[Stroke], gap: float) -> list[Stroke]:
    """One stroke for each run of ``pieces`` without a gap, at the mean of their places by length."""
    joined: list[Stroke] = []
    weight = place = 0.0
    for at, start, end in sorted(pieces, key=lambda piece: piece.start):
        length = max(end - start, 0.01)
        if joined and start <= joined[-1].end + gap:
            weight, place = weight + length, place + at * length
            joined[-1] = Stroke(place / weight, joined[-1].start, max(joined[-1].end, end))
        else:
            weight, place = length, at * length
            joined.append(Stroke(at, start, end))
    return joined


def meeting(
    across: Sequence[Stroke], down: Sequence[Stroke], tolerance: float
) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Groups of strokes that meet one another, directly or through others; lone ones are groups too."""
    down = sorted(down)
    places = [stroke.at for stroke in down]
    group = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for index, line in enumerate(across):
        first = bisect_left(places, line.start - tolerance)
        for other in range(first, bisect_right(places, line.end + tolerance)):
            if down[other].start - tolerance <= line.at <= down[other].end + tolerance:
                group[root(len(across) + other)] = root(index)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for index in range(len(group)):
        lines = groups.setdefault(root(index), ([], []))
        if index < len(across):
            lines[0].append(across[index])
        else:
            lines[1].append(down[index - len(across)])
    return list(groups.values())


def make_lattice(across: Sequence[Stroke], down: Sequence[Stroke], tolerance: float, least: float) -> Lattice | None:
    """The lattice of strokes that meet; None where it would have too many cells or none.

    Args:
        across: Strokes across the page.
        down: Strokes down the page.
        tolerance: Of the places of strokes.
        least: Height or width of the narrowest cell, from which the ends of strokes that stick out of the lattice are
            the border of open cells (三线表 with columns ruled, without a frame).
    """
    # Double lines are one border: no row or column is narrower than half a letter.
    near = max(tolerance, least / 2)
    ys = _borders([s.at for s in across], [s.start for s in down], [s.end for s in down], near, least)
    xs = _borders([s.at for s in down], [s.start for s in across], [s.end for s in across], near, least)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > MOST_CELLS:
        return None
    # above[r][c]: is there a border on the upper side of place (r, c)? before[c][r]: on its left?
    above = _ruled(across, ys, xs, near)
    before = _ruled(down, xs, ys, near)
    return _without_empty_borders(Lattice(xs, ys, _cells(rows, columns, above, before)))


def _without_empty_borders(lattice: Lattice) -> Lattice:
    """``lattice`` without the borders on which no cell begins: of underlines and strokes that end within a cell."""
    rows, columns = compact(lattice.cells)
    return Lattice(
        [x for index, x in enumerate(lattice.xs) if index in columns or index == len(lattice.xs) - 1],
        [y for index, y in enumerate(lattice.ys) if index in rows or index == len(lattice.ys) - 1],
        lattice.cells,
    )


def _borders(places: list[float], starts: list[float], ends: list[float], near: float, least: float) -> list[float]:
    """Places of the borders in one direction, from those of the strokes and the ends of the strokes across them."""
    borders: list[float] = []
    for place in sorted(places):
        if not borders or place - borders[-1] > near:
            borders.append(place)
    if starts and (not borders or borders[0] - min(starts) > least):
        borders.insert(0, min(starts))
    if ends and max(ends) - borders[-1] > least:
        borders.append(max(ends))
    return borders


def _ruled(strokes: Sequence[Stroke], places: list[float], spans: list[float], near: float) -> list[list[bool]]:
    """For each border of ``places``, which of the stretches between ``spans`` are ruled along it."""
    covered = [[0.0] * (len(spans) - 1) for _ in places]
    for at, start, end in strokes:
        border = max(bisect_right(places, at + 0.01) - 1, 0)
        if border + 1 < len(places) and places[border + 1] - at < at - places[border]:
            border += 1
        if abs(places[border] - at) > near + 0.01:
            continue
        first = max(bisect_right(spans, start) - 1, 0)
        for index in range(first, len(spans) - 1):
            if spans[index] >= end:
                break
            covered[border][index] += min(end, spans[index + 1]) - max(start, spans[index])
    return [
        [length >= _RULED * (spans[index + 1] - spans[index]) for index, length in enumerate(row)] for row in covered
    ]


def _cells(rows: int, columns: int, above: list[list[bool]], before: list[list[bool]]) -> list[PageCell]:
    """Cells of a grid by which sides of its places are ruled: places that no border parts are one cell.

    Where they do not make a rectangle, a border is missing somewhere: then only whole rows of them are joined.
    """
    runs: list[list[tuple[int, int]]] = []
    for row in range(rows):
        starts = [column for column in range(columns) if column == 0 or before[column][row]]
        runs.append(list(zip(starts, [*starts[1:], columns], strict=True)))
    cells: list[PageCell] = []
    open_cells: dict[tuple[int, int], PageCell] = {}
    for row in range(rows):
        following: dict[tuple[int, int], PageCell] = {}
        for first, last in runs[row]:
            upper = open_cells.get((first, last))
            if upper is not None and not any(above[row][first:last]):
                upper.rows += 1
                following[first, last] = upper
            else:
                cell = PageCell(row, first, 1, last - first)
                cells.append(cell)
                following[first, last] = cell
        open_cells = following
    return cells
