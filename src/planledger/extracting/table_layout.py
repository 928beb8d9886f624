"""Head, labels and values of a table: which column says what of which (表格结构)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planledger.extracting.table_cells import Figure, read_figure
from planledger.extracting.table_columns import Column, corrected, read_column
from planledger.extracting.table_grid import Cell, Row, Table
from planledger.extracting.table_words import pattern
from planledger.model.tables import TableCorrection

if TYPE_CHECKING:
    from planledger.catalogue import Catalogue

_DEEPEST_HEAD = 4
_OF_TASKS = ("body", "supporting", "deadline")
_OF_WORDS = (*_OF_TASKS, "content", "nature", "years")
_HEADS = ("index", "unit_head", "attribute", "label_head", "generic")
_AS_READ = TableCorrection()


@dataclass(slots=True)
class Layout:
    """How a table is laid out.

    Attributes:
        table: The table.
        columns: Its columns; empty when no head was found.
        first: Number of the first row below the head.
        captions: Lines above the table, those inside its element included.
        figures: What the cells hold that hold one value, by the cell's place (row, column).
        unit: Unit that the user gives the whole table, or empty.
    """

    table: Table
    columns: list[Column]
    first: int
    captions: list[str]
    figures: dict[tuple[int, int], Figure] = field(default_factory=dict)
    unit: str = ""
    _before: dict[tuple[int, str], int] = field(default_factory=dict)

    def values(self) -> list[int]:
        """Numbers of the columns of values."""
        return [number for number, column in enumerate(self.columns) if column.kind == "value"]

    def before(self, column: int, kind: str) -> int:
        """Number of the nearest column of ``kind`` left of ``column``, else the first one, else -1."""
        if (column, kind) not in self._before:
            found = [number for number, one in enumerate(self.columns) if one.kind == kind]
            left = [number for number in found if number < column]
            self._before[column, kind] = left[-1] if left else found[0] if found else -1
        return self._before[column, kind]


def lay_out(table: Table, text: str, catalogue: Catalogue, said: TableCorrection = _AS_READ) -> Layout:
    """The layout of ``table``.

    Args:
        table: The table.
        text: The document's cleaned text.
        catalogue: Says which words are units.
        said: What the user says of the table, stronger than what its head says.
    """
    figures = {}
    for number in range(len(table.rows)):
        for cell in table.own(number):
            figure = read_figure(text, cell, catalogue)
            if figure is not None:
                figures[cell.row, cell.column] = figure
    head, captions = 0, list(table.captions)
    while head < len(table.rows) and len(table.own(head)) < 2 and not _has_figures(table, figures, head):
        captions += [text[cell.start : cell.end] for cell in table.own(head)]
        head += 1
    graded = _graded_head(table)
    head = graded if graded > head and not said.head else head
    depth = min(said.head, len(table.rows) - head) or _head_depth(table, figures, head)
    layout = Layout(table, [], head + depth, captions, figures, said.unit)
    if depth:
        columns = [read_column(_head_texts(table, head, depth, at), catalogue) for at in range(len(table.rows[0]))]
        if said.columns or said.head or _understood(columns):
            layout.columns = columns
            _tell_apart(layout)
    if said.columns:
        _correct(layout, said)
    return layout


def _graded_head(table: Table) -> int:
    """Number of the row that is the head of goals by grades (一级指标, 二级指标), -1 when there is none."""
    graded = pattern("graded_head")
    for number in range(len(table.rows) - 1):
        if sum(graded.match(cell.text) is not None for cell in table.own(number)) > 1:
            return number
    return -1


def _correct(layout: Layout, said: TableCorrection) -> None:
    """Take the columns as the user says they are; without a head the first one names the rows."""
    if not layout.columns:
        width = len(layout.table.rows[0])
        layout.columns = [Column("label" if number == 0 else "aside", "") for number in range(width)]
    for number, column in enumerate(layout.columns, 1):
        if number in said.columns:
            corrected(column, said.columns[number])


def _has_figures(table: Table, figures: dict[tuple[int, int], Figure], row: int) -> bool:
    """Whether ``row`` holds a value that is no year, right of its first cell."""
    return any(
        (cell.row, cell.column) in figures and not figures[cell.row, cell.column].year for cell in table.own(row)[1:]
    )


def _head_depth(table: Table, figures: dict[tuple[int, int], Figure], head: int) -> int:
    """How many rows from ``head`` on are the table's head."""
    if head >= len(table.rows) or _has_figures(table, figures, head):
        return 0
    cells = table.own(head)
    depth = max((cell.rows for cell in cells), default=1)
    if depth > _DEEPEST_HEAD or depth >= len(table.rows) - head:
        depth = 1
    if depth == 1 and any(cell.columns > 1 for cell in cells):
        first, wide = cells[0].column, len(cells) > 1 and all(cell.columns > 1 for cell in cells)
        while (
            depth < _DEEPEST_HEAD
            and head + depth < len(table.rows) - 1
            and not _has_figures(table, figures, head + depth)
            and (not _text(table.rows[head + depth][first]) or (wide and depth == 1))
        ):
            depth += 1
    while (
        depth < _DEEPEST_HEAD
        and head + depth < len(table.rows) - 1
        and len(table.own(head + depth)) > 1
        and not _has_figures(table, figures, head + depth)
        and all(not _text(cell) or column > 0 for column, cell in enumerate(table.rows[head + depth][:1]))
        and cells[0].column == 0
    ):
        depth += 1
    if depth == 1 and head + 1 < len(table.rows) - 1 and _names_columns(table, head):
        depth = 2
    return depth


def _names_columns(table: Table, head: int) -> bool:
    """Whether the row below ``head`` goes on with it: words of heads, in more places than are filled above."""
    cells = table.own(head + 1)
    known = sum(any(pattern(name).search(cell.text) for name in _HEADS) for cell in cells)
    return len(cells) > max(2, len(table.own(head))) and 4 * known >= 3 * len(cells)


def _text(cell: Cell | None) -> str:
    return cell.text if cell else ""


def _head_texts(table: Table, head: int, depth: int, column: int) -> list[str]:
    texts: list[str] = []
    for row in table.rows[head : head + depth]:
        text = _text(row[column]) or _reaching(table, row, column, head, depth)
        if text and text not in texts:
            texts.append(text)
    return texts


def _reaching(table: Table, row: Row, column: int, head: int, depth: int) -> str:
    """Without spans a head over several columns stands over the first of them only."""
    if row is table.rows[head + depth - 1] or any(cell and (cell.columns > 1 or cell.rows > 1) for cell in row):
        return ""
    return next((cell.text for cell in reversed(row[1:column]) if cell and cell.text), "")


def _understood(columns: list[Column]) -> bool:
    """Whether the head was one: it names what the rows are, or says something of values, or of who does what."""
    labels = sum(column.kind == "label" for column in columns)
    known = sum(column.known for column in columns if column.kind == "value" and column.head)
    listed = any(column.use in _OF_TASKS for column in columns) and any(map(_names_tasks, columns))
    return labels + known > 1 or (known > 0 and len(columns) > 1) or listed


def _names_tasks(column: Column) -> bool:
    return pattern("task_head").search(column.head) is not None


def _tell_apart(layout: Layout) -> None:
    """Columns of words among those that could be values are labels, or of no use."""
    rows = range(layout.first, len(layout.table.rows))
    for number, column in enumerate(layout.columns):
        if column.kind != "value":
            continue
        cells = [cell for row in rows for cell in layout.table.own(row) if cell.column == number]
        held = sum((cell.row, cell.column) in layout.figures for cell in cells)
        if held == 0 and (column.use in _OF_WORDS or _names_tasks(column)):
            column.kind = "aside" if column.use else "label"
        elif held == 0 and not (column.years[1] or column.role or column.growth):
            first = all(one.kind not in ("value", "label") for one in layout.columns[:number])
            column.kind = "label" if first and cells and len(layout.columns) > 1 else "aside"
    _drop_groups(layout)


def _drop_groups(layout: Layout) -> None:
    """Of label columns side by side the last one names the row; columns before it only sort the rows."""
    for number, column in enumerate(layout.columns[:-1]):
        following = next((one for one in layout.columns[number + 1 :] if one.kind not in ("index", "unit")), None)
        if column.kind == "label" and following is not None and following.kind == "label":
            if following.head == column.head or not pattern("label_head").search(following.head):
                continue
            column.kind = "aside"
