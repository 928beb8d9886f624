"""A picture of a page to the printed page it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planledger.model.places import Box
from planledger.reading.pictures.cutting import cut_box
from planledger.reading.pictures.dashes import with_dashes
from planledger.reading.pictures.engine import recognise
from planledger.reading.pictures.finding import find_text
from planledger.reading.pictures.levelling import is_sideways, sides, skew_of, turn
from planledger.reading.pictures.opening import flatten
from planledger.reading.pictures.ruling import find_rules, ink_of
from planledger.reading.pictures.strips import read_strip
from planledger.reading.printed.page import PrintedLine, PrintedPage, Rule

if TYPE_CHECKING:
    from PIL.Image import Image

    from planledger.reading.limits import Limits
    from planledger.reading.pictures.engine import Picture, Quads

# Short side of A4 at 300 dpi; more makes no difference to the recogniser, which sees lines 48 pixels high.
_WORKING_SIDE = 2480
_TYPE = 0.78
_DOUBTFUL = 0.5
_SURE = 0.8
_PROBES = 3
_ROOM = 0.1


@dataclass(slots=True)
class _Sheet:
    """A page being recognised: its picture, the text found on it, and how it was turned so far."""

    picture: Picture
    quads: Quads
    rotation: int = 0
    skew: float = 0.0


def recognise_page(picture: Image, *, number: int, width: float, height: float, limits: Limits) -> PrintedPage:
    """The page that ``picture`` shows, set upright and level.

    Args:
        picture: Of the whole page, as the file shows it.
        number: Of the page, from 1.
        width: Of the page in its own units, as the file shows it; what comes back is in these units.
        height: Likewise.
        limits: A picture with more pixels than they allow is looked at smaller.
    """
    sheet = _upright(_working_copy(picture, limits))
    if sheet.rotation in {90, 270}:
        width, height = height, width
    page = PrintedPage(number, width, height, recognised=True, rotation=sheet.rotation, skew=sheet.skew)
    if not len(sheet.quads):
        return page
    lines, rules = _lines_of(sheet)
    tall, broad = sheet.picture.shape[:2]
    across, down = width / broad, height / tall
    page.lines = [_scaled(line, across, down) for line in lines]
    page.rules = [Rule(r.left * across, r.top * down, r.right * across, r.bottom * down) for r in rules]
    return page


def _working_copy(picture: Image, limits: Limits) -> Picture:
    """The picture's pixels in blue, green and red, made smaller where it is larger than is of use."""
    import numpy as np
    from PIL import Image as Images

    scale = min(1.0, _WORKING_SIDE / min(picture.size), (limits.pixels / (picture.width * picture.height)) ** 0.5)
    if scale < 1.0:
        size = max(1, int(picture.width * scale)), max(1, int(picture.height * scale))
        picture = flatten(picture).resize(size, Images.Resampling.BOX)
    return np.ascontiguousarray(np.asarray(flatten(picture))[:, :, ::-1])


def _upright(picture: Picture) -> _Sheet:
    """The sheet turned so that its text runs from left to right, upright and level."""
    import numpy as np

    sheet = _Sheet(picture, find_text(picture))
    if not len(sheet.quads):
        return sheet
    if is_sideways(sheet.quads):
        turned = np.ascontiguousarray(np.rot90(picture, -1))
        sheet = _Sheet(turned, find_text(turned), rotation=90)
    sheet.skew = skew_of(sheet.quads)
    if sheet.skew:
        sheet.picture, sheet.quads = turn(sheet.picture, sheet.quads, sheet.skew)
    if _is_upside_down(sheet):
        tall, broad = sheet.picture.shape[:2]
        sheet.picture = np.ascontiguousarray(np.rot90(sheet.picture, 2))
        # The corner that was lower right is now upper left.
        sheet.quads = ((broad, tall) - sheet.quads)[:, [2, 3, 0, 1]]
        sheet.rotation = (sheet.rotation + 180) % 360
    return sheet


def _is_upside_down(sheet: _Sheet) -> bool:
    """Whether the longest lines are read with more confidence the other way up; asked only where they read badly."""
    import numpy as np

    across, down = sides(sheet.quads)
    longest = np.argsort(-across * (across > 2 * down), kind="stable")[:_PROBES]
    upright, turned = [], []
    for box in (_box_of(sheet.quads[index]) for index in longest):
        left, top, right, bottom = (max(0, round(value)) for value in box)
        strip = sheet.picture[top:bottom, left:right]
        if min(strip.shape[:2]) < 4:
            continue
        upright.append(recognise(strip).confidence)
        if upright[-1] < _SURE:
            turned.append(recognise(np.ascontiguousarray(np.rot90(strip, 2))).confidence - upright[-1])
    return len(turned) > len(upright) / 2 and sum(turned) > 0


def _lines_of(sheet: _Sheet) -> tuple[list[PrintedLine], list[Rule]]:
    import numpy as np

    boxes = [_box_of(quad) for quad in sheet.quads]
    size = float(np.median([min(box.bottom - box.top, box.right - box.left) for box in boxes])) * _TYPE
    ink = ink_of(sheet.picture, size)
    rules = find_rules(ink, size, boxes)
    pieces = [piece for box in boxes for piece in cut_box(_widened(box), rules, size)]
    read = [line for piece in pieces if (line := read_strip(sheet.picture, ink, piece))]
    read = with_dashes(read, ink, rules, size)
    sure = [line for line in read if line.confidence >= _DOUBTFUL]
    return sure or read, rules  # a page of which nothing is sure keeps what there is, and its confidence says so


def _box_of(quad: Quads) -> Box:
    """The upright rectangle of a level one."""
    left, right = quad[[0, 3], 0].mean(), quad[[1, 2], 0].mean()
    top, bottom = quad[[0, 1], 1].mean(), quad[[2, 3], 1].mean()
    return Box(float(min(left, right)), float(min(top, bottom)), float(max(left, right)), float(max(top, bottom)))


def _widened(box: Box) -> Box:
    """``box`` with a little more room at both ends, without which brackets there are misread."""
    room = _ROOM * (box.bottom - box.top)
    if box.bottom - box.top > box.right - box.left:
        return box
    return box._replace(left=max(0.0, box.left - room), right=box.right + room)


def _scaled(line: PrintedLine, across: float, down: float) -> PrintedLine:
    left, top, right, bottom = line.box
    line.box = Box(*(round(value, 2) for value in (left * across, top * down, right * across, bottom * down)))
    along = down if line.vertical else across
    line.edges = tuple(round(edge * along, 2) for edge in line.edges)
    line.size = round(line.size * (across if line.vertical else down), 2)
    return line
