"""Parts of a workbook that templates and results share; equal content gives equal bytes, text never runs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from planledger.errors import PlanLedgerError
from planledger.forms.form import Language
from planledger.forms.opening import letters

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What text begins with that a spreadsheet would run."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_FILL = "EAF1F8"
_WIDEST, _LONGEST = 48, 32_767
_ROWS_MEASURED = 200


class WrongOutput(PlanLedgerError):
    """A file name that says no format."""

    code = "output.format"

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name, known)
        self.name, self.known = name, known

    def __str__(self) -> str:
        return f"{self.name}: end the name with {' or '.join(self.known)}"

    @property
    def message_zh(self) -> str:
        """The message in Chinese."""
        return f"{self.name}：文件名请以{'或'.join(self.known)}结尾"


def plain(value: Any, language: Language) -> Any:
    """A value as people read it in a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return ("是" if value else "否") if language == "zh" else ("yes" if value else "no")
    if isinstance(value, list | tuple):
        return ("；" if language == "zh" else "; ").join(map(str, value))
    return value


def empty_book() -> Workbook:
    """A workbook without a sheet."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def sheet_title(text: str) -> str:
    """``text`` as Excel takes it for the name of a sheet."""
    return re.sub(r"[\\/*?:\[\]]", " ", text)[:31] or "1"


def cell_of(page: Worksheet, value: Any, language: Language) -> Cell | None:
    """A cell that shows ``value``; text stays text, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment

    value = plain(value, language)
    if value == "":
        return None
    cell: Cell = WriteOnlyCell(page)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if value.startswith(FORMULA):
            cell.quotePrefix = True
    else:
        cell.value = value
    return cell


def put_heads(page: Worksheet, heads: Sequence[str], fills: Sequence[str] = ()) -> None:
    """The first row of a sheet."""
    from openpyxl.styles import Alignment, Font, PatternFill

    page.append(list(heads))
    for at, cell in enumerate(page[1]):
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=fills[at] if fills else _FILL)
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def finish(page: Worksheet, columns: int, rows: int) -> None:
    """Widths by content, heads that stay in view, a page that prints on one width."""
    from openpyxl.worksheet.properties import PageSetupProperties

    for at in range(1, columns + 1):
        shown = [str(page.cell(row, at).value or "") for row in range(1, min(rows, _ROWS_MEASURED) + 1)]
        widest = max((sum(2 if ord(sign) > 0x2E80 else 1 for sign in text) for text in shown), default=8)
        page.column_dimensions[letters(at)].width = min(max(widest + 2, 9), _WIDEST)
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{letters(max(columns, 1))}{rows}"
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def packed(book: Workbook) -> bytes:
    """The package without the time of its making."""
    frame, out = io.BytesIO(), io.BytesIO()
    book.save(frame)
    with zipfile.ZipFile(frame) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, date_time=_EPOCH)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0  # the same on every system
            new.writestr(member, _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(name)))
    return out.getvalue()
