"""How workbook cells look, and their XML: openpyxl takes 40 s for 700,000 cells, writing the rows ourselves takes 4."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from planledger.ledger.columns import Column, load_words

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

Style = tuple[str, ...]

LONGEST_TEXT = 32_767
# Characters that XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@")
# Text and ground; dark on light, contrast above 5:1, and always beside a word and a symbol.
_COLOURS = {
    "green": ("0B5D1E", "DDF2E0"),
    "red": ("9C0006", "FBE0E0"),
    "amber": ("7A4F00", "FCEFCF"),
    "blue": ("1F4E79", "DFEBF7"),
    "grey": ("4A4A4A", "EDEDED"),
}
_FONT = "Microsoft YaHei"
_WRAPPED_FROM = 20
_FORMATS = {"percent": "0.0%", "whole": "#,##0", "fraction": "#,##0.0#########"}


class CellWriter:
    """Writes the cells of one sheet; each style is registered with the workbook once."""

    def __init__(self, page: Worksheet) -> None:
        self._page = page
        self._styles: dict[Style, int] = {}

    def row(self, number: int, values: list[tuple[Any, Style]], *, height: int | None = None) -> str:
        """One row; a value of None leaves its place empty."""
        cells = "".join(
            self._cell(f"{letters(at)}{number}", value, style)
            for at, (value, style) in enumerate(values, 1)
            if value is not None
        )
        tall = f' ht="{height}" customHeight="1"' if height else ""
        return f'<row r="{number}"{tall}>{cells}</row>'

    def _cell(self, place: str, value: Any, style: Style) -> str:
        if not isinstance(value, str) and math.isfinite(value):
            return f'<c r="{place}" s="{self._style(style)}"><v>{value!r}</v></c>'
        text = writable_text(str(value))
        if text.startswith(_FORMULA):
            style = (*style, "quoted")  # stays text when someone edits the cell
        kind = f's="{self._style(style)}" t="inlineStr"'
        return f'<c r="{place}" {kind}><is><t xml:space="preserve">{escape(text)}</t></is></c>'

    def _style(self, style: Style) -> int:
        number = self._styles.get(style)
        if number is None:
            from openpyxl.cell.cell import Cell

            specimen = Cell(self._page, row=1, column=1)
            _dress(specimen, style)
            number = self._styles[style] = specimen.style_id
        return number


@cache
def letters(number: int) -> str:
    """Letters of a column, 1 for A.

    >>> letters(1), letters(26), letters(27)
    ('A', 'Z', 'AA')
    """
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def writable_text(text: str) -> str:
    """Text that a cell can hold: unwritable characters replaced, line ends as Excel has them, cut at Excel's limit."""
    text = _UNWRITABLE.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def shown_value(value: Any, column: Column) -> Any:
    """What a reader sees of a value: words for codes, 是 for true, lines for a list; None for nothing to show.

    A row of a table has its cells apart, because a spreadsheet shows no tab.
    """
    if value is None:
        return None
    if column.words:
        word = load_words()[column.words].get(value)
        return value if word is None else f"{word.symbol} {word.chinese}".strip()
    if column.type == "truth":
        return "是" if value else None
    if column.type == "texts":
        return "\n".join(value) or None
    if column.type == "text":
        return value.replace("\t", " │ ") or None
    return value


def column_style(value: Any, column: Column, width: int) -> Style:
    """Style of a body cell, by what it holds."""
    if column.words == "verdict":
        return ("verdict", load_words()["verdict"][value].colour)
    if column.name == "share":
        return ("percent",)
    if column.type in {"number", "integer"} and column.name != "year":
        return ("whole",) if value is None or float(value).is_integer() else ("fraction",)
    return ("wrapped",) if width >= _WRAPPED_FROM else ("plain",)


def _dress(cell: Cell, style: Style) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    kind = style[0]
    cell.font = Font(name=_FONT, size=10)
    cell.alignment = Alignment(vertical="top", wrap_text=kind == "wrapped")
    cell.number_format = _FORMATS.get(kind, "General")
    if kind == "head":
        cell.font = Font(name=_FONT, size=10, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color="1F3864")
        cell.alignment = Alignment(vertical="center", horizontal="center", wrap_text=True)
    elif kind == "verdict":
        text, ground = _COLOURS[style[1]]
        cell.font = Font(name=_FONT, size=10, bold=True, color=text)
        cell.fill = PatternFill("solid", start_color=ground)
    elif kind == "title":
        cell.font = Font(name=_FONT, size=16, bold=True, color="1F3864")
    elif kind == "strong":
        cell.font = Font(name=_FONT, size=11, bold=True)
    if "link" in style:
        cell.font = Font(name=_FONT, size=10, color="0B57A4", underline="single")
    if kind not in {"title", "strong", "note"}:
        cell.border = Border(bottom=Side(style="hair", color="BFBFBF"))
    if "quoted" in style:
        cell.quotePrefix = True
