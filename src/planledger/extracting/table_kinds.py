"""What kind of table a table is: of figures, of projects, of tasks (表格种类)."""

from __future__ import annotations

from planledger.extracting.table_columns import Column
from planledger.extracting.table_layout import Layout
from planledger.extracting.table_words import pattern
from planledger.model.tables import TableKind

_OF_PROJECTS = frozenset(("total", "annual", "invested", "content", "nature", "years"))
_OF_TASKS = frozenset(("body", "supporting", "deadline"))


def kind_of(layout: Layout) -> TableKind:
    """The kind of a table; empty for one without a head that was understood.

    In a list of projects, a column that says 2024年计划 and no more is one of money.
    """
    kind = _kind_of(layout)
    if kind == "projects" and not user_of(layout, "annual"):
        for column in layout.columns:
            plain = column.kind == "value" and not column.use and not column.name and column.unit not in ("%", "个")
            if plain and column.role == "target":
                column.use, column.name = "annual", "计划投资"
    return kind


def _kind_of(layout: Layout) -> TableKind:
    if not layout.columns:
        return ""
    uses = {column.use for column in layout.columns}
    at = project_column(layout)
    if at >= 0 and uses & _OF_PROJECTS and (len(uses - {""}) > 1 or layout.columns[at].head.endswith("名称")):
        return "projects"
    if uses & _OF_TASKS and task_column(layout) >= 0:
        return "tasks"
    return "figures" if any(column.kind == "value" for column in layout.columns) else ""


def project_column(layout: Layout) -> int:
    """Number of the column of projects' names, -1 when there is none."""
    return next((number for number, one in enumerate(layout.columns) if _names(one, "project_head")), -1)


def task_column(layout: Layout) -> int:
    """Number of the column of tasks, the last of several, -1 when there is none."""
    numbers = [number for number, one in enumerate(layout.columns) if _names(one, "task_head")]
    return numbers[-1] if numbers else -1


def filled(layout: Layout, number: int, column: int) -> str:
    """Text of a cell, also where one above reaches down to it; without spaces."""
    cell = layout.table.rows[number][column] if column >= 0 else None
    return cell.text if cell is not None else ""


def user_of(layout: Layout, use: str) -> list[int]:
    """Numbers of the columns that are for ``use``."""
    return [number for number, column in enumerate(layout.columns) if column.use == use]


def _names(column: Column, name: str) -> bool:
    of_words = column.kind in ("label", "aside") and column.use in ("", "content")
    return of_words and pattern(name).search(column.head) is not None
