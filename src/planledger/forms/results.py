"""Results as Excel, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planledger.forms.books import (
    FORMULA,
    WrongOutput,
    cell_of,
    empty_book,
    finish,
    packed,
    plain,
    put_heads,
    sheet_title,
)
from planledger.forms.filling import NOTES
from planledger.forms.form import Language
from planledger.ledger import replace_file
from planledger.model import Problem

SUFFIXES = (".xlsx", ".json", ".csv")
UNUSED = ("unused", "未采用", "Not used")
"""Names of the sheet that lists what of the input could not be used."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a result.

    Attributes:
        name: Key of the rows and of JSON.
        zh: Its head in Chinese.
        en: Its head in English.
        kind: ``text``, ``number``, ``integer`` or ``flag``.
        digits: Decimal places that are shown; None for as many as there are.
    """

    name: str
    zh: str
    en: str
    kind: str = "text"
    digits: int | None = None

    def head(self, language: Language) -> str:
        """What people call it."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class ResultSheet:
    """A table of results: its name in JSON, in Chinese and in English; columns; rows by column."""

    name: tuple[str, str, str]
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]

    def title(self, language: Language) -> str:
        """What people call it."""
        return self.name[1] if language == "zh" else self.name[2]


def with_unused(sheets: Sequence[ResultSheet], problems: Sequence[Problem], language: Language) -> list[ResultSheet]:
    """``sheets``, and behind them one of everything in the input that could not be used (未采用), if there is any."""
    rows = [
        {
            "problem": one.message_zh if language == "zh" and one.message_zh else one.message,
            "text": one.text,
            "file": Path(one.document).name,
            "code": one.code,
        }
        for one in problems
        if one.start < 0
    ]
    columns = (
        Column("problem", "问题", "Problem"),
        Column("text", "原填内容", "What stands there"),
        Column("file", "文件", "File"),
        Column("code", "代码", "Code"),
    )
    return [*sheets, *([ResultSheet(UNUSED, columns, rows)] if rows else [])]


def unused_place(path: Path, language: Language) -> str:
    """Where results written to ``path`` list what could not be used."""
    if path.suffix.lower() == ".csv":
        return path.with_stem(f"{path.stem}-{UNUSED[0]}").name
    if path.suffix.lower() == ".json":
        return f"{path.name} ({UNUSED[0]})"
    return f"{path.name}（{UNUSED[1]}）" if language == "zh" else f"{path.name} ({UNUSED[2]})"


def write_results(
    path: Path, sheets: Sequence[ResultSheet], *, language: Language = "zh", notes: Sequence[str] = ()
) -> None:
    """Write ``sheets`` in the format that the name of ``path`` asks for.

    CSV holds the first sheet; further ones that have rows lie beside it: ``plan.csv``, ``plan-parts.csv``.

    Raises:
        WrongOutput: When the name asks for none of ``SUFFIXES``.
        OSError: When it cannot be written; what was there before stays.
    """
    suffix = path.suffix.lower()
    if suffix == ".json":
        replace_file(path, _json(sheets, notes))
    elif suffix == ".csv":
        for beside in sheets[1:]:
            if beside.rows:
                replace_file(path.with_stem(f"{path.stem}-{beside.name[0]}"), csv_bytes(beside, language))
        replace_file(path, csv_bytes(sheets[0], language))
    elif suffix == ".xlsx":
        replace_file(path, _book(sheets, language, notes))
    else:
        raise WrongOutput(path.name, SUFFIXES)


def _json(sheets: Sequence[ResultSheet], notes: Sequence[str]) -> bytes:
    said: dict[str, Any] = {"notes": list(notes)} if notes else {}
    for sheet in sheets:
        said[sheet.name[0]] = [{column.name: row.get(column.name) for column in sheet.columns} for row in sheet.rows]
    return (json.dumps(said, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8", "replace")


def csv_bytes(sheet: ResultSheet, language: Language) -> bytes:
    """``sheet`` as CSV for Excel: with byte order mark, formulas defused."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.head(language) for column in sheet.columns])
    writer.writerows([_defused(row.get(column.name), language) for column in sheet.columns] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def _defused(value: Any, language: Language) -> Any:
    value = plain(value, language)
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _book(sheets: Sequence[ResultSheet], language: Language, notes: Sequence[str]) -> bytes:
    book = empty_book()
    for sheet in sheets:
        page = book.create_sheet(sheet_title(sheet.title(language)))
        put_heads(page, [column.head(language) for column in sheet.columns])
        formats = [_format(column) for column in sheet.columns]
        for row in sheet.rows:
            cells = [cell_of(page, row.get(column.name), language) for column in sheet.columns]
            for cell, shown in zip(cells, formats, strict=True):
                if cell is not None and shown and cell.data_type == "n":
                    cell.number_format = shown
            page.append(cells)
        finish(page, len(sheet.columns), len(sheet.rows) + 1)
    if notes:
        page = book.create_sheet(NOTES[0] if language == "zh" else NOTES[1])
        for note in notes:
            page.append([cell_of(page, note, language)])
        page.column_dimensions["A"].width = 100
    return packed(book)


def _format(column: Column) -> str:
    if column.kind != "number" or column.digits is None:
        return ""
    return "#,##0" + ("." + "0" * column.digits if column.digits else "")
