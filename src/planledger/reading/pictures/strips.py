"""A box of a page to the line of text in it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from planledger.model.places import Box
from planledger.reading.pictures.engine import Reading, recognise
from planledger.reading.pictures.mending import mend
from planledger.reading.printed.page import PrintedLine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planledger.reading.pictures.engine import Picture
    from planledger.reading.pictures.ruling import Mask

# The detector's boxes are higher than the type by about this much.
_TYPE = 0.78
_STACKED = 1.8


def read_strip(picture: Picture, ink: Mask, box: Box) -> PrintedLine | None:
    """The line in ``box``; None when nothing is read there."""
    left, top, right, bottom = (round(value) for value in box)
    left, top, right = max(left, 0), max(top, 0), min(right, picture.shape[1])
    strip, marks = picture[top:bottom, left:right], ink[top:bottom, left:right]
    if min(strip.shape[:2], default=0) < 4:
        return None
    if strip.shape[0] >= _STACKED * strip.shape[1]:
        return _read_stack(strip, marks, Box(left, top, right, bottom))
    reading = recognise(strip)
    if not reading.text:
        return None
    text = mend(reading.text)
    return PrintedLine(
        text=text,
        box=Box(left, top, right, bottom),
        edges=_edges(reading, left, right),
        size=round((bottom - top) * _TYPE, 1),
        confidence=round(reading.confidence, 3),
    )


def _edges(reading: Reading, low: float, high: float) -> tuple[float, ...]:
    """Edges of the characters: half-way between their middles."""
    middles = [low + share * (high - low) for share in reading.centres]
    between = [(left + right) / 2 for left, right in pairwise(middles)]
    return (round(low, 1), *(round(edge, 1) for edge in between), round(high, 1))


def _read_stack(strip: Picture, marks: Mask, box: Box) -> PrintedLine | None:
    """The line of a box whose characters stand one above the other, or which was printed turned."""
    import numpy as np

    levels = _levels(marks.max(axis=1) > 0, strip.shape[1])
    side = max(bottom - top for top, bottom in pairwise(levels))
    row = np.concatenate([_padded(strip[top:bottom], side) for top, bottom in pairwise(levels)], axis=1)
    reading = recognise(np.ascontiguousarray(row))
    if not reading.text:
        return None
    edges = [box.top + share * (box.bottom - box.top) for share in (0.0, *reading.centres, 1.0)]
    between = [(first + second) / 2 for first, second in pairwise(edges[1:-1])]
    return PrintedLine(
        text=mend(reading.text),
        box=box,
        edges=(box.top, *(round(edge, 1) for edge in between), box.bottom),
        size=round((box.right - box.left) * _TYPE, 1),
        vertical=True,
        confidence=round(reading.confidence, 3),
    )


def _levels(inked: NDArray[np.bool_], width: int) -> list[int]:
    """Where to cut a stack into characters: at the empty rows nearest to where even characters would end."""
    import numpy as np

    height = len(inked)
    count = max(2, round(height / (width * 0.95)))
    empty = np.flatnonzero(~inked)
    levels = [0]
    for index in range(1, count):
        even = round(index * height / count)
        near = empty[np.abs(empty - even) < height / count / 2]
        levels.append(int(near[np.argmin(np.abs(near - even))]) if len(near) else even)
    levels.append(height)
    return sorted(set(levels))


def _padded(character: Picture, side: int) -> Picture:
    """``character`` in the middle of a square's height, its border drawn out."""
    import cv2
    import numpy as np

    above = (side - character.shape[0]) // 2
    below = side - character.shape[0] - above
    return np.asarray(cv2.copyMakeBorder(character, above, below, 0, 0, cv2.BORDER_REPLICATE), dtype=np.uint8)
