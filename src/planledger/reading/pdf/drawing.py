"""What a PDF's page draws besides text: ruled lines, and how much of the page pictures cover."""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from planledger.model.places import Box
from planledger.reading.pdf.frames import Frame
from planledger.reading.pdf.pdfium import FORM, IMAGE, PATH, Functions, functions
from planledger.reading.printed.page import Rule

_THICKEST = 3.0
_SHORTEST = 4.0
_MOST_OBJECTS = 50_000
_MOST_SEGMENTS = 20_000
_DEEPEST = 6
_LINE, _MOVE = 0, 2  # kinds of path segments; 1 is a curve
_WHITE = 250

Matrix = tuple[float, float, float, float, float, float]
_PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Drawing(NamedTuple):
    """What a page draws besides text."""

    rules: list[Rule]
    pictured: float
    """Share of the page that its largest picture covers."""


def read_drawing(page: int, frame: Frame) -> Drawing:
    """The ruled lines and pictures of a page by its address in PDFium, in the units of ``frame``."""
    pdfium = functions()
    reader = _Reader(pdfium, frame)
    count = min(pdfium.count_objects(page), _MOST_OBJECTS)
    reader.read(((pdfium.page_object(page, index) or 0) for index in range(count)), _PLAIN, 0)
    width, height = frame.size()
    return Drawing(_merged(reader.rules), min(reader.pictured / max(width * height, 1.0), 1.0))


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


class _Reader:
    def __init__(self, pdfium: Functions, frame: Frame) -> None:
        self._pdfium, self._frame = pdfium, frame
        self.rules: list[Rule] = []
        self.pictured = 0.0
        self._left = _MOST_SEGMENTS
        self._floats = (ctypes.c_float * 6)()
        self._at = [ctypes.addressof(self._floats) + 4 * index for index in range(6)]
        self._ints = (ctypes.c_uint * 4)()
        self._int_at = [ctypes.addressof(self._ints) + 4 * index for index in range(4)]

    def read(self, objects: Iterable[int], matrix: Matrix, depth: int) -> None:
        pdfium = self._pdfium
        for one in objects:
            kind = pdfium.object_type(one)
            if kind == PATH:
                self._read_path(one, matrix)
            elif kind == IMAGE:
                box = self._box(one, matrix)
                self.pictured = max(self.pictured, (box.right - box.left) * (box.bottom - box.top))
                self._add_thin(box)
            elif kind == FORM and depth < _DEEPEST:
                count = min(pdfium.count_form_objects(one), _MOST_OBJECTS)
                inside = ((pdfium.form_object(one, index) or 0) for index in range(max(count, 0)))
                self.read(inside, _times(self._matrix(one), matrix), depth + 1)

    def _matrix(self, one: int) -> Matrix:
        if not self._pdfium.object_matrix(one, self._at[0]):
            return _PLAIN
        a, b, c, d, e, f = self._floats
        return (a, b, c, d, e, f)

    def _shown(self, x: float, y: float, matrix: Matrix) -> tuple[float, float]:
        a, b, c, d, e, f = matrix
        return self._frame.point(a * x + c * y + e, b * x + d * y + f)

    def _box(self, one: int, matrix: Matrix) -> Box:
        self._pdfium.bounds(one, *self._at[:4])
        left, bottom, right, top = self._floats[:4]
        (x0, y0), (x1, y1) = self._shown(left, bottom, matrix), self._shown(right, top, matrix)
        width, height = self._frame.size()
        return Box(max(min(x0, x1), 0), max(min(y0, y1), 0), min(max(x0, x1), width), min(max(y0, y1), height))

    def _add_thin(self, box: Box) -> bool:
        """Whether the box is so thin that it is a ruled line, which is then listed."""
        width, height = box.right - box.left, box.bottom - box.top
        if not all(map(math.isfinite, box)):
            return False
        if min(width, height) > _THICKEST:
            return False
        if width >= max(height * 2, _SHORTEST):
            middle = (box.top + box.bottom) / 2
            self.rules.append(Rule(box.left, middle, box.right, middle))
        elif height >= max(width * 2, _SHORTEST):
            middle = (box.left + box.right) / 2
            self.rules.append(Rule(middle, box.top, middle, box.bottom))
        return True

    def _read_path(self, one: int, matrix: Matrix) -> None:
        if self._left <= 0:
            return
        pdfium = self._pdfium
        if self._add_thin(self._box(one, matrix)):
            self._left -= 1
            return
        count = pdfium.count_segments(one)
        self._left -= max(count, 1)
        pdfium.draw_mode(one, self._int_at[0], self._int_at[1])
        filled, stroked = self._ints[0], self._ints[1]
        if not stroked and not (filled and self._is_inked(one)):
            return
        own = _times(self._matrix(one), matrix)
        for x0, y0, x1, y1 in self._straight(one, min(count, _MOST_SEGMENTS), own):
            box = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            if min(box.right - box.left, box.bottom - box.top) <= 1.0:
                self._add_thin(box)

    def _is_inked(self, one: int) -> bool:
        """Whether the fill of a shape shows on white paper."""
        if not self._pdfium.fill_colour(one, *self._int_at):
            return False
        red, green, blue, alpha = self._ints
        return alpha > 0 and min(red, green, blue) < _WHITE

    def _straight(self, one: int, count: int, matrix: Matrix) -> Iterator[tuple[float, float, float, float]]:
        pdfium = self._pdfium
        start: tuple[float, float] | None = None
        last: tuple[float, float] | None = None
        for index in range(count):
            segment = pdfium.segment(one, index)
            if not segment:
                continue
            pdfium.segment_point(segment, self._at[0], self._at[1])
            point = self._shown(self._floats[0], self._floats[1], matrix)
            kind = pdfium.segment_type(segment)
            if kind == _MOVE:
                start = point
            elif kind == _LINE and last is not None:
                yield (*last, *point)
            last = point
            if pdfium.segment_close(segment) and start is not None:
                yield (*point, *start)
                last = start


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Rules of which those that continue or cover each other are one."""
    across: dict[int, list[Rule]] = defaultdict(list)
    down: dict[int, list[Rule]] = defaultdict(list)
    for rule in rules:
        if rule.right - rule.left >= rule.bottom - rule.top:
            across[round(rule.top)].append(rule)
        else:
            down[round(rule.left)].append(rule)
    merged = []
    for group in across.values():
        group.sort()
        current = group[0]
        for rule in group[1:]:
            if rule.left <= current.right + 1.5:
                current = current._replace(right=max(current.right, rule.right))
            else:
                merged.append(current)
                current = rule
        merged.append(current)
    for group in down.values():
        group.sort(key=lambda rule: rule.top)
        current = group[0]
        for rule in group[1:]:
            if rule.top <= current.bottom + 1.5:
                current = current._replace(bottom=max(current.bottom, rule.bottom))
            else:
                merged.append(current)
                current = rule
        merged.append(current)
    return merged
