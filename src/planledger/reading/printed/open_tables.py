"""Tables without ruled columns: between rules across the page (三线表), or by the places of their figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from planledger.model.places import Box
from planledger.reading.printed.aligning import find_gaps
from planledger.reading.printed.cells import PageCell, PageTable, middle, text_rows
from planledger.reading.printed.grouping import is_figure, is_value
from planledger.reading.printed.page import PrintedLine
from planledger.reading.printed.refining import refine
from planledger.reading.printed.ruled_tables import as_table, lines_within
from planledger.reading.printed.ruling import Stroke

# What stands over a table, so that no row of one does: its number, its unit.
_CAPTION = re.compile(r"[（(]?(?:续?表\s*\d|附[表件]|图\s*\d|计?量?单位\s*[:：])|.*单位\s*[:：]\s*[亿万千百]?[元人吨]")
_LEADER = re.compile(r"[.…·．]{3,}|…")
# Rows of labels and headings that may stand between two rows of figures.
_MOST_BETWEEN = 6
_DIGIT = re.compile(r"\d")
_SENTENCE = re.compile(r"[，。；：]")


def find_between_rules(across: Sequence[Stroke], lines: Sequence[PrintedLine], tolerance: float) -> list[PageTable]:
    """Tables between strokes of one width across the page that no stroke down the page meets.

    Args:
        across: The strokes.
        lines: Of the page, by height.
        tolerance: Of the places of strokes.
    """
    tables: list[PageTable] = []
    for strokes in _of_one_width(across, tolerance):
        left, right = min(s.start for s in strokes), max(s.end for s in strokes)
        band_lines = [lines_within(Box(left, a.at, right, b.at), lines) for a, b in pairwise(strokes)]
        run: list[int] = []
        for index in range(len(band_lines) + 1):
            if index < len(band_lines) and _is_band(band_lines[index], right - left):
                run.append(index)
                continue
            if run:
                edges = [strokes[band].at for band in [*run, run[-1] + 1]]
                table = _between([band_lines[band] for band in run], edges, (left, right))
                if table is not None:
                    tables.append(table)
            run = []
    return tables


def _of_one_width(across: Sequence[Stroke], tolerance: float) -> list[list[Stroke]]:
    """``across`` in groups that begin and end at the same places, each from the top, two strokes or more."""
    groups: list[list[Stroke]] = []
    for stroke in sorted(across):
        for group in groups:
            if abs(group[0].start - stroke.start) <= 4 * tolerance and abs(group[0].end - stroke.end) <= 4 * tolerance:
                group.append(stroke)
                break
        else:
            groups.append([stroke])
    return [group for group in groups if len(group) > 1]


def _is_band(lines: Sequence[PrintedLine], width: float) -> bool:
    """Whether ``lines`` between two strokes look like rows of a table rather than running text or a caption."""
    if not lines or any(_CAPTION.match(line.text) for line in lines):
        return False
    rows = text_rows(lines)
    if len(rows) == 1:
        return True
    parted = sum(len(row) > 1 for row in rows)
    prose = sum(_is_prose(row, width) or any(_LEADER.search(line.text) for line in row) for row in rows)
    return (parted > 1 or 3 * parted >= len(rows)) and 5 * prose <= len(rows)


def _is_prose(row: Sequence[PrintedLine], width: float) -> bool:
    return any(line.box.right - line.box.left > 0.6 * width and bool(_SENTENCE.search(line.text)) for line in row)


def _between(bands: list[list[PrintedLine]], edges: list[float], sides: tuple[float, float]) -> PageTable | None:
    """The table of ``bands`` of lines between strokes; None where their text stands in no columns."""
    while bands and not any(len(row) > 1 for row in text_rows(bands[0])):
        bands, edges = bands[1:], edges[1:]
    taken = [line for band in bands for line in band]
    rows = [row for band in bands for row in text_rows(band)]
    gaps = find_gaps(rows, least=2, share=0.5)
    figures = [sum(is_figure(line) for line in row) for row in rows]
    # Two strokes alone may be those under a running head and over the footnotes, with two columns of text between.
    words = len(bands) > 1 and len(rows) <= 12
    if not gaps or not (words or (sum(map(bool, figures)) > 1 and 5 * sum(figures) >= len(taken))):
        return None
    cells = [PageCell(index, 0, lines=band) for index, band in enumerate(bands)]
    box = Box(sides[0], edges[0], sides[1], edges[-1])
    return as_table(box, refine(cells, {0: gaps}, loose=True), taken)


def find_unruled(lines: Sequence[PrintedLine]) -> list[PageTable]:
    """Tables by the alignment of their figures alone: three rows with two figures or more at the same places.

    Args:
        lines: Of the page that no ruled table took.
    """
    tables: list[PageTable] = []
    if sum(is_value(line) for line in lines) < 6:
        return []
    rows = text_rows([line for line in lines if not line.vertical])
    for first, after in _runs(rows):
        start = _head(rows, first)
        body = [line for row in rows[start:after] for line in row]
        gaps = find_gaps(rows[first:after], least=3, share=0.6)
        if len(gaps) < 2:
            continue
        box = Box(
            min(line.box.left for line in body),
            min(line.box.top for line in body),
            max(line.box.right for line in body),
            max(line.box.bottom for line in body),
        )
        table = as_table(box, refine([PageCell(0, 0, lines=body)], {0: gaps}, loose=True), body)
        if table is not None:
            tables.append(table)
    return tables


def _runs(rows: Sequence[Sequence[PrintedLine]]) -> list[tuple[int, int]]:
    """From where to where rows of figures follow one another, three or more, with single lines between at most."""
    runs: list[tuple[int, int]] = []
    found: list[int] = []
    for index, row in enumerate(rows):
        if _is_row_of_figures(row):
            if found and not _follows(rows, found[-1], index):
                runs.append((found[0], found[-1] + 1)) if len(found) > 2 else None
                found = []
            found.append(index)
    if len(found) > 2:
        runs.append((found[0], found[-1] + 1))
    return [(first, _end(rows, first, after)) for first, after in runs]


def _end(rows: Sequence[Sequence[PrintedLine]], first: int, after: int) -> int:
    """Where the table of the rows of figures ``first`` to ``after`` ends: with rows like them, one figure in each."""
    places = {len(row) for row in rows[first:after]}
    steps = [middle(lower[0]) - middle(upper[0]) for upper, lower in pairwise(rows[first:after])]
    while (
        after < len(rows)
        and len(rows[after]) in places
        and any(is_value(line) and _DIGIT.search(line.text) for line in rows[after][1:])
        and middle(rows[after][0]) - middle(rows[after - 1][0]) <= 1.3 * max(steps)
    ):
        after += 1
    return after


def _is_row_of_figures(row: Sequence[PrintedLine]) -> bool:
    # In a table of contents the first is a number and the last a page.
    held = [line for line in row[1:] if is_value(line)]
    return sum(bool(_DIGIT.search(line.text)) for line in held) > 1 and 2 * len(held) >= len(row) - 1


def _follows(rows: Sequence[Sequence[PrintedLine]], before: int, index: int) -> bool:
    """Whether the row of figures ``index`` goes on the table of the row ``before``: near, and no text between."""
    size = rows[index][0].size
    steps = [middle(lower[0]) - middle(upper[0]) for upper, lower in pairwise(rows[before : index + 1])]
    if sum(steps) > 6 * size and (max(steps) > 2.4 * size or len(steps) > _MOST_BETWEEN):
        return False
    return all(
        (len(row) < 3 or any(map(is_figure, row[1:]))) and not any(_SENTENCE.search(line.text) for line in row)
        for row in rows[before + 1 : index]
    )


def _head(rows: Sequence[Sequence[PrintedLine]], first: int) -> int:
    """Where the head above the row of figures ``first`` begins: rows near above it with text in several places."""
    start = first
    for index in range(first - 1, max(first - 6, -1), -1):
        row = rows[index]
        if middle(rows[index + 1][0]) - middle(row[0]) > 3 * row[0].size:
            break
        if any(_CAPTION.match(line.text) or _SENTENCE.search(line.text) for line in row):
            break
        if len(row) > 1:
            start = index
    return start
