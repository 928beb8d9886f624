"""Columns and rows that no rule parts, from the places of the text: in tables with few ruled lines, or none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from planledger.reading.printed.cells import PageCell, cut_line, in_reading_order, middle
from planledger.reading.printed.grouping import Part, group_rows, is_figure, spanning_owners
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
            any(line.box.right <= centre for line in row) and any(line.box.left >= centre for line in row)
            for row in parted
        )
        # A column of figures with few of them is one nevertheless.
        right = [line for line in narrow if after <= line.box.left and line.box.right <= end]
        figures = sum(is_figure(line) for line in right)
        if sides >= share * len(parted) or (figures >= least and 5 * figures >= 4 * len(right)):
            gaps.append((before, after))
    return gaps


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


def refine(cells: Sequence[PageCell], gaps: Mapping[int, Sequence[Gap]], *, loose: bool) -> list[PageCell]:
    """``cells`` with the columns that ``gaps`` part, and with the rows of text that stand in a band without rules.

    Args:
        cells: Of a table by its ruled lines, in the order of rows.
        gaps: In each column, what parts the columns of text within it.
        loose: Whether rows of words alone are told apart too; otherwise only rows of figures are.
    """
    widths = [len(gaps.get(column, ())) + 1 for column in range(max(cell.column + cell.columns for cell in cells))]
    shifts = [sum(widths[:column]) for column in range(len(widths) + 1)]
    refined: list[PageCell] = []
    bands: dict[int, list[PageCell]] = {}
    for cell in cells:
        bands.setdefault(cell.row, []).append(cell)
    heights: dict[int, int] = {}
    for row, band in bands.items():
        inner = [cell for cell in band if cell.rows == 1]
        spanning = spanning_owners([sorted(cell.lines, key=middle) for cell in inner])
        parts = [
            (index, part)
            for index, cell in enumerate(inner)
            if index not in spanning
            for part in parts_of(cell.lines, gaps.get(cell.column, ()) if cell.columns == 1 else ())
        ]
        groups = group_rows(parts, loose=loose)
        heights[row] = len(groups)
        for number, group in enumerate(groups):
            for index, cell in enumerate(inner):
                if index in spanning:
                    continue
                start = shifts[cell.column]
                if cell.columns > 1:
                    spans = [
                        (
                            0,
                            shifts[cell.column + cell.columns] - start,
                            [p.line for owner, p in group if owner == index],
                        )
                    ]
                else:
                    spans = _spans([part for owner, part in group if owner == index], widths[cell.column])
                for first, after, lines in spans:
                    refined.append(PageCell(row, start + first, number, after - first, in_reading_order(lines)))
        for cell in [cell for cell in band if cell.rows > 1] + [inner[index] for index in sorted(spanning)]:
            start, end = shifts[cell.column], shifts[cell.column + cell.columns]
            refined.append(PageCell(row, start, -cell.rows, end - start, in_reading_order(cell.lines)))
    return _numbered(refined, heights)


def _numbered(cells: list[PageCell], heights: Mapping[int, int]) -> list[PageCell]:
    """Cells whose ``row`` is a band, and whose ``rows`` a row within it or, below 0, a count of bands, put right."""
    last = max(*heights, *(cell.row - min(cell.rows, 0) for cell in cells))
    starts = [0]
    for band in range(last + 1):
        starts.append(starts[-1] + heights.get(band, 1))
    for cell in cells:
        band, within = cell.row, cell.rows
        if within < 0:
            cell.row, cell.rows = starts[band], starts[band - within] - starts[band]
        else:
            cell.row, cell.rows = starts[band] + within, 1
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return cells


def _spans(parts: Sequence[Part], width: int) -> list[tuple[int, int, list[PrintedLine]]]:
    """Cells of one row of text: from which column to which, and their lines; empty ones for columns without text."""
    spans: list[tuple[int, int, list[PrintedLine]]] = []
    begun = sorted({part.first for part in parts})
    for part in sorted(parts, key=lambda part: part.first):
        # What is too long for its column may reach under the text of the next, but does not hold it.
        own = min((first for first in begun if first > part.first), default=width)
        first, after = part.first, min(max(part.after, part.first + 1), own, width)
        if spans and first < spans[-1][1]:
            start, end, lines = spans[-1]
            spans[-1] = (start, max(end, after), [*lines, part.line])
        else:
            spans.append((first, after, [part.line]))
    whole: list[tuple[int, int, list[PrintedLine]]] = []
    reached = 0
    for first, after, lines in [*spans, (width, width, [])]:
        whole += [(column, column + 1, []) for column in range(reached, first)]
        if after > first:
            whole.append((first, after, lines))
        reached = after
    return whole
