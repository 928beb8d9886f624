"""Spreadsheets and CSV files as cells."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from planledger.errors import DocumentError, reason_of
from planledger.forms.cells import Cell
from planledger.model import Problem
from planledger.reading.decoding import decode

_MOST_BYTES, _MOST_UNPACKED = 100 * 2**20, 1000 * 2**20
_MOST_COLUMNS = 400
_FORMULA_GUARD = "'"
_BREAKABLE = ("=", "+", "-", "@")
_SHEETS = "xl/worksheets/"
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # of a number format: a sign that is only shown
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]+)(\d+):\1(\d+)"')  # down one column


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as it stands in its file.

    Attributes:
        title: Of the sheet; of a CSV file its stem.
        document: Name of the file.
        rows: Cells by row, blank rows too, so that a row's number is its place.
    """

    title: str
    document: str
    rows: tuple[tuple[Cell, ...], ...]


class WrongFile(Exception):
    """A file that is no spreadsheet; holds the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def open_grids(path: Path) -> list[Grid]:
    """The sheets of a workbook or the one of a CSV file.

    Raises:
        WrongFile: When it cannot be opened or is neither.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= _MOST_BYTES else b""
    except OSError as error:
        reason, reason_zh = error.strerror or "", reason_of(error)
        raise _wrong(path, "form.unreadable", f"cannot be opened ({reason})", f"打不开（{reason_zh}）") from error
    if size > _MOST_BYTES:
        raise _wrong(path, "form.too_large", "larger than 100 MB", "超过100 MB")
    if not data.strip():
        raise _wrong(path, "form.empty", "the file is empty", "文件是空的")
    if path.suffix.lower() in {".csv", ".tsv", ".txt"}:
        return [_csv(path, data)]
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        return _workbook(path, data)
    raise _wrong(
        path, "form.wrong_kind", "give an Excel workbook (.xlsx) or a CSV file", "请给出Excel工作簿（.xlsx）或CSV文件"
    )


def _wrong(path: Path, code: str, message: str, message_zh: str) -> WrongFile:
    return WrongFile(Problem(code, str(path), -1, -1, "", f"{path.name}: {message}", f"{path.name}：{message_zh}"))


def letters(number: int) -> str:
    """The letters of a column, from 1.

    >>> letters(28)
    'AB'
    """
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def _csv(path: Path, data: bytes) -> Grid:
    try:
        text = decode(data, name=path.name, chinese=False)[0]
        first = text.partition("\n")[0]
        delimiter = max(",\t;", key=first.count)
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except DocumentError as error:
        raise WrongFile(Problem("form.damaged", str(path), -1, -1, "", str(error), error.message_zh)) from error
    except (csv.Error, UnicodeError) as error:
        raise _wrong(path, "form.damaged", f"not a CSV file ({error})", "不是完好的CSV文件") from error
    rows = tuple(
        tuple(
            Cell(f"{path.stem}!{letters(at)}{number}", str(path), _unguarded(value))
            for at, value in enumerate(line[:_MOST_COLUMNS], 1)
        )
        for number, line in enumerate(lines, 1)
    )
    return Grid(path.stem, str(path), rows)


def _unguarded(value: str) -> str:
    """Text that our own CSV files defused, as it was."""
    bare = value.removeprefix(_FORMULA_GUARD)
    return bare if bare.startswith(_BREAKABLE) else value


def _workbook(path: Path, data: bytes) -> list[Grid]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > _MOST_UNPACKED:
                raise _wrong(path, "form.too_large", "unpacks to more than 1 GB", "解压后超过1 GB")
            sheets = [part for part in archive.infolist() if part.filename.startswith(_SHEETS)]
            merged = {part.filename: _merged(archive.read(part)) for part in sheets if part.file_size <= _MOST_BYTES}
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(data), read_only=True)
        for page in (*book.worksheets, *formulas.worksheets):
            page.reset_dimensions()  # some programs write a smaller area than they fill
        return [_grid(path, page, formulas[page.title], merged) for page in book.worksheets]
    except WrongFile:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part of a file brings it to
        raise _wrong(path, "form.damaged", "not a sound Excel workbook", "不是完好的Excel工作簿") from error


def _grid(path: Path, page: Any, formulas: Any, merged: Mapping[str, Sequence[tuple[int, int, int]]]) -> Grid:
    rows = _rows(path, page.title, page.iter_rows(), formulas.iter_rows())
    for column, first, last in merged.get(page._worksheet_path.lstrip("/"), ()):  # noqa: SLF001  # said nowhere else
        for row in rows[first:last]:
            if column <= len(row):  # what is merged down a column holds for each of its rows
                top = rows[first - 1][column - 1]
                row[column - 1] = replace(top, place=row[column - 1].place)
    return Grid(page.title, str(path), tuple(map(tuple, rows)))


def _merged(sheet: bytes) -> list[tuple[int, int, int]]:
    """Column, first and last row of cells that are merged down one column."""
    from openpyxl.utils import column_index_from_string

    found = _MERGED.findall(sheet)
    cells = [(column_index_from_string(name.decode()), int(first), int(last)) for name, first, last in found]
    return [one for one in cells if one[1] < one[2]]


def _rows(
    path: Path, title: str, values: Iterator[Sequence[Any]], written: Iterator[Sequence[Any]]
) -> list[list[Cell]]:
    found: list[list[Cell]] = []
    for number, (row, before) in enumerate(zip(values, written, strict=False), 1):
        cells = []
        for at, (cell, source) in enumerate(zip(row[:_MOST_COLUMNS], before, strict=False), 1):
            computed = getattr(source, "data_type", "n") == "f"
            cells.append(
                Cell(
                    f"{title}!{letters(at)}{number}",
                    str(path),
                    cell.value,
                    percent="%" in _LITERAL.sub("", getattr(cell, "number_format", "") or ""),
                    uncomputed=computed and cell.value is None and getattr(cell, "data_type", "n") == "n",
                    error=getattr(cell, "data_type", "n") == "e",
                )
            )
        found.append(cells)
    width = max(map(len, found), default=0)
    for number, cells in enumerate(found, 1):
        cells += [Cell(f"{title}!{letters(at)}{number}", str(path), None) for at in range(len(cells) + 1, width + 1)]
    return found
