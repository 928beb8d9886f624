"""Sheets to text: titles and notes as lines, tables as rows, one sheet after another."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from planledger.model.places import Format
from planledger.model.problem import Problem
from planledger.reading.composing import Composition, LaidCell, Piece, joined, text_of
from planledger.reading.framing import table_rows
from planledger.reading.lifting import Lifted
from planledger.reading.sheets.sheet import Merged, Sheet, address_of

_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)
_FIGURE = re.compile(r"[-+<>≤≥〔\[(（]*\d[\d,.]*%?[\])）〕]*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LISTED = 8

Row = list[LaidCell]


def lifted_sheets(
    sheets: Iterable[Sheet], kind: Format, name: str, problems: Sequence[Problem] = (), *, named: bool = True
) -> Lifted:
    """The text of all sheets.

    Args:
        sheets: In the order of their tabs.
        kind: Kind of file.
        name: Of the document, for the problems.
        problems: What was wrong, and what is found to be so while the sheets are read.
        named: Whether the names of the sheets say something.
    """
    text, found = Composition(), []
    for sheet in sheets:
        if not sheet.rows and not sheet.without_value:
            continue
        if named and not _UNNAMED.fullmatch(sheet.name.strip()):
            text.add_line([Piece(sheet.name, "")], heading=1)
        _lay(sheet, text)
        found += _problems(sheet, name)
    return text.lifted(kind, problems=[*problems, *found])


def _lay(sheet: Sheet, text: Composition) -> None:
    for block in _blocks(_visible_rows(sheet)):
        # Titles, the unit and notes are lines around the table, groups of rows lines inside it.
        first, last = table_rows([[(cell, text_of(cell.pieces)) for cell in row] for row in block])
        for row in block[:first]:
            text.add_line(joined([cell.pieces for cell in row]))
        text.open_grid()
        for row in block[first:last]:
            text.add_row(row)
        text.close_grid()
        for row in block[last:]:
            text.add_line(joined([cell.pieces for cell in row]))


def _visible_rows(sheet: Sheet) -> list[Row]:
    """Rows that print anything, their cells numbered without what is hidden."""
    rows_hidden, columns_hidden = sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)
    merged = {(one.top, one.left): one for one in sheet.merged}
    content = _unhidden(sheet, merged)
    rows: list[Row] = []
    for row in sorted(content):
        cells = []
        for column in sorted(content[row]):
            said, address = content[row][column], address_of(row, column)
            if not (pieces := joined([[Piece(said, f"cell:{sheet.name}:{address}")]])):
                continue
            at, beside = row - bisect_left(rows_hidden, row), column - bisect_left(columns_hidden, column)
            below, behind = at + 1, beside + 1
            if span := merged.get((row, column)):
                below = span.bottom + 1 - bisect_left(rows_hidden, span.bottom + 1)
                behind = span.right + 1 - bisect_left(columns_hidden, span.right + 1)
            cells.append(LaidCell(pieces, at, beside, max(1, below - at), max(1, behind - beside)))
        if cells:
            rows.append(cells)
    return _clipped(rows)


def _unhidden(sheet: Sheet, merged: dict[tuple[int, int], Merged]) -> dict[int, dict[int, str]]:
    """Cells that are shown; a merged cell whose first row or column is hidden is shown in what is left of it."""
    shown: dict[int, dict[int, str]] = {}
    for row, cells in sheet.rows.items():
        for column, said in cells.items():
            at, beside = row, column
            span = merged.get((row, column))
            if span is not None:
                while at in sheet.hidden_rows and at < span.bottom:
                    at += 1
                while beside in sheet.hidden_columns and beside < span.right:
                    beside += 1
                merged[at, beside] = span._replace(top=at, left=beside)
            if at not in sheet.hidden_rows and beside not in sheet.hidden_columns:
                shown.setdefault(at, {})[beside] = said
    return shown


def _clipped(rows: list[Row]) -> list[Row]:
    """The rows with merged cells cut off where the sheet ends."""
    height = max((row[0].row + 1 for row in rows), default=0)
    width = max((cell.column + 1 for row in rows for cell in row), default=0)
    for row in rows:
        for number, cell in enumerate(row):
            if cell.row + cell.rows > height or cell.column + cell.columns > width:
                spans = min(cell.rows, height - cell.row), min(cell.columns, width - cell.column)
                row[number] = cell._replace(rows=spans[0], columns=spans[1])
    return rows


def _blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows parted where empty ones stand between them, unless figures go on behind those."""
    blocks: list[list[Row]] = []
    covered = -1
    for row in rows:
        at = row[0].row
        if blocks and (at <= covered or _goes_on(blocks[-1], row)):
            blocks[-1].append(row)
        else:
            blocks.append([row])
        covered = max(covered, at + 1, *(cell.row + cell.rows for cell in row))
    return blocks


def _goes_on(block: Sequence[Row], row: Row) -> bool:
    """Whether ``row``, which stands behind an empty one, has figures under those of ``block`` and so no head."""
    above = {cell.column for cell in block[-1] if _is_figure(cell)}
    return any(cell.column in above and _is_figure(cell) for cell in row[1:])


def _is_figure(cell: LaidCell) -> bool:
    text = text_of(cell.pieces)
    return _FIGURE.fullmatch(text) is not None and _YEAR.fullmatch(text) is None


def _problems(sheet: Sheet, name: str) -> list[Problem]:
    found = []
    if cells := sheet.without_value:
        listed = "、".join(cells[:_LISTED]) + ("…" if len(cells) > _LISTED else "")
        found.append(
            Problem(
                code="cell.no_value", document=name, start=-1, end=-1, text=f"{sheet.name}!{listed}",
                message=f"{len(cells)} formulas have no stored result; open the file in its own program and save it",
                message_zh=f"{len(cells)}个公式没有保存计算结果，请用原程序打开并重新保存",
            )
        )  # fmt: skip
    hidden = any(
        row in sheet.hidden_rows or not sheet.hidden_columns.isdisjoint(cells) for row, cells in sheet.rows.items()
    )
    if hidden:
        found.append(
            Problem(
                code="cell.hidden", document=name, start=-1, end=-1, text=sheet.name,
                message="hidden rows or columns are left out; show them if they are to be read",
                message_zh="隐藏的行或列未读取；如需读取请取消隐藏",
            )
        )  # fmt: skip
    return found


def hidden_sheet(sheet_name: str, name: str) -> Problem:
    """The note that a hidden sheet was left out."""
    return Problem(
        code="sheet.hidden", document=name, start=-1, end=-1, text=sheet_name,
        message="a hidden sheet is left out; show it if it is to be read",
        message_zh="隐藏的工作表未读取；如需读取请取消隐藏",
    )  # fmt: skip
