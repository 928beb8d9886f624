"""The cells of a table with the rows and columns that its rules leave to the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planledger.reading.printed.aligning import Gap, parts_of
from planledger.reading.printed.cells import PageCell, in_reading_order, middle
from planledger.reading.printed.grouping import Owned, Part, group_rows, spanning_owners
from planledger.reading.printed.page import PrintedLine


def refine(cells: Sequence[PageCell], gaps: Mapping[int, Sequence[Gap]], *, loose: bool) -> list[PageCell]:
    """``cells`` with the columns that ``gaps`` part, and with the rows of text that stand in a band without rules.

    Args:
        cells: Of a table by its ruled lines, in the order of rows; in each row (a band) one begins.
        gaps: In each column, what parts the columns of text within it.
        loose: Whether rows of words alone are told apart too; otherwise only rows of figures are.
    """
    shifts = [0]
    for column in range(max(cell.column + cell.columns for cell in cells)):
        shifts.append(shifts[-1] + len(gaps.get(column, ())) + 1)
    bands: dict[int, list[PageCell]] = {}
    for cell in cells:
        bands.setdefault(cell.row, []).append(cell)
    refined: list[PageCell] = []
    tall: list[PageCell] = []
    starts: dict[int, int] = {}
    row = 0
    for band, members in sorted(bands.items()):
        starts[band] = row
        low = [cell for cell in members if cell.rows == 1]
        spanning = spanning_owners([sorted(cell.lines, key=middle) for cell in low])
        tall += [cell for cell in members if cell.rows > 1] + [low[index] for index in sorted(spanning)]
        low = [cell for index, cell in enumerate(low) if index not in spanning]
        for group in group_rows(_parts(low, gaps), loose=loose):
            refined += _row_cells(row, low, group, shifts)
            row += 1
    for cell in tall:
        first, after = starts[cell.row], starts.get(cell.row + cell.rows, row)
        start, end = shifts[cell.column], shifts[cell.column + cell.columns]
        refined.append(PageCell(first, start, after - first, end - start, in_reading_order(cell.lines)))
    return sorted(refined, key=lambda cell: (cell.row, cell.column))


def _parts(cells: Sequence[PageCell], gaps: Mapping[int, Sequence[Gap]]) -> list[Owned]:
    """The lines of the cells of one band by the columns of text within each cell."""
    return [
        (index, part)
        for index, cell in enumerate(cells)
        for part in parts_of(cell.lines, gaps.get(cell.column, ()) if cell.columns == 1 else ())
    ]


def _row_cells(
    row: int, cells: Sequence[PageCell], group: Sequence[Owned], shifts: Sequence[int]
) -> Iterator[PageCell]:
    """Cells of one row: of each of ``cells`` of the band, the columns within it."""
    owned: list[list[Part]] = [[] for _ in cells]
    for owner, part in group:
        owned[owner].append(part)
    for cell, parts in zip(cells, owned, strict=True):
        start, end = shifts[cell.column], shifts[cell.column + cell.columns]
        if cell.columns > 1 or end - start == 1:
            yield PageCell(row, start, 1, end - start, in_reading_order([part.line for part in parts]))
            continue
        for first, after, lines in _spans(parts, end - start):
            yield PageCell(row, start + first, 1, after - first, in_reading_order(lines))


def _spans(parts: Sequence[Part], width: int) -> Iterator[tuple[int, int, list[PrintedLine]]]:
    """From which column to after which a cell of one row of text runs, and its lines; none for columns without text."""
    begun: dict[int, list[Part]] = {}
    for part in parts:
        begun.setdefault(min(part.first, width - 1), []).append(part)
    reached = 0
    for first in sorted(begun):
        for column in range(reached, first):
            yield column, column + 1, []
        # What is too long for its column may reach under the text of the next, but does not hold it.
        own = min((other for other in begun if other > first), default=width)
        reached = min(max(first + 1, *(part.after for part in begun[first])), own)
        yield first, reached, [part.line for part in begun[first]]
    for column in range(reached, width):
        yield column, column + 1, []
