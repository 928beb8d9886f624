"""``ledger.xlsx``: the ledger for people who live in Excel.

openpyxl makes the package, styles and sheet settings; the rows are written into its sheets afterwards, because it needs
ten times as long for them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from planledger.ledger.cells import CellWriter, Style, column_style, letters, shown_value
from planledger.ledger.columns import Sheet, load_sheets, load_tables
from planledger.ledger.overview import NAME, WIDTHS, overview_lines
from planledger.ledger.tables import Row, Tables

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# Below Excel's 1,048,576, with room for the head.
MOST_ROWS = 1_048_000
# Most links that Excel opens in one sheet.
_MOST_LINKS = 65_000
# A column so wide says what the row is about; it and what stands before it stay in view.
_NAMING_WIDTH = 16
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
# A click on one of these ids, or on the value beside it, leads to the row that holds the record.
_LINKED = {"promise_id": "promise_value", "result_id": "result_value", "next_target_id": "next_target_value"}

Places = dict[str, tuple[str, int]]


@dataclass(slots=True)
class _Content:
    """Rows and links of one sheet as XML, and the range they fill."""

    rows: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    last_column: str = "A"

    def link(self, cell: str, sheet: str, row: int) -> None:
        if len(self.links) < _MOST_LINKS:
            location = quoteattr(f"'{sheet}'!A{row}")
            self.links.append(f'<hyperlink ref="{cell}" location={location} display={location}/>')


def write_workbook(tables: Tables, path: Path, *, version: str) -> None:
    """Write the workbook: an overview and one sheet a record type; equal tables give equal bytes."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    chosen = {sheet.chinese: _chosen(tables[sheet.table], sheet) for sheet in load_sheets()}
    counts = {name: len(rows) for name, rows in chosen.items()}
    contents = [_overview(book.create_sheet(NAME), tables, counts, version)]
    places = _places(chosen)
    for sheet in load_sheets():
        page = book.create_sheet(sheet.chinese)
        _set_sheet(page, sheet, counts[sheet.chinese])
        contents.append(_sheet_content(page, sheet, chosen[sheet.chinese], places))
    with path.open("wb") as file:
        _save(book, contents, file)


def _chosen(rows: list[Row], sheet: Sheet) -> list[Row]:
    if sheet.where:
        rows = [row for row in rows if all(row[name] in values for name, values in sheet.where.items())]
    return rows[:MOST_ROWS]


def _places(chosen: dict[str, list[Row]]) -> Places:
    """Sheet and row of every statement, relation and commitment."""
    places = {}
    for sheet in load_sheets():
        if sheet.table in {"statements", "relations", "commitments"}:
            for number, row in enumerate(chosen[sheet.chinese], 2):
                places[row["id"]] = (sheet.chinese, number)
    return places


def _overview(page: Worksheet, tables: Tables, counts: dict[str, int], version: str) -> _Content:
    for at, width in enumerate(WIDTHS, 1):
        page.column_dimensions[letters(at)].width = width
    _set_page(page)
    write = CellWriter(page)
    content = _Content(last_column=letters(len(WIDTHS)))
    for number, line in enumerate(overview_lines(tables, counts, version), 1):
        content.rows.append(write.row(number, line))
        if line and "link" in line[0][1]:
            content.link(f"A{number}", str(line[0][0]), 1)
    return content


def _sheet_content(page: Worksheet, sheet: Sheet, rows: list[Row], places: Places) -> _Content:
    table = load_tables()[sheet.table]
    columns = [(table.column(name), width) for name, width in sheet.columns.items()]
    at = {name: letters(number) for number, name in enumerate(sheet.columns, 1)}
    write = CellWriter(page)
    content = _Content(last_column=letters(len(columns)))
    head: list[tuple[Any, Style]] = [(f"{column.chinese}\n{column.english}", ("head",)) for column, _ in columns]
    content.rows.append(write.row(1, head, height=34))
    for number, row in enumerate(rows, 2):
        links = dict(_links(row, at, places))
        values = []
        for column, width in columns:
            value = row[column.name]
            style = ("wrapped", "link") if column.name in links else column_style(value, column, width)
            values.append((shown_value(value, column), style))
        content.rows.append(write.row(number, values))
        for name, (target, place) in links.items():
            content.link(f"{at[name]}{number}", target, place)
    return content


def _links(row: Row, at: dict[str, str], places: Places) -> Iterator[tuple[str, tuple[str, int]]]:
    for name, beside in _LINKED.items():
        if name in at and row[name] in places:
            yield name, places[row[name]]
            if beside in at and row[beside]:
                yield beside, places[row[name]]


def _set_sheet(page: Worksheet, sheet: Sheet, count: int) -> None:
    names = list(sheet.columns)
    first_wide = next((at for at, name in enumerate(names, 1) if sheet.columns[name] >= _NAMING_WIDTH), 1)
    page.freeze_panes = f"{letters(first_wide + 1)}2"
    page.auto_filter.ref = f"A1:{letters(len(names))}{count + 1}"
    page.print_title_rows = "1:1"
    for number, width in enumerate(sheet.columns.values(), 1):
        page.column_dimensions[letters(number)].width = width + 2
    _set_page(page)


def _set_page(page: Worksheet) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _save(book: Workbook, contents: list[_Content], file: object) -> None:
    """Write the package with the rows in their sheets and without the time of its making."""
    frame = BytesIO()
    book.save(frame)
    sheets = {f"xl/worksheets/sheet{number}.xml": content for number, content in enumerate(contents, 1)}
    with zipfile.ZipFile(frame) as old, zipfile.ZipFile(file, "w") as new:  # type: ignore[call-overload]
        for name in old.namelist():
            data = old.read(name)
            member = zipfile.ZipInfo(name, date_time=_EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0  # the same on every system
            with new.open(member, "w") as part:
                if name in sheets:
                    for piece in _filled(data.decode(), sheets[name]):
                        part.write(piece.encode())
                else:
                    part.write(_STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z", data))


def _filled(frame: str, content: _Content) -> Iterator[str]:
    """The XML of an empty sheet with rows and links put in."""
    reach = f"A1:{content.last_column}{max(1, len(content.rows))}"
    frame = re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="{reach}"', frame, count=1)
    before, after = re.split(r"<sheetData\s*/>|<sheetData>.*?</sheetData>", frame, maxsplit=1)
    yield before + "<sheetData>"
    yield from content.rows
    yield "</sheetData>"
    if content.links:
        head, margins, tail = after.partition("<pageMargins")
        yield f"{head}<hyperlinks>"
        yield from content.links
        yield f"</hyperlinks>{margins}{tail}"
    else:
        yield after
