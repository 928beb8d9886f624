"""The template of a form: heads, drop-downs, example rows, and a sheet that says what belongs where."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planledger.forms.books import WrongOutput, cell_of, empty_book, finish, packed, plain, put_heads, sheet_title
from planledger.forms.filling import NOTES
from planledger.forms.form import Form, FormColumn, FormSheet, Language
from planledger.forms.opening import letters
from planledger.forms.results import Column, ResultSheet, csv_bytes
from planledger.ledger import replace_file

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_OPTIONAL, _REQUIRED = "EAF1F8", "FFF4CE"
_ROWS_TO_FILL = 2000
_LONGEST_LIST = 250  # characters that Excel takes in the list of a drop-down


def write_template(form: Form, path: Path, *, language: Language = "zh") -> list[Path]:
    """Write ``form`` with its example rows, and give what was written: a workbook, or CSV files.

    Of CSV, ``plan.csv`` holds the first sheet; further ones lie beside it under their names: ``plan-年度数.csv``.

    Raises:
        WrongOutput: When the name asks for neither.
        OSError: When it cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        first, *further = form.sheets
        named = {first.name: path}
        named |= {one.name: path.with_stem(f"{path.stem}-{one.title.of(language)}") for one in further}
        for sheet in form.sheets:
            columns = [Column(column.name, column.head.zh, column.head.en) for column in sheet.columns]
            rows = [_shown(row, sheet, language) for row in sheet.example]
            replace_file(named[sheet.name], csv_bytes(ResultSheet(("", "", ""), columns, rows), language))
        return list(named.values())
    if suffix == ".xlsx":
        replace_file(path, _book(form, language))
        return [path]
    raise WrongOutput(path.name, (".xlsx", ".csv"))


def _shown(row: Mapping[str, Any], sheet: FormSheet, language: Language) -> dict[str, Any]:
    shown = dict(row)
    for column in sheet.columns:
        if column.choices and row.get(column.name) in column.choices:
            shown[column.name] = column.choices[row[column.name]].of(language)
    return shown


def _book(form: Form, language: Language) -> bytes:
    from openpyxl.comments import Comment

    book = empty_book()
    for sheet in form.sheets:
        page = book.create_sheet(sheet_title(sheet.title.of(language)))
        fills = [_REQUIRED if column.required else _OPTIONAL for column in sheet.columns]
        put_heads(page, [_head(column, language) for column in sheet.columns], fills)
        for row in sheet.example:
            shown = _shown(row, sheet, language)
            page.append([cell_of(page, shown.get(column.name), language) for column in sheet.columns])
        for at, column in enumerate(sheet.columns, 1):
            _restrict(page, column, letters(at), language)
            if column.help.of(language):
                page.cell(1, at).comment = Comment(column.help.of(language), "Planledger", height=90, width=260)
        finish(page, len(sheet.columns), len(sheet.example) + 1)
    _put_notes(book, form, language)
    return packed(book)


def _head(column: FormColumn, language: Language) -> str:
    unit = (f"（{column.unit}）" if language == "zh" else f" ({column.unit})") if column.unit else ""
    return column.head.of(language) + unit + ("*" if column.required else "")


def _restrict(page: Worksheet, column: FormColumn, letter: str, language: Language) -> None:
    """Drop-downs where few things may be said."""
    from openpyxl.worksheet.datavalidation import DataValidation

    said = [words.of(language) for words in (column.choices or {}).values()]
    if column.kind == "flag":
        said = [plain(True, language), plain(False, language)]
    if said and len(",".join(said)) <= _LONGEST_LIST:
        rule = DataValidation(type="list", formula1='"' + ",".join(said) + '"', allow_blank=not column.required)
        rule.add(f"{letter}2:{letter}{_ROWS_TO_FILL}")
        page.add_data_validation(rule)


def _put_notes(book: Workbook, form: Form, language: Language) -> None:
    from openpyxl.styles import Alignment, Font

    page = book.create_sheet(NOTES[0] if language == "zh" else NOTES[1])
    page.append([form.title.of(language), form.help.of(language)])
    page["A1"].font = Font(bold=True, size=13)
    for sheet in form.sheets:
        page.append([])
        page.append([sheet.title.of(language), sheet.help.of(language)])
        page.cell(page.max_row, 1).font = Font(bold=True)
        for column in sheet.columns:
            page.append([_head(column, language), _told(column, language)])
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 28, 90
    for row in page.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _told(column: FormColumn, language: Language) -> str:
    chinese = language == "zh"
    said = [column.help.of(language)] if column.help.of(language) else []
    listed = [words.of(language) for words in (column.choices or {}).values()]
    if listed:
        said.append(f"可填：{'、'.join(listed)}" if chinese else f"one of: {', '.join(listed)}")
    default = column.default
    if column.choices and default in column.choices:
        default = column.choices[default].of(language)
    if default is not None:
        said.append(f"不填即{plain(default, language)}" if chinese else f"{plain(default, language)} when blank")
    return ("；" if chinese else "; ").join(said)
