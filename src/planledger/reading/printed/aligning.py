"""Columns that no rule parts, from the places of the text: in tables with few ruled lines, or none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from planledger.reading.printed.cells import cut_line
from planledger.reading.printed.grouping import Part, is_figure
from planledger.reading.printed.page import PrintedLine

Gap = tuple[float, float]


def find_gaps(rows: Sequence[Sequence[PrintedLine]], *, least: int, share: float) -> list[Gap]:
    """Empty stretches that part columns of text, from the left.

    Args:
        rows: Rows of text.
        least: How many rows must have text on either side of a gap.
        share: Of all rows with text in more than one place, how many must.
    """
    parted = [row for row in rows if len(row) > 1]
    if len(parted) < least:
        return []
    beside = _beside(rows)
    figured = [row for row in parted if any(is_figure(line) for line in row[1:])]
    if len(figured) >= max(least, 3):
        parted = figured  # heads are wider than what stands beneath
    usual = median(len(row) for row in parted)
    full = [line for row in parted if len(row) >= 0.6 * usual for line in row]
    cores = _cores(full, int(0.1 * len(parted)))
    starts = [start for start, _ in cores]
    # A head over several columns, and what recognition took for one line, would hide the gaps beneath.
    narrow = [line for line in full if _cores_of(line, cores, starts) < 2]
    columns = _cores(narrow, 0)
    gaps: list[Gap] = []
    narrowest = 0.2 * median(line.size for line in full)
    for (_, before), (after, end) in pairwise(columns):
        if after - before < narrowest:
            continue
        centre = (before + after) / 2
        sides = sum(
            any(line.box.right <= centre for line in (*row, *beside[id(row)]))
            and any(line.box.left >= centre for line in row)
            for row in parted
        )
        # A column of figures with few of them is one nevertheless.
        right = [line for line in narrow if after <= line.box.left and line.box.right <= end]
        figures = sum(is_figure(line) for line in right)
        if sides >= share * len(parted) or (figures >= least and 5 * figures >= 4 * len(right)):
            gaps.append((before, after))
    return gaps


def _beside(rows: Sequence[Sequence[PrintedLine]]) -> dict[int, list[PrintedLine]]:
    """Lines that stand alone right above or below a row: a label of two lines has its figures between them."""
    found: dict[int, list[PrintedLine]] = {}
    for index, row in enumerate(rows):
        near = (*rows[max(0, index - 1) : index], *rows[index + 1 : index + 2])
        found[id(row)] = [other[0] for other in near if len(other) == 1 and other[0].box.right < row[0].box.left]
    return found


def _cores(lines: Sequence[PrintedLine], allowed: int) -> list[Gap]:
    """Stretches across the page where more than ``allowed`` of ``lines`` stand, from the left."""
    ends = sorted([(line.box.left, 1) for line in lines] + [(line.box.right, -1) for line in lines])
    cores: list[Gap] = []
    depth, start = 0, 0.0
    for place, step in ends:
        before, depth = depth, depth + step
        if before <= allowed < depth:
            start = place
        elif depth <= allowed < before and place > start:
            cores.append((start, place))
    return cores


def _cores_of(line: PrintedLine, cores: Sequence[Gap], starts: Sequence[float]) -> int:
    """How many of ``cores`` the line runs over, by more than a touch."""
    reach = 0.3 * line.size
    index = max(bisect_right(starts, line.box.left) - 1, 0)
    count = 0
    while index < len(cores) and cores[index][0] < line.box.right - reach:
        count += cores[index][1] > line.box.left + reach
        index += 1
    return count


def parts_of(lines: Sequence[PrintedLine], gaps: Sequence[Gap]) -> list[Part]:
    """``lines`` by the columns between ``gaps``, cut where they run over a gap that is empty in them too."""
    borders = [(before + after) / 2 for before, after in gaps]
    if not borders:
        return [Part(line, 0, 1) for line in lines]
    starts, ends = [after for _, after in gaps], [before for before, _ in gaps]
    parts = []
    for line in lines:
        for piece in cut_line(line, borders, ruled=False) if _crosses(line, borders) else [line]:
            reach = min(0.5 * piece.size, (piece.box.right - piece.box.left) / 3)
            # It stands in every column into whose text it reaches.
            first = sum(end <= piece.box.left + reach for end in ends)
            after = 1 + sum(start < piece.box.right - reach for start in starts)
            place = (piece.box.left + piece.box.right) / 2
            centre = sum(border < place for border in borders)
            # A head that stands in the middle between two columns is over both, though it may reach into neither.
            leeway = 0.25 * (piece.box.right - piece.box.left)
            low = sum(border < place - leeway for border in borders)
            high = sum(border <= place + leeway for border in borders)
            parts.append(Part(piece, min(first, centre, low), max(after, centre + 1, high + 1)))
    return parts


def _crosses(line: PrintedLine, borders: Sequence[float]) -> bool:
    return any(line.box.left < border < line.box.right for border in borders)
