"""A page of a PDF to a printed page, and whether its text can be read."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from planledger.model.places import Box
from planledger.reading.pdf.drawing import read_drawing
from planledger.reading.pdf.frames import Frame
from planledger.reading.pdf.glyphs import Glyph, Layer, read_layer
from planledger.reading.pdf.legibility import is_legible
from planledger.reading.pdf.pdfium import address_of
from planledger.reading.pdf.setting import set_lines
from planledger.reading.printed.page import PrintedLine, PrintedPage, Rule

_DPI = 200
_FARTHEST = 1_000_000
_POINTS = 72
_PICTURED = 0.45


class UnreadablePage(Exception):
    """PDFium cannot load the page."""


class ReadPage(NamedTuple):
    """A page as its text layer has it."""

    page: PrintedPage
    legible: bool
    """Whether the layer says what the page shows."""


@contextmanager
def opened(document: Any, index: int) -> Iterator[Any]:
    """The handle of a page of a pypdfium2 document, closed afterwards.

    Raises:
        UnreadablePage: When PDFium cannot load it.
    """
    from pypdfium2 import raw

    handle = raw.FPDF_LoadPage(document, index)
    if not handle:
        raise UnreadablePage
    try:
        yield handle
    finally:
        raw.FPDF_ClosePage(handle)


def read_page(handle: Any, number: int) -> ReadPage:
    """The page by its handle, its lines in the order of the file.

    Raises:
        UnreadablePage: When it has no size or no text can be loaded from it.
    """
    from pypdfium2 import raw

    bounds = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(handle, bounds) or bounds.right <= bounds.left or bounds.top <= bounds.bottom:
        raise UnreadablePage
    if not all(abs(edge) < _FARTHEST for edge in (bounds.left, bounds.bottom, bounds.right, bounds.top)):
        raise UnreadablePage
    frame = Frame(bounds.left, bounds.bottom, bounds.right, bounds.top, raw.FPDFPage_GetRotation(handle) * 90 % 360)
    text_page = raw.FPDFText_LoadPage(handle)
    if not text_page:
        raise UnreadablePage
    try:
        layer = read_layer(address_of(text_page), frame)
    finally:
        raw.FPDFText_ClosePage(text_page)
    frame = frame.turned(_turn(layer, frame.turn))
    drawing = read_drawing(address_of(handle), frame)
    glyphs = layer.glyphs
    if not glyphs or drawing.pictured >= _PICTURED:
        glyphs = {turn: glyphs.get(turn, []) + layer.hidden.get(turn, []) for turn in {*glyphs, *layer.hidden}}
    lines: list[PrintedLine] = []
    for turn, group in glyphs.items():
        lines += _lines_of(group, turn, frame, drawing.rules)
    width, height = frame.size()
    page = PrintedPage(number, width, height, lines, drawing.rules, rotation=frame.turn)
    return ReadPage(page, is_legible(lines, layer, drawing.pictured))


def render_page(handle: Any, rotation: int, most_pixels: int) -> Any:
    """The page as a picture of Pillow, turned clockwise by ``rotation`` altogether, with at most so many pixels."""
    from PIL import Image
    from pypdfium2 import raw

    turn = (rotation // 90 - raw.FPDFPage_GetRotation(handle)) % 4
    width, height = raw.FPDF_GetPageWidthF(handle), raw.FPDF_GetPageHeightF(handle)
    if turn % 2:
        width, height = height, width
    scale = min(_DPI / _POINTS, (most_pixels / max(width * height, 1.0)) ** 0.5)
    columns, rows = max(int(width * scale), 1), max(int(height * scale), 1)
    bitmap = raw.FPDFBitmap_Create(columns, rows, 0)
    if not bitmap:
        raise UnreadablePage
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
        raw.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, columns, rows, turn, raw.FPDF_ANNOT)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        data = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * rows)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return Image.frombuffer("RGB", (columns, rows), data, "raw", "BGRX", stride, 1).copy()


def _turn(layer: Layer, turn: int) -> int:
    """By how much the page must be turned so that most of its text stands upright."""
    counts = {one: len(layer.glyphs.get(one, ())) + len(layer.hidden.get(one, ())) for one in (0, 90, 180, 270)}
    most = max(counts, key=lambda one: (counts[one], one == turn))
    return most if counts[most] > 1.5 * counts[turn] else turn


def _lines_of(glyphs: list[Glyph], turn: int, frame: Frame, rules: list[Rule]) -> list[PrintedLine]:
    """The lines of text that stands upright when the page is turned by ``turn``, as ``frame`` shows them."""
    if turn == frame.turn:
        return set_lines(glyphs, rules)
    own = frame.turned(turn)
    seen = []
    for rule in rules:
        box = own.box(*frame.back(rule.left, rule.top), *frame.back(rule.right, rule.bottom))
        seen.append(Rule(*box))
    lines = set_lines(glyphs, seen)
    return [_seen_from(line, own, frame) for line in lines]


def _seen_from(line: PrintedLine, own: Frame, frame: Frame) -> PrintedLine:
    box = frame.box(*own.back(line.box.left, line.box.top), *own.back(line.box.right, line.box.bottom))
    sideways = (own.turn - frame.turn) % 180 == 90
    vertical = line.vertical != sideways
    edges = []
    for edge in line.edges:
        point = own.back(line.box.left, edge) if line.vertical else own.back(edge, line.box.top)
        edges.append(frame.point(*point)[1 if vertical else 0])
    return PrintedLine(line.text, Box(*box), tuple(edges), line.size, line.bold, vertical, line.confidence)
