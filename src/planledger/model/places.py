"""Where the source text of a document stands in its file: pages, boxes, paragraphs, cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from planledger.model.records import quick_record

Format = Literal["txt", "html", "pdf", "picture", "docx", "xlsx", "xls", "csv"]
"""What kind of file was read; a converted one (.doc, .wps) is what it was converted to."""


class Box(NamedTuple):
    """A rectangle of a page, in the page's units from its top left corner, as the page is shown."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a PDF, or a picture (页).

    Attributes:
        number: From 1.
        width: As shown, in points (PDF) or pixels (picture).
        height: Likewise.
        recognised: Whether its text was recognised from its picture (文字识别) rather than read.
        confidence: Mean confidence of the recognition, 0 to 1; 1 for text that was read.
        rotation: Degrees clockwise by which the file's page was turned to be shown upright: 0, 90, 180, 270.
        skew: Degrees clockwise by which its picture, so turned, was turned further about its middle to set its lines
            level; the boxes of its places lie on the levelled page.
    """

    number: int
    width: float
    height: float
    recognised: bool = False
    confidence: float = 1.0
    rotation: int = 0
    skew: float = 0.0


@quick_record
@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of the source text stands in the file: a line of a page, a run of a paragraph, a cell.

    Attributes:
        start: Source offset.
        end: Source offset after it.
        locator: The place in a file without pages, parts divided by colons: ``paragraph:12:3`` (third run of the
            twelfth paragraph), ``table:2:3:4`` (table, row, column), ``footnote:2``, ``textbox:1:2``,
            ``cell:Sheet1:B5``; all numbers from 1. Empty in a PDF or picture.
        page: Number of the page, 0 in a file without pages.
        box: Its rectangle on the page, None in a file without pages.
        edges: Left edge of each of its characters on the page and the right edge of the last one (``end - start + 1``
            numbers; top and bottom edges where ``vertical``); empty where they are not known one by one.
        vertical: Whether it is set from top to bottom.
        confidence: Of the recognition, 0 to 1; 1 for text that was read.
    """

    start: int
    end: int
    locator: str = ""
    page: int = 0
    box: Box | None = None
    edges: tuple[float, ...] = ()
    vertical: bool = False
    confidence: float = 1.0

    def box_of(self, start: int, end: int) -> Box | None:
        """The rectangle of source ``[start, end)``, as far as it lies in this place; None without pages."""
        if self.box is None or self.end <= self.start:
            return self.box
        first, last = max(start, self.start) - self.start, min(end, self.end) - self.start
        if self.edges:
            near, far = self.edges[first], self.edges[last]
        else:
            low, high = (self.box.top, self.box.bottom) if self.vertical else (self.box.left, self.box.right)
            step = (high - low) / (self.end - self.start)
            near, far = low + first * step, low + last * step
        near, far = min(near, far), max(near, far)
        return self.box._replace(top=near, bottom=far) if self.vertical else self.box._replace(left=near, right=far)


class GridCell(NamedTuple):
    """A cell of a table by the stretch of the source it holds and the rows and columns it covers, all from 0."""

    start: int
    end: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the source (表格); its rows stand in the source one a line, their cells between tabs (but in HTML).

    Attributes:
        cells: In the order of rows, then columns; empty ones may be left out.
        page: Number of the page where it begins, 0 in a file without pages.
    """

    cells: tuple[GridCell, ...] = field(default=())
    page: int = 0
