"""How a page has to be turned so that its lines run level."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from planledger.reading.pictures.engine import Picture, Quads

# Below this slope a line of A4 stays within a tenth of its height, and turning would only blur it; nor can a slope be
# told that takes the longest line less than this many pixels up or down, for boxes have whole pixels.
_LEAST = 0.15
_LEAST_RISE = 2.5
_MOST = 15.0
_LONG = 0.4


def level(picture: Image, *, rotation: int, skew: float) -> Image:
    """``picture`` as its page is shown: turned clockwise by ``rotation`` and by ``skew``, as ``Page`` tells them.

    The boxes of the page's places lie on this picture.
    """
    from PIL import Image as Images

    turns = {90: Images.Transpose.ROTATE_270, 180: Images.Transpose.ROTATE_180, 270: Images.Transpose.ROTATE_90}
    if rotation in turns:
        picture = picture.transpose(turns[rotation])
    if skew:
        picture = picture.rotate(-skew, Images.Resampling.BICUBIC, fillcolor="white")
    return picture


def sides(quads: Quads) -> tuple[Quads, Quads]:
    """Length along the text and height of each of ``quads``."""
    import numpy as np

    across = np.linalg.norm(quads[:, 1] - quads[:, 0], axis=1)
    down = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)
    return across, down


def is_sideways(quads: Quads) -> bool:
    """Whether most of the text runs up or down the page: by length, for there are short boxes of any shape."""
    across, down = sides(quads)
    long = (across > 2 * down) | (down > 2 * across)
    return bool(down[long & (down > across)].sum() > across[long & (across > down)].sum())


def skew_of(quads: Quads) -> float:
    """Degrees clockwise by which the page must be turned to set its lines level: the median of its long lines."""
    import numpy as np

    across, down = sides(quads)
    lines = (across > 3 * down) & (across >= _LONG * across.max(initial=0.0))
    if not lines.any():
        return 0.0
    run, rise = (quads[lines, 1] - quads[lines, 0]).T
    slope = float(np.median(np.degrees(np.arctan2(rise, run))))
    least = max(_LEAST, float(np.degrees(np.arctan2(_LEAST_RISE, across[lines].max()))))
    return round(-slope, 2) if least <= abs(slope) <= _MOST else 0.0


def turn(picture: Picture, quads: Quads, skew: float) -> tuple[Picture, Quads]:
    """``picture`` and what was found on it turned clockwise by ``skew`` degrees about the middle, the size kept."""
    import cv2
    import numpy as np

    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -skew, 1.0)
    turned = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, dtype=np.uint8), quads @ matrix[:, :2].T + matrix[:, 2]
