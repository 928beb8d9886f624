"""Printed pages for tests: set by hand, or by typst and taken apart again."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from planledger.model.places import Box
from planledger.reading.printed.page import PrintedLine, PrintedPage, Rule
from planledger.reading.printed.tables import PageTable


def put(text: str, left: float, top: float, size: float = 10.0) -> PrintedLine:
    """A line whose characters are a full size wide, or half of one for Latin ones."""
    edges = [left]
    for character in text:
        edges.append(edges[-1] + (size if ord(character) > 0x2000 else size / 2))
    return PrintedLine(text, Box(left, top, edges[-1], top + size), tuple(edges), size)


def put_vertical(text: str, left: float, top: float, size: float = 10.0) -> PrintedLine:
    edges = tuple(top + size * index for index in range(len(text) + 1))
    return PrintedLine(text, Box(left, top, left + size, edges[-1]), edges, size, vertical=True)


def ruled(xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    """Every border of a grid."""
    across = [Rule(xs[0], y, xs[-1], y) for y in ys]
    return across + [Rule(x, ys[0], x, ys[-1]) for x in xs]


def sheet(lines: Sequence[PrintedLine], rules: Sequence[Rule] = ()) -> PrintedPage:
    """A page of A4."""
    return PrintedPage(1, 595.0, 842.0, list(lines), list(rules))


def read(table: PageTable) -> list[list[str]]:
    """Rows of the table, the text of a cell in each place where it begins, None where another covers it."""
    rows = max(cell.row + cell.rows for cell in table.cells)
    columns = max(cell.column + cell.columns for cell in table.cells)
    covered = [[0] * columns for _ in range(rows)]
    texts = [["^"] * columns for _ in range(rows)]
    for cell in table.cells:
        texts[cell.row][cell.column] = "".join(line.text for line in cell.lines)
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                covered[row][column] += 1
    assert all(count == 1 for row in covered for count in row), "the cells cover the grid, each place once"
    return texts


def typeset(body: str) -> PrintedPage:
    """The first page that typst makes of ``body``: runs of characters without a wide gap, and the paths drawn."""
    import cvttf_NotoSansCJK_Regular as fonts
    import pypdfium2
    import typst

    source = (
        f'#set page(width: 595pt, height: 842pt)\n#set text(font: "Noto Sans CJK TC", lang: "zh", size: 10pt)\n{body}'
    )
    folder = Path(str(fonts.__file__)).parent
    data = typst.compile(source.encode(), font_paths=[str(folder)], ignore_system_fonts=True)
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[0]
        return PrintedPage(1, 595.0, 842.0, list(_lines(page.get_textpage())), list(_rules(page)))
    finally:
        document.close()


def _lines(text_page: Any) -> Iterator[PrintedLine]:
    run: list[tuple[str, float, float, float]] = []
    for index in range(text_page.count_chars()):
        character = text_page.get_text_range(index, 1)
        left, bottom, right, _ = text_page.get_charbox(index, loose=True)
        base = 842.0 - bottom
        broken = run and (abs(base - run[-1][3]) > 3 or not -1 < left - run[-1][2] < 10)
        if run and (broken or not character.strip()):
            yield _line(run)
            run = []
        if character.strip():
            run.append((character, left, right, base))
    if run:
        yield _line(run)


def _line(run: list[tuple[str, float, float, float]]) -> PrintedLine:
    edges = (*(left for _, left, _, _ in run), run[-1][2])
    box = Box(edges[0], run[0][3] - 10.0, edges[-1], run[0][3])
    return PrintedLine("".join(character for character, *_ in run), box, edges, 10.0)


def _rules(page: Any) -> Iterator[Rule]:
    from pypdfium2 import raw

    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        bounds = [ctypes.c_float() for _ in range(4)]
        raw.FPDFPageObj_GetBounds(item.raw, *bounds)
        left, bottom, right, top = (bound.value for bound in bounds)
        yield Rule(left, 842.0 - top, right, 842.0 - bottom)
