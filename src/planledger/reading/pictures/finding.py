"""Where text stands on a page of any size: the detector is given stripes at the scale that suits it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from planledger.reading.pictures.engine import detect
from planledger.reading.pictures.levelling import sides

if TYPE_CHECKING:
    from planledger.reading.pictures.engine import Picture, Quads

# An A4 page is 1152 × 1629 to the detector: 11-point type is then about 20 pixels high, and no line is lost.
_SHORT_SIDE = 1152
_LONG_SIDE = 2304
_STRIPE = 1664
_LARGEST_SCALE = 2.0
# Pixels that the detector looks at altogether: twenty such pages, one below the other.
_MOST_SEEN = 40_000_000
# Boxes (a third higher than their type) lower than this are of small print, which the detector should see larger.
_SMALL = 18.0


def find_text(picture: Picture) -> Quads:
    """Rectangles of the stretches of text on ``picture``."""
    import numpy as np

    height, width = picture.shape[:2]
    largest = min(_LARGEST_SCALE, (_MOST_SEEN / (width * height)) ** 0.5)
    scale = min(largest, _SHORT_SIDE / min(width, height), _LONG_SIDE / width)
    quads = _at_scale(picture, scale)
    if len(quads):
        low = float(np.median(sides(quads)[1]) * scale)
        larger = min(largest, 1.5 * scale * _SMALL / low)
        if low < _SMALL and larger > 1.1 * scale:
            quads = _at_scale(picture, larger)
    return quads


def _at_scale(picture: Picture, scale: float) -> Quads:
    import cv2
    import numpy as np

    width = picture.shape[1]
    found = [np.zeros((0, 4, 2))]
    for top, bottom in pairwise(_cuts(picture, round(_STRIPE / scale))):
        stripe = picture[top:bottom]
        size = max(32, round(width * scale)), max(32, round((bottom - top) * scale))
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        seen = np.asarray(cv2.resize(stripe, size, interpolation=method), dtype=np.uint8)
        quads = detect(seen)
        found.append(quads * (width / size[0], (bottom - top) / size[1]) + (0, top))
    return np.concatenate(found)


def _cuts(picture: Picture, stripe: int) -> list[int]:
    """Where to cut a long page, first and last row included: through the emptiest rows near every ``stripe``."""
    import numpy as np

    height = picture.shape[0]
    cuts = [0]
    while height - cuts[-1] > stripe * 1.1:
        low, high = cuts[-1] + stripe * 3 // 4, cuts[-1] + stripe
        rows = picture[low:high].astype(np.int16)
        # Ink is change along a row: shaded rows and dark pages are empty too.
        unrest = np.abs(np.diff(rows, axis=1)).sum(axis=(1, 2)).astype(np.float64)
        smooth = np.convolve(unrest, np.ones(9) / 9, mode="same")
        cuts.append(low + 4 + int(np.argmin(smooth[4:-4])))
    return [*cuts, height]
