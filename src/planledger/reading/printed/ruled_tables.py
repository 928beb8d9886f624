"""Tables whose cells are ruled, wholly or in part: the text of the page put into the lattice of its strokes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from planledger.model.places import Box
from planledger.reading.printed.aligning import Gap, find_gaps
from planledger.reading.printed.cells import PageCell, PageTable, compact, cut_line, middle, text_rows
from planledger.reading.printed.grouping import is_figure
from planledger.reading.printed.page import PrintedLine
from planledger.reading.printed.refining import refine
from planledger.reading.printed.ruling import Lattice


def fill_lattice(lattice: Lattice, lines: Sequence[PrintedLine]) -> PageTable | None:
    """The table whose ruled cells are those of ``lattice``, which are filled; None where it is none.

    Args:
        lattice: Of strokes that meet.
        lines: Of the page, by height.
    """
    box = Box(lattice.xs[0], lattice.ys[0], lattice.xs[-1], lattice.ys[-1])
    taken = lines_within(box, lines)
    _place(lattice, taken)
    cells = _parted_by_figures(lattice)
    gaps: dict[int, list[Gap]] = {}
    inner: dict[int, list[PrintedLine]] = {}
    for cell in cells:
        if cell.columns == 1:
            inner.setdefault(cell.column, []).extend(cell.lines)
    for column, column_lines in inner.items():
        gaps[column] = _gaps_of_figures(column_lines)
    return as_table(box, refine(cells, gaps, loose=False), taken)


def lines_within(box: Box, lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Those of ``lines``, which stand by height, that lie in ``box`` for the greater part."""
    first = bisect_left(lines, box.top, key=middle)
    last = bisect_right(lines, box.bottom, key=middle)
    return [
        line
        for line in lines[first:last]
        if min(line.box.right, box.right) - max(line.box.left, box.left) >= 0.5 * (line.box.right - line.box.left)
    ]


def as_table(box: Box, cells: list[PageCell], taken: list[PrintedLine]) -> PageTable | None:
    """The table of ``cells`` without empty rows and columns at its edges; None where what is left is no table.

    Two columns and two rows have text; a single row of three ruled cells is the rest of a table of the page before.
    """
    cells = _trimmed(cells)
    filled = [cell for cell in cells if cell.lines]
    rows, columns = len({cell.row for cell in filled}), len({cell.column for cell in filled})
    if columns < 2 or (rows < 2 and columns < 3) or len(filled) < max(3, 0.2 * len(cells)):
        return None
    return PageTable(box, cells, taken)


def _trimmed(cells: list[PageCell]) -> list[PageCell]:
    """``cells`` without the empty rows above the first and below the last text, and such columns on either side."""
    filled = [cell for cell in cells if cell.lines]
    if not filled:
        return []
    top, bottom = min(c.row for c in filled), max(c.row + c.rows for c in filled)
    left, right = min(c.column for c in filled), max(c.column + c.columns for c in filled)
    kept = [
        cell
        for cell in cells
        if top <= cell.row
        and cell.row + cell.rows <= bottom
        and left <= cell.column
        and cell.column + cell.columns <= right
    ]
    compact(kept)
    return kept


def _place(lattice: Lattice, lines: Sequence[PrintedLine]) -> None:
    """Puts each of ``lines`` into its cell of ``lattice``, cut where it runs over the border of two."""
    xs, ys = lattice.xs, lattice.ys
    owners: list[list[PageCell]] = [[lattice.cells[0]] * (len(xs) - 1) for _ in ys[1:]]
    for cell in lattice.cells:
        for row in range(cell.row, cell.row + cell.rows):
            owners[row][cell.column : cell.column + cell.columns] = [cell] * cell.columns
    for line in lines:
        if line.vertical:
            column = _index(xs, (line.box.left + line.box.right) / 2)
            first, last = _index(ys, line.edges[0] if line.edges else line.box.top), _index(ys, line.box.bottom)
            borders = [ys[row + 1] for row in range(first, last) if owners[row][column] is not owners[row + 1][column]]
            for piece in cut_line(line, borders):
                owners[_index(ys, middle(piece))][column].lines.append(piece)
        else:
            row = _index(ys, middle(line))
            first, last = _index(xs, line.box.left), _index(xs, line.box.right)
            borders = [
                xs[column + 1] for column in range(first, last) if owners[row][column] is not owners[row][column + 1]
            ]
            for piece in cut_line(line, borders):
                owners[row][_index(xs, (piece.box.left + piece.box.right) / 2)].lines.append(piece)


def _parted_by_figures(lattice: Lattice) -> list[PageCell]:
    """The cells of ``lattice``; those of several rows are one cell a row where they hold a figure for each of them.

    There the rules between the rows end before the column, and so they do in the column of the labels.
    """
    tall = [cell for cell in lattice.cells if cell.rows > 1]
    figured = [cell for cell in tall if sum(is_figure(line) for line in cell.lines) > 1]
    ranges = {(cell.row, cell.rows) for cell in figured}
    if not ranges:
        return lattice.cells
    cells: list[PageCell] = []
    for cell in lattice.cells:
        rows: dict[int, list[PrintedLine]] = {}
        for line in cell.lines:
            rows.setdefault(_index(lattice.ys, middle(line)), []).append(line)
        if (cell.row, cell.rows) in ranges and (cell in figured or len(rows) >= 0.6 * cell.rows):
            cells += [
                PageCell(row, cell.column, 1, cell.columns, rows.get(row, []))
                for row in range(cell.row, cell.row + cell.rows)
            ]
        else:
            cells.append(cell)
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _index(borders: Sequence[float], place: float) -> int:
    return min(max(bisect_right(borders, place) - 1, 0), len(borders) - 2)


def _gaps_of_figures(lines: Sequence[PrintedLine]) -> list[Gap]:
    """Gaps in a ruled column, if it holds columns of figures that were left without a rule between them."""
    figures = sum(is_figure(line) for line in lines)
    if figures < 3 or 4 * figures < len(lines):
        return []
    rows = text_rows(lines)
    return find_gaps(rows, least=max(3, len(rows) // 2), share=0.6)
