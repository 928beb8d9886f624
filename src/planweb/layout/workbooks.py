"""Excel files that people fill in: cells as they wrote them, and what is wrong by cell; text that never runs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What text begins with that a spreadsheet would run."""
_LONGEST = 32_767  # characters that a cell takes
_LARGEST, _LARGEST_UNPACKED = 5 * 2**20, 60 * 2**20
_MOST_SHEETS = 3


class WrongFile(Exception):
    """A file is no workbook of ours; its words are for people."""


class CellError(NamedTuple):
    """What is wrong with one cell, named as the spreadsheet names it; with nothing for ``cell``, with the whole."""

    cell: str
    text: str
    value: str = ""


class Written(NamedTuple):
    """One cell as somebody filled it in."""

    name: str
    value: Any
    computed: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return self.value is None or self.value == ""

    def wrong(self, text: str) -> CellError:
        """What is wrong with it."""
        return CellError(self.name, text, "" if self.blank else str(self.value)[:60])


def put(cell: Any, value: Any) -> Any:
    """``cell`` with ``value``; text stays text, whatever it begins with, also when somebody edits it."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
        cell.data_type = "s"
        if value.startswith(FORMULA):
            cell.quotePrefix = True
    else:
        cell.value = value
    return cell


def written_in(file: Any, *, columns: str, most: int) -> dict[str, list[list[Written]]]:
    """Cells of the first sheets of an uploaded workbook by sheet and row, of ``columns`` (``"ABC"``) alone.

    Raises ``WrongFile`` for what is too large or is no workbook.
    """
    from openpyxl import load_workbook

    data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise WrongFile(_("文件不能超过5 MB。"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > _LARGEST_UNPACKED:
            raise WrongFile(_("文件不能超过5 MB。"))
        book = load_workbook(io.BytesIO(data), read_only=True)
        found = {
            sheet.title: [
                _written(at, columns, cells)
                for at, cells in enumerate(sheet.iter_rows(max_row=most, max_col=len(columns)), 1)
            ]
            for sheet in book.worksheets[:_MOST_SHEETS]
        }
        book.close()
    except WrongFile:
        raise
    except Exception:  # noqa: BLE001  # openpyxl raises whatever a broken part of a file brings it to
        found = {}
    if not found:
        raise WrongFile(_("这不是可以读取的 Excel（xlsx）文件。"))
    return found


def _written(at: int, columns: str, cells: Sequence[Any]) -> list[Written]:
    found = [
        Written(f"{letter}{at}", cell.value, getattr(cell, "data_type", "n") in {"f", "e"})
        for letter, cell in zip(columns, cells, strict=False)
    ]
    return found + [Written(f"{letter}{at}", None) for letter in columns[len(found) :]]
