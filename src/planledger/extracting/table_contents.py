"""Figures inside the running text of lists: whose they are and when they shall be (清单文字中的数字)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from planledger.extracting.bodies import deadline_of
from planledger.extracting.table_kinds import filled, user_of

if TYPE_CHECKING:
    from planledger.extracting.table_layout import Layout
    from planledger.model.document import Document
    from planledger.model.project import Project
    from planledger.model.statement import Statement

_DONE = ("completed", "operating", "counted")


class Content(NamedTuple):
    """A cell that tells what a project builds or a task asks for, by its stretch of the source.

    Attributes:
        start: Source offset.
        end: Source offset after it.
        subject: The project that it is said of, or empty.
        period: When it shall be there, or empty where nothing says it.
    """

    start: int
    end: int
    subject: str
    period: str


def project_contents(document: Document, layout: Layout, projects: Iterable[Project]) -> list[Content]:
    """Cells that tell what the projects of a list build; those of finished ones tell what was."""
    ahead = {one.row_start: one for one in projects if one.stage not in _DONE}
    found = []
    for number in range(layout.first, len(layout.table.rows)):
        cells = [cell for cell in layout.table.rows[number] if cell is not None and cell.text and cell.row == number]
        row = (
            document.offsets.to_source(min(cell.start for cell in cells), max(c.end for c in cells)) if cells else None
        )
        project = ahead.get(row.start) if row else None
        for at in user_of(layout, "content") if project else ():
            cell = layout.table.rows[number][at]
            if cell is not None and cell.text and project is not None:
                span = document.offsets.to_source(cell.start, cell.end)
                found.append(Content(span.start, span.end, project.name, project.period[-4:]))
    return found


def task_contents(document: Document, layout: Layout, cells: Iterable[tuple[int, int, int]]) -> list[Content]:
    """Cells of tasks, each with its deadline; ``cells`` are row, start and end in the cleaned text."""
    found = []
    for number, start, end in cells:
        when = (deadline_of(filled(layout, number, at), document) for at in user_of(layout, "deadline"))
        span = document.offsets.to_source(start, end)
        found.append(Content(span.start, span.end, "", next(filter(None, when), "")))
    return found


def with_contents(statements: Iterable[Statement], contents: Sequence[Content], year: str) -> list[Statement]:
    """``statements`` with those inside ``contents`` as targets of the project and period that they are for.

    Args:
        statements: In any order.
        contents: In text order, apart from one another.
        year: The period that the document sets targets for, where a content says none.
    """
    starts = [content.start for content in contents]
    found = []
    for one in statements:
        number = bisect_right(starts, one.start) - 1
        content = contents[number] if number >= 0 and one.start < contents[number].end else None
        if content is None or one.role != "actual":
            found.append(one)
            continue
        named = content.subject + one.indicator if content.subject not in one.indicator else one.indicator
        period = content.period or year or one.period
        found.append(
            replace(one, role="target", period=period, indicator=named, subject=content.subject or one.subject)
        )
    return found
