"""Workbooks of Excel since 2007 (.xlsx): cells as printed, straight from their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from planledger.errors import LimitExceeded
from planledger.model.problem import Problem
from planledger.reading.lifting import Lifted
from planledger.reading.limits import Limits
from planledger.reading.packed import Packed
from planledger.reading.sheets.laying import hidden_sheet, lifted_sheets
from planledger.reading.sheets.number_formats import BUILT_IN, printed
from planledger.reading.sheets.sheet import Merged, Sheet, address_of

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW, _CELL, _VALUE, _FORMULA, _INLINE = (_MAIN + name for name in ("row", "c", "v", "f", "is"))
_MERGE, _COLUMN, _ITEM, _TEXT, _PHONETIC = (_MAIN + name for name in ("mergeCell", "col", "si", "t", "rPh"))
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ON = ("1", "true", "on")
_WIDEST, _HIGHEST = 16384, 1048576


def lift_xlsx(data: bytes, name: str, limits: Limits) -> Lifted:
    """The text of a workbook: every sheet that is shown, cells as their formats print them, formulas by their results.

    Raises:
        DocumentError: One of its kinds, when the file gives no text.
    """
    book = _Book(Packed(data, name, limits), name, limits)
    return lifted_sheets(book.sheets(), "xlsx", name, book.problems)


class _Book:
    """A workbook whose sheets are read one by one."""

    def __init__(self, package: Packed, name: str, limits: Limits) -> None:
        self._package, self._name, self._limits = package, name, limits
        self._cells = 0
        self._main = package.main
        self._related = package.relations(self._main)
        parts = {relation.kind: relation.part for relation in self._related.values() if relation.part in package}
        self._strings = self._shared(parts.get("sharedStrings", ""))
        self._formats = self._number_formats(parts.get("styles", ""))
        self.problems: list[Problem] = []
        workbook = package.tree(self._main)
        properties = workbook.find(_MAIN + "workbookPr")
        self._from_1904 = properties is not None and properties.get("date1904") in _ON
        self._listed = [
            (element.get("name", ""), self._related[element.get(_RELATED)].part)
            for element in workbook.iter(_MAIN + "sheet")
            if element.get(_RELATED) in self._related and not self._is_hidden(element)
        ]

    def _is_hidden(self, element: Any) -> bool:
        if element.get("state", "visible") == "visible":
            return False
        self.problems.append(hidden_sheet(element.get("name", ""), self._name))
        return True

    def sheets(self) -> Iterator[Sheet]:
        """The sheets that are shown, in the order of their tabs."""
        for name, part in self._listed:
            if part in self._package and "chartsheet" not in part:
                yield self._sheet(name, part)

    def _shared(self, part: str) -> Sequence[str]:
        if not part:
            return ()
        strings = []
        for item in self._package.elements(part, (_ITEM,)):
            strings.append(_text(item))
            if len(strings) > self._limits.cells:
                raise LimitExceeded(self._name, f"cells: {self._limits.cells}")
        return strings

    def _number_formats(self, part: str) -> Sequence[str]:
        """Number formats by style."""
        if not part:
            return ()
        root = self._package.tree(part)
        own = {element.get("numFmtId"): element.get("formatCode", "") for element in root.iter(_MAIN + "numFmt")}
        styles = root.find(_MAIN + "cellXfs")
        found = []
        for style in () if styles is None else styles.iterchildren(_MAIN + "xf"):
            number = style.get("numFmtId", "0")
            found.append(own.get(number) or BUILT_IN.get(_whole(number), "General"))
        return found

    def _sheet(self, name: str, part: str) -> Sheet:
        sheet, row_at = Sheet(name), -1
        for element in self._package.elements(part, (_ROW, _MERGE, _COLUMN)):
            if element.tag == _ROW:
                row_at = min(max(row_at + 1, _whole(element.get("r"), row_at + 2) - 1), _HIGHEST)
                if element.get("hidden") in _ON:
                    sheet.hidden_rows.add(row_at)
                self._read_row(element, row_at, sheet)
            elif element.tag == _MERGE:
                self._count()
                if merged := _range(element.get("ref", "")):
                    sheet.merged.append(merged)
            elif element.get("hidden") in _ON:
                first, last = _whole(element.get("min"), 1), _whole(element.get("max"), 1)
                sheet.hidden_columns.update(range(max(first, 1) - 1, min(last, _WIDEST)))
        return sheet

    def _count(self) -> None:
        self._cells += 1
        if self._cells > self._limits.cells:
            raise LimitExceeded(self._name, f"cells: {self._limits.cells}")

    def _read_row(self, element: Any, row: int, sheet: Sheet) -> None:
        column, cells = -1, {}
        for cell in element.iterchildren(_CELL):
            self._count()
            match = _ADDRESS.fullmatch(cell.get("r", ""))
            column = _column(match[1]) if match else column + 1
            if text := self._printed(cell):
                cells[column] = text
            elif cell.find(_FORMULA) is not None and not (cell.get("t") == "str" and cell.find(_VALUE) is not None):
                sheet.without_value.append(address_of(row, column))
        if cells:
            sheet.rows.setdefault(row, {}).update(cells)

    def _printed(self, cell: Any) -> str:
        """What a cell shows."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(_INLINE)
            return "" if inline is None else _text(inline)
        value = cell.findtext(_VALUE) or ""
        if kind == "s":
            at = _whole(value, -1)
            return self._strings[at] if 0 <= at < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind != "n":
            return _unescaped(value).removesuffix("T00:00:00") if kind == "d" else _unescaped(value)
        try:
            number = float(value)
        except ValueError:
            return value
        style = _whole(cell.get("s"))
        form = self._formats[style] if 0 <= style < len(self._formats) else "General"
        return printed(number, form, from_1904=self._from_1904)


def _text(element: Any) -> str:
    """Text of a string, its runs together, without the reading of its characters (拼音)."""
    return _unescaped("".join(
        one.text or "" for one in element.iter(_TEXT) if one.getparent().tag != _PHONETIC
    ))  # fmt: skip


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _whole(value: str | None, default: int = 0) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else default


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _range(address: str) -> Merged | None:
    first, _, last = address.partition(":")
    start, end = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last or first)
    if not start or not end:
        return None
    return Merged(int(start[2]) - 1, _column(start[1]), int(end[2]) - 1, _column(end[1]))
