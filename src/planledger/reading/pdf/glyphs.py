"""The characters of a PDF's page, each with its place, size and direction."""

from __future__ import annotations

import ctypes
import math
from typing import NamedTuple

from planledger.reading.pdf.characters import meaning_of
from planledger.reading.pdf.frames import Frame
from planledger.reading.pdf.pdfium import Functions, functions

_RECTANGLE = 16  # bytes of four floats
_INVISIBLE = 3
_LARGEST = 10_000.0
_SAMPLED = 4  # asking of one character in so many whether its font tells its meaning is enough
_OUTLINED = (1, 2)
_BOLD_WEIGHT = 600
# Families whose plain face is what Chinese type uses for bold.
_BOLD_NAMES = ("bold", "black", "heavy", "hei", "黑", "xbs", "bsjw", "xiaobiaosong", "小标宋")
_LIGHT_NAMES = ("yahei", "semilight", "light")
_MAX_NAME = 128


class Glyph(NamedTuple):
    """A printed character, in the frame in which its line runs from left to right."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    piece: int
    """Number of the text object that prints it."""
    top: float
    """Upper edge; of vertical type that of its cell."""
    bottom: float
    order: int
    """Number in the order of the file."""


class Layer(NamedTuple):
    """The text layer of a page."""

    glyphs: dict[int, list[Glyph]]
    """By the turn of the page that sets them upright: 0, 90, 180, 270; what runs askew is left out."""
    hidden: dict[int, list[Glyph]]
    """Those that are printed invisibly, as scanners with text recognition do."""
    unmapped: int
    """How many characters have no Unicode value in their font."""
    codes: str
    """All characters as they came, in the order of the file."""


class _Style(NamedTuple):
    turn: int
    size: float
    bold: bool
    hidden: bool


def read_layer(text_page: int, frame: Frame) -> Layer:
    """The text layer of a page by its address in PDFium; ``frame`` bounds what is on the page."""
    pdfium = functions()
    count = max(pdfium.count(text_page), 0)
    boxes = (ctypes.c_float * (4 * count))()
    start = ctypes.addressof(boxes)
    codes = [pdfium.unicode(text_page, index) for index in range(count)]
    for index in range(count):
        pdfium.loose_box(text_page, index, start + index * _RECTANGLE)
    owners = [pdfium.text_object(text_page, index) for index in range(count)]
    reader = _StyleReader(pdfium, text_page)
    glyphs: dict[int, list[Glyph]] = {}
    hidden: dict[int, list[Glyph]] = {}
    unmapped, last, piece = 0, None, 0
    style: _Style | None = None
    base, scene = 0.0, frame
    target: list[Glyph] = []
    for index, (owner, code) in enumerate(zip(owners, _joined(codes), strict=True)):
        if not owner or code < 0:
            continue  # a space or line break that PDFium made up, the second half of a pair
        if owner != last:
            last, piece = owner, piece + 1
            style = reader.style_of(owner, index)
            if style:
                scene = frame.turned(style.turn)
                base = scene.point(*reader.origin)[1]
                target = (hidden if style.hidden else glyphs).setdefault(style.turn, [])
        if index % _SAMPLED == 0 and pdfium.unmapped(text_page, index) == 1:
            unmapped += _SAMPLED
        text = meaning_of(code)
        if not text or style is None:
            continue
        left, top, right, bottom = boxes[4 * index : 4 * index + 4]  # FS_RECTF has its upper edge second
        if not (frame.left <= (left + right) / 2 <= frame.right and frame.bottom <= (top + bottom) / 2 <= frame.top):
            continue
        box = scene.box(left, bottom, right, top)
        target.append(Glyph(text, box[0], box[2], base, style.size, style.bold, piece, box[1], box[3], index))
    glyphs = {turn: group for turn, group in glyphs.items() if group}
    hidden = {turn: group for turn, group in hidden.items() if group}
    return Layer(glyphs, hidden, unmapped, "".join(chr(code) for code in codes if 32 < code < 0x110000))


def _joined(codes: list[int]) -> list[int]:
    """``codes`` with surrogate pairs made one character; the place of the second half holds -1."""
    if not any(0xD800 <= code < 0xE000 for code in codes):
        return codes
    joined = list(codes)
    for index in range(len(codes) - 1):
        high, low = codes[index], codes[index + 1]
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:
            joined[index], joined[index + 1] = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00), -1
    return joined


class _StyleReader:
    """Styles of text objects; what belongs to a font is asked once."""

    def __init__(self, pdfium: Functions, text_page: int) -> None:
        self._pdfium, self._page = pdfium, text_page
        self._fonts: dict[int, bool] = {}
        self._matrix = (ctypes.c_float * 6)()
        self._size = ctypes.c_float()
        self._name = ctypes.create_string_buffer(_MAX_NAME)
        self.origin = (0.0, 0.0)

    def style_of(self, owner: int, index: int) -> _Style | None:
        """How the text object of character ``index`` prints, None when askew; sets ``origin`` to its starting point."""
        pdfium = self._pdfium
        if not pdfium.matrix(self._page, index, ctypes.addressof(self._matrix)):
            return None
        a, b, c, d, e, f = self._matrix
        if not all(map(math.isfinite, (a, b, c, d, e, f))):
            return None  # a broken page
        self.origin = (e, f)
        angle = math.degrees(math.atan2(b, a)) if a or b else 0.0
        turn = round(angle / 90) * 90
        if abs(angle - turn) > 3:
            return None
        pdfium.font_size(owner, ctypes.addressof(self._size))
        mode = pdfium.render_mode(owner)
        size = abs(self._size.value) * math.hypot(c, d)
        if not 0 < size < _LARGEST:
            return None
        bold = self._is_bold(pdfium.font(owner) or 0) or mode in _OUTLINED
        return _Style(turn % 360, size, bold, mode == _INVISIBLE)

    def _is_bold(self, font: int) -> bool:
        if font not in self._fonts:
            bold = False
            if font:
                length = self._pdfium.font_name(font, ctypes.addressof(self._name), _MAX_NAME)
                name = self._name.raw[: max(min(length, _MAX_NAME) - 1, 0)].decode("utf-8", "replace").lower()
                light = any(word in name for word in _LIGHT_NAMES) and "bold" not in name
                named = any(word in name for word in _BOLD_NAMES) and not light
                bold = named or self._pdfium.font_weight(font) >= _BOLD_WEIGHT
            self._fonts[font] = bold
        return self._fonts[font]
