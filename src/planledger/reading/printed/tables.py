"""Tables of a printed page, of a PDF or a recognised picture: from its ruled lines, or the alignment of its text."""

from __future__ import annotations

from statistics import median

from planledger.reading.printed.cells import PageCell, PageTable, middle
from planledger.reading.printed.open_tables import find_between_rules, find_unruled
from planledger.reading.printed.page import PrintedLine, PrintedPage
from planledger.reading.printed.ruled_tables import fill_lattice
from planledger.reading.printed.ruling import Stroke, find_strokes, make_lattice, meeting

__all__ = ["PageCell", "PageTable", "find_page_tables"]

# A page with more lines of text than this is no page of a document.
_MOST_LINES = 20_000
_MOST_TABLES = 100


def find_page_tables(page: PrintedPage) -> list[PageTable]:
    """The tables of ``page`` from the top, with what stands in their cells; none where it is not sure that one is.

    Tables with ruled cells come first; then those between rules across the page, whose columns follow from the places
    of the text; then those without rules, if they are of figures.
    """
    if len(page.lines) < 3 or len(page.lines) > _MOST_LINES:
        return []
    lines = sorted(page.lines, key=middle)
    tables: list[PageTable] = []
    if len(page.rules) > 1:
        size = median(line.size for line in lines)
        tolerance = max(min(0.005 * min(page.width, page.height), 0.4 * size), 0.1)
        across, down = find_strokes(page.rules, tolerance)
        groups = meeting(across, down, tolerance)
        tables, lines = _ruled([group for group in groups if group[1]], lines, page, (tolerance, 0.8 * size))
        lone = [stroke for group in groups if not group[1] for stroke in group[0]]
        open_tables = find_between_rules(lone, lines, tolerance)
        lines = _without(lines, open_tables)
        tables += open_tables
    tables += find_unruled(lines)
    tables.sort(key=lambda table: (table.box.top, table.box.left))
    return tables


def _ruled(
    groups: list[tuple[list[Stroke], list[Stroke]]],
    lines: list[PrintedLine],
    page: PrintedPage,
    distances: tuple[float, float],
) -> tuple[list[PageTable], list[PrintedLine]]:
    """Tables of the strokes that meet, the largest first, and the lines that they leave."""
    tables: list[PageTable] = []
    lattices = [make_lattice(across, down, *distances) for across, down in groups if len(across) + len(down) > 2]
    found = [lattice for lattice in lattices if lattice is not None and len(lattice.cells) > 1]
    found.sort(key=lambda lattice: -(lattice.xs[-1] - lattice.xs[0]) * (lattice.ys[-1] - lattice.ys[0]))
    for lattice in found[:_MOST_TABLES]:
        # A cell that is half a page is the page within its frame.
        if any(
            (lattice.xs[cell.column + cell.columns] - lattice.xs[cell.column])
            * (lattice.ys[cell.row + cell.rows] - lattice.ys[cell.row])
            > 0.5 * page.width * page.height
            for cell in lattice.cells
        ):
            continue
        table = fill_lattice(lattice, lines)
        if table is not None:
            tables.append(table)
            lines = _without(lines, [table])
    return tables, lines


def _without(lines: list[PrintedLine], tables: list[PageTable]) -> list[PrintedLine]:
    taken = {id(line) for table in tables for line in table.taken}
    return [line for line in lines if id(line) not in taken] if taken else lines
