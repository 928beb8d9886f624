"""A form as people filled it in: rows of typed values, and what is wrong by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from planledger.forms.cells import Cell, WrongCell, value_of
from planledger.forms.form import Form, FormColumn, FormSheet
from planledger.forms.opening import Grid, WrongFile, open_grids
from planledger.model import Problem

NOTES = ("说明", "Notes")
"""Sheet of a template that tells how to fill it in."""
_PERCENT = {"%", "％", "growth", "average"}
_MOST_ABOVE = 10  # lines of title that may stand above the heads


@dataclass(frozen=True, slots=True)
class FormRow(Mapping[str, Any]):
    """One row: a mapping from column to value, None where a cell is blank or wrong.

    Attributes:
        content: Values by column.
        cells: The cells that they stand in.
        number: Of the row in its sheet.
        sound: Whether no cell of it is wrong.
    """

    content: Mapping[str, Any]
    cells: Mapping[str, Cell]
    number: int
    sound: bool = True

    def __getitem__(self, name: str) -> Any:
        return self.content[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.content)

    def __len__(self) -> int:
        return len(self.content)

    def place(self, name: str) -> str:
        """Where a value stands, as people name it: ``目标!C5``."""
        return self.cells[name].place

    def problem(self, name: str, code: str, message: str, message_zh: str) -> Problem:
        """A problem that names the cell of ``name``."""
        return self.cells[name].problem(code, message, message_zh)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a filled form holds.

    Attributes:
        rows: By sheet, in the order of the file; a row with a wrong cell is left out.
        problems: What is wrong, by cell.
    """

    rows: Mapping[str, tuple[FormRow, ...]]
    problems: tuple[Problem, ...] = ()


def read_form(form: Form, paths: Sequence[Path]) -> Filled:
    """What ``paths`` hold: one workbook, or CSV files that are named after the sheets, as 年度数 or plan-年度数.

    One that has another name is the first sheet where it is alone, or has its heads and no other is.
    Nothing is guessed: a row with a wrong cell is left out, and each wrong cell is a problem.
    """
    problems: list[Problem] = []
    grids: list[Grid] = []
    for path in paths:
        try:
            grids += open_grids(path)
        except WrongFile as error:
            problems.append(error.problem)
    rows: dict[str, tuple[FormRow, ...]] = {sheet.name: () for sheet in form.sheets}
    if not grids:
        return Filled(rows, tuple(problems))
    seen: set[str] = set()
    for grid, sheet in zip(grids, _sheets_of(form, grids), strict=True):
        if sheet is None:
            problems += [] if grid.title in NOTES or not grid.rows else [_unknown_sheet(grid, form)]
            continue
        seen.add(sheet.name)
        found, wrong = _read_sheet(sheet, grid)
        rows[sheet.name] += found
        problems += wrong
    for sheet in form.sheets:
        rows[sheet.name], wrong = _without_repeats(sheet, rows[sheet.name])
        problems += wrong
        if sheet.required and sheet.name not in seen:
            problems.append(_missing_sheet(sheet, str(paths[0])))
    return Filled(rows, tuple(problems))


def _named(text: str, titles: Sequence[str]) -> bool:
    return _plain(text) in {_plain(title) for title in titles}


def _plain(text: str) -> str:
    return "".join(text.partition("（")[0].partition("(")[0].split()).rstrip("*").lower()


def _sheets_of(form: Form, grids: Sequence[Grid]) -> list[FormSheet | None]:
    first, found = form.sheets[0], [_sheet_of(form, grid) for grid in grids]
    others = [at for at, grid in enumerate(grids) if found[at] is None and grid.title not in NOTES]
    if len(others) == 1 and first not in found and (len(grids) == 1 or _heads(first, grids[others[0]])[0] is not None):
        found[others[0]] = first
    return found


def _sheet_of(form: Form, grid: Grid) -> FormSheet | None:
    names = (grid.title, grid.title.rpartition("-")[2])
    return next((sheet for sheet in form.sheets for name in names if _named(name, sheet.titles())), None)


def _unknown_sheet(grid: Grid, form: Form) -> Problem:
    known, known_zh = (", ".join(s.title.en for s in form.sheets), "、".join(s.title.zh for s in form.sheets))
    return Problem(
        "sheet.unknown",
        grid.document,
        -1,
        -1,
        grid.title,
        f"sheet {grid.title} is none of: {known}; it was left out",
        f"工作表{grid.title}不属于：{known_zh}，未读取",
    )


def _missing_sheet(sheet: FormSheet, document: str) -> Problem:
    return Problem(
        "sheet.missing", document, -1, -1, "", f"sheet {sheet.title.en} is missing", f"缺少工作表{sheet.title.zh}"
    )


def _read_sheet(sheet: FormSheet, grid: Grid) -> tuple[tuple[FormRow, ...], list[Problem]]:
    at, heads = _heads(sheet, grid)
    if at is None:
        told, told_zh = _required(sheet)
        problem = Problem(
            "sheet.no_heads",
            grid.document,
            -1,
            -1,
            grid.title,
            f"{grid.title}: no row of heads with {told}",
            f"{grid.title}：没有找到含有{told_zh}的表头",
        )
        return (), [problem]
    problems = [
        cell.problem("column.unknown", "no column of this form; it was left out", "不是本表的列，未读取")
        for number, cell in enumerate(grid.rows[at])
        if number not in heads and not cell.blank
    ]
    problems += [
        Problem(
            "column.missing",
            grid.document,
            -1,
            -1,
            column.head.zh,
            f"{grid.title}: column {column.head.en} is missing",
            f"{grid.title}：缺少{column.head.zh}一列",
        )
        for column in sheet.columns
        if column.required and column.name not in heads.values()
    ]
    rows = []
    if not any(problem.code == "column.missing" for problem in problems):
        for number, cells in enumerate(grid.rows[at + 1 :], at + 2):
            if not all(cell.blank and not cell.uncomputed for cell in cells):
                rows.append(_read_row(sheet, cells, heads, number, problems, grid))
    if not rows and sheet.required and not problems:
        problems.append(
            Problem("sheet.empty", grid.document, -1, -1, "", f"{grid.title}: no row", f"{grid.title}：没有数据行")
        )
    return tuple(row for row in rows if row.sound), problems


def _required(sheet: FormSheet) -> tuple[str, str]:
    needed = [column for column in sheet.columns if column.required] or list(sheet.columns[:1])
    return ", ".join(c.head.en for c in needed), "、".join(c.head.zh for c in needed)


def _heads(sheet: FormSheet, grid: Grid) -> tuple[int | None, dict[int, str]]:
    """The row that names most of the columns, and which column stands where."""
    best: tuple[int | None, dict[int, str]] = (None, {})
    for at, cells in enumerate(grid.rows[:_MOST_ABOVE]):
        found: dict[int, str] = {}
        for number, cell in enumerate(cells):
            for column in sheet.columns:
                if not cell.blank and column.name not in found.values() and _named(str(cell.value), column.titles()):
                    found[number] = column.name
                    break
        if len(found) > len(best[1]):
            best = (at, found)
    return best


def _read_row(
    sheet: FormSheet,
    cells: Sequence[Cell],
    heads: Mapping[int, str],
    number: int,
    problems: list[Problem],
    grid: Grid,
) -> FormRow:
    placed = {name: cells[at] for at, name in heads.items() if at < len(cells)}
    values: dict[str, Any] = {}
    sound = True
    for column in sheet.columns:
        missing = Cell(f"{grid.title}!{column.head.zh} {number}", grid.document)
        cell = placed.setdefault(column.name, missing)
        try:
            values[column.name] = value_of(cell, _as_the_row_says(column, sheet, placed))
        except WrongCell as error:
            problems.append(error.problem)
            values[column.name], sound = None, False
    return FormRow(values, placed, number, sound)


def _as_the_row_says(column: FormColumn, sheet: FormSheet, placed: Mapping[str, Cell]) -> FormColumn:
    """``column``, in per cent where another cell of its row says so."""
    for by in (one for one in sheet.columns if one.name in column.percent_by and one.name in placed):
        try:
            if value_of(placed[by.name], by) in _PERCENT:
                return replace(column, unit="%")
        except WrongCell:
            continue  # which is told where that column is read
    return column


def _without_repeats(sheet: FormSheet, rows: tuple[FormRow, ...]) -> tuple[tuple[FormRow, ...], list[Problem]]:
    """The rows whose key stands once; of the others none is right by itself."""
    if not sheet.key:
        return rows, []
    first: dict[tuple[Any, ...], FormRow] = {}
    repeated: set[tuple[Any, ...]] = set()
    problems = []
    for row in rows:
        key = tuple(row[name] for name in sheet.key)
        if key in first:
            repeated.add(key)
            before = first[key].place(sheet.key[0])
            problems.append(
                row.problem(
                    sheet.key[0],
                    "row.duplicate",
                    f"the same as {before}; both were left out",
                    f"与{before}重复，两行都未采用",
                )
            )
        first.setdefault(key, row)
    return tuple(row for row in rows if tuple(row[name] for name in sheet.key) not in repeated), problems
