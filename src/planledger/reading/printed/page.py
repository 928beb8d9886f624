"""A printed page as its reader found it: lines of text and ruled lines with their places, before any order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from planledger.model.places import Box


class Rule(NamedTuple):
    """A straight ruled line of a page, horizontal or vertical (表格线), from its upper or left end to the other."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class PrintedLine:
    """A stretch of text that stands on one line of a page without a wide gap inside.

    Attributes:
        text: As printed, spaces between words included; no line break.
        box: Its rectangle, in the page's units from the top left corner of the page as shown.
        edges: Left edge of each character and the right edge of the last one (top and bottom edges where ``vertical``).
        size: Font size, or the height of the characters, in the page's units.
        bold: Whether it is set in bold, as far as known.
        vertical: Whether it is set from top to bottom.
        confidence: Of the recognition, 1 for text that was read.
    """

    text: str
    box: Box
    edges: tuple[float, ...]
    size: float
    bold: bool = False
    vertical: bool = False
    confidence: float = 1.0


@dataclass(slots=True)
class PrintedPage:
    """A page of a PDF or a picture.

    Attributes:
        number: From 1.
        width: As shown, in points (PDF) or pixels (picture).
        height: Likewise.
        lines: In the order of the file, which need not be that of reading.
        rules: Ruled lines.
        recognised: Whether the text was recognised from the picture.
        rotation: Degrees clockwise by which the page was turned to be shown upright.
        skew: Degrees clockwise by which its picture was turned further to set its lines level.
    """

    number: int
    width: float
    height: float
    lines: list[PrintedLine] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    recognised: bool = False
    rotation: int = 0
    skew: float = 0.0
