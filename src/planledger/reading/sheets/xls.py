"""Workbooks of Excel before 2007 (.xls, .et) by xlrd."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from planledger.errors import DamagedDocument, EncryptedDocument, LimitExceeded
from planledger.model.problem import Problem
from planledger.reading.lifting import Lifted
from planledger.reading.limits import Limits
from planledger.reading.sheets.laying import hidden_sheet, lifted_sheets
from planledger.reading.sheets.number_formats import printed
from planledger.reading.sheets.sheet import Merged, Sheet

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def lift_xls(data: bytes, name: str, limits: Limits) -> Lifted:
    """The text of an older workbook, as :func:`planledger.reading.sheets.lift_xlsx` gives that of a newer one.

    Raises:
        DocumentError: One of its kinds, when the file gives no text.
    """
    import xlrd

    if _ENCRYPTED in data:
        raise EncryptedDocument(name)
    problems: list[Problem] = []
    try:
        book = _opened(data)
        sheets = list(_sheets(book, name, limits, problems))
    except (LimitExceeded, MemoryError):
        raise
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise EncryptedDocument(name) from error
        raise DamagedDocument(name, str(error)) from error
    except Exception as error:  # xlrd fails on broken records in as many ways as there are records
        raise DamagedDocument(name, f"{type(error).__name__}: {error}") from error
    return lifted_sheets(sheets, "xls", name, problems)


def _opened(data: bytes) -> Any:
    """The workbook with its number formats, or without them where those are broken."""
    import xlrd

    for formats in (True, False):
        try:
            return xlrd.open_workbook(
                file_contents=data, formatting_info=formats, on_demand=True, ragged_rows=True, logfile=io.StringIO()
            )
        except xlrd.XLRDError:
            raise
        except Exception:  # see above; the second try tells
            if not formats:
                raise
    raise AssertionError


def _sheets(book: Any, name: str, limits: Limits, problems: list[Problem]) -> Iterator[Sheet]:
    counted = 0
    for number in range(book.nsheets):
        found = book.sheet_by_index(number)
        if found.visibility:
            problems.append(hidden_sheet(found.name, name))
            continue
        counted += sum(found.row_len(row) for row in range(found.nrows))
        if counted > limits.cells:
            raise LimitExceeded(name, f"cells: {limits.cells}")
        yield _sheet(book, found)
        book.unload_sheet(number)


def _sheet(book: Any, found: Any) -> Sheet:
    sheet = Sheet(found.name)
    for row in range(found.nrows):
        cells = {}
        for column in range(found.row_len(row)):
            if text := _printed(book, found.cell(row, column)):
                cells[column] = text
        if cells:
            sheet.rows[row] = cells
    sheet.merged = [Merged(top, left, bottom - 1, right - 1) for top, bottom, left, right in found.merged_cells]
    sheet.hidden_rows = {row for row, about in found.rowinfo_map.items() if about.hidden}
    sheet.hidden_columns = {column for column, about in found.colinfo_map.items() if about.hidden}
    return sheet


def _printed(book: Any, cell: Any) -> str:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, ""))
    if cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return ""
    form = "yyyy/m/d" if cell.ctype == xlrd.XL_CELL_DATE else "General"
    if cell.xf_index is not None and book.formatting_info:
        form = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    return printed(float(cell.value), form, from_1904=bool(book.datemode))
