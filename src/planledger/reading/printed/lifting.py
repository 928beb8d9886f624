"""Printed pages to lifted text: the door for PDF and for scans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from planledger.errors import EmptyDocument, LimitExceeded
from planledger.model.document import BlockKind
from planledger.model.places import Format, Page
from planledger.model.problem import Problem
from planledger.reading.lifting import Lifted
from planledger.reading.limits import Limits
from planledger.reading.printed.cells import PageTable
from planledger.reading.printed.composing import Composer
from planledger.reading.printed.flow import Column, Item, Row, TableBlock, row_of
from planledger.reading.printed.footnotes import find_footnotes
from planledger.reading.printed.furniture import find_contents, find_furniture
from planledger.reading.printed.grids import continues, one_table
from planledger.reading.printed.headings import find_levels
from planledger.reading.printed.measuring import manner_of, set_edges
from planledger.reading.printed.ordering import in_order
from planledger.reading.printed.outline import Outline
from planledger.reading.printed.page import PrintedLine, PrintedPage
from planledger.reading.printed.paragraphs import Paragraph, join_rows
from planledger.reading.printed.tables import find_page_tables

_TITLE_PAGES = 3
_NO_OUTLINE = Outline()
_SHORTEST_TITLE = 6


class _Aside(NamedTuple):
    """Rows that were set apart."""

    rows: list[Row]
    kind: BlockKind


def lift_printed(
    pages: Sequence[PrintedPage],
    *,
    name: str,
    limits: Limits,
    format: Format = "pdf",  # noqa: A002 - the field of Lifted
    outline: Outline = _NO_OUTLINE,
    problems: Iterable[Problem] = (),
) -> Lifted:
    """The text of printed pages in the order of reading.

    Args:
        pages: In their order.
        name: Of the document, for messages.
        limits: Cells are held to them here.
        format: What kind of file the pages are from.
        outline: What the file says of itself.
        problems: What its reader could not read.

    Raises:
        EmptyDocument: When no page has text.
        LimitExceeded: When the tables have more cells than the limit.
    """
    if not any(line.text.strip() for page in pages for line in page.lines):
        raise EmptyDocument(name)
    columns, asides = _laid_out(pages)
    set_edges(columns)
    asides += _contents_of(columns)
    manner = manner_of(columns)
    flow = join_rows(columns, manner)
    levels = find_levels([block for block in flow if isinstance(block, Paragraph)], outline, manner)
    composer = Composer()
    _compose(flow, levels, pages, composer, name=name, most_cells=limits.cells)
    for kind in ("footnote", "furniture"):
        for aside in asides:
            if aside.kind == kind:
                composer.add_rows(aside.rows, aside=aside.kind)
    text = composer.text
    return Lifted(
        text,
        format=format,
        title=_title(outline.title, flow),
        headings=composer.headings,
        asides=composer.asides,
        pages=tuple(map(_shown, pages)),
        places=tuple(composer.places),
        grids=tuple(composer.grids),
        problems=tuple(problems),
    )


def _laid_out(pages: Sequence[PrintedPage]) -> tuple[list[Column], list[_Aside]]:
    """The columns of all pages, and what is no part of them."""
    flowing: list[tuple[PrintedPage, list[PrintedLine], list[PageTable]]] = []
    asides: list[_Aside] = []
    for page, furniture in zip(pages, find_furniture(pages), strict=True):
        tables = find_page_tables(_without(page, furniture))
        taken = {id(line) for table in tables for line in table.taken}
        taken_at = {index for index, line in enumerate(page.lines) if id(line) in taken}
        footnotes = find_footnotes(page, furniture | taken_at)
        noted = {index for note in footnotes for index in note}
        left_out = furniture | taken_at | noted
        flowing.append((page, [line for at, line in enumerate(page.lines) if at not in left_out], tables))
        asides += [_Aside(_rows(page, [page.lines[at] for at in note]), "footnote") for note in footnotes]
        asides += [_Aside(_rows(page, [page.lines[at]]), "furniture") for at in sorted(furniture)]
    return in_order(flowing), asides


def _without(page: PrintedPage, furniture: set[int]) -> PrintedPage:
    lines = [line for at, line in enumerate(page.lines) if at not in furniture and line.text.strip()]
    return replace(page, lines=lines)


def _rows(page: PrintedPage, lines: Iterable[PrintedLine]) -> list[Row]:
    return [row_of(page.number, [Item(line.box, line)]) for line in lines if line.text.strip()]


def _contents_of(columns: Sequence[Column]) -> list[_Aside]:
    """Take the tables of contents out of the columns."""
    rows = [row for column in columns for row in column.rows]
    found = {id(rows[at]) for at in find_contents([row.text for row in rows])}
    if not found:
        return []
    for column in columns:
        column.blocks = [block for block in column.blocks if id(block) not in found]
    return [_Aside([row], "furniture") for row in rows if id(row) in found]


def _compose(
    flow: Sequence[Paragraph | TableBlock],
    levels: dict[int, int],
    pages: Sequence[PrintedPage],
    composer: Composer,
    *,
    name: str,
    most_cells: int,
) -> None:
    widths = {page.number: page.width for page in pages}
    cells = at = 0
    while at < len(flow):
        block = flow[at]
        at += 1
        if isinstance(block, Paragraph):
            composer.add_rows(block.rows, level=levels.get(id(block), 0))
            continue
        parts = [block]
        while at < len(flow):
            following = flow[at]
            if not isinstance(following, TableBlock):
                break
            if not continues(parts[-1], following, width=widths.get(block.page, 0.0)):
                break
            parts.append(following)
            at += 1
        cells += composer.add_table(one_table(parts))
        if cells > most_cells:
            raise LimitExceeded(name, f"cells: {cells} > {most_cells}")


def _title(title: str, flow: Sequence[Paragraph | TableBlock]) -> str:
    """``title`` if it is printed at the head of the document too; properties are often those of an older file."""
    if len(title) < _SHORTEST_TITLE:
        return ""
    head = "".join(
        block.text.replace(" ", "")
        for block in flow
        if isinstance(block, Paragraph) and block.rows[0].page <= _TITLE_PAGES
    )
    return title if title in head else ""


def _shown(page: PrintedPage) -> Page:
    weight = sum(len(line.text) for line in page.lines)
    confidence = sum(line.confidence * len(line.text) for line in page.lines) / weight if weight else 1.0
    return Page(page.number, page.width, page.height, page.recognised, min(confidence, 1.0), page.rotation, page.skew)
