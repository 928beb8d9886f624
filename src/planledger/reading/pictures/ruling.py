"""Ruled lines on a page's picture (表格线)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planledger.reading.printed.page import Rule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planledger.model.places import Box
    from planledger.reading.pictures.engine import Picture

    Mask = NDArray[np.uint8]  # 255 where there is ink

# In heights of the text: no stroke of a character, nor a double dash, is as long across; strokes one below the other
# may be as long as the border of a row, but run through text and end nowhere.
_ACROSS = 2.6
_DOWN = 1.4
_CERTAIN = 4.0
_THICK = 0.35
_BROKEN = 0.12
_NEAR = 0.6
_UNBROKEN = 0.96
_SOLID = 0.88
# Greys: less noise than this needs no smoothing; ink is darker than what surrounds it by at least the margin.
_QUIET = 2.0
_MARGIN = 12.0
# A line of which text covers as much is a row of strokes.
_OWN = 0.6


def ink_of(picture: Picture, size: float) -> Mask:
    """Where ``picture`` is darker than its surroundings, for text about ``size`` high; shading is no ink."""
    import cv2
    import numpy as np

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    # Half of a picture is paper, and half of its differences from the smoothed picture are noise.
    noise = float(np.median(cv2.absdiff(grey, cv2.GaussianBlur(grey, (5, 5), 0))))
    if noise > _QUIET:
        grey = cv2.GaussianBlur(grey, (3, 3), 0)
    block, margin = max(3, int(size) * 2 + 1), max(_MARGIN, 2.0 * noise)
    mask = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, margin)
    return np.asarray(mask, dtype=np.uint8)


def find_rules(ink: Mask, size: float, boxes: Sequence[Box]) -> list[Rule]:
    """Straight lines across and down, from top to bottom and left to right.

    Args:
        ink: Of the page.
        size: Height of its text.
        boxes: Where its text stands: what runs through the middle of it is a stroke of characters.
    """
    levels = [Rule(left, row, right, row) for left, row, right in _runs(ink, size, _ACROSS)]
    levels = [_shortened(level, boxes) for level in levels if _covered(level, boxes) < _OWN]
    posts = [Rule(column, top, column, bottom) for top, column, bottom in _runs(ink.T.copy(), size, _DOWN)]
    posts = [post for post in posts if _stands(post, levels, ink, size) and _covered(post, boxes) < _OWN]
    levels = [level for level in levels if _ends(level, posts, size)]
    return sorted(levels + posts, key=lambda rule: (rule.top, rule.left))


def _stands(post: Rule, levels: Sequence[Rule], ink: Mask, size: float) -> bool:
    """Whether a line down is long, or runs from one line across to another without a break, as no stroke does."""
    if post.bottom - post.top >= _CERTAIN * size:
        return True
    near = size * _NEAR
    crossed = [level.top for level in levels if level.left - near <= post.left <= level.right + near]
    above = [top for top in crossed if abs(top - post.top) <= near]
    below = [top for top in crossed if abs(top - post.bottom) <= near]
    if not above or not below:
        return False
    column = int(post.left)
    run = ink[int(max(above)) : int(min(below)) + 1, max(0, column - 1) : column + 2].any(axis=1)
    return bool(run.size) and float(run.mean()) >= _UNBROKEN


def _ends(level: Rule, posts: Sequence[Rule], size: float) -> bool:
    """Whether a line across is long, or ends at a line down."""
    near = size * _NEAR
    return level.right - level.left >= 2 * _CERTAIN * size or any(
        post.top - near <= level.top <= post.bottom + near
        and min(abs(post.left - level.left), abs(post.left - level.right)) <= near
        for post in posts
    )


def _shortened(level: Rule, boxes: Sequence[Box]) -> Rule:
    """A line across without the strokes of the text that it runs into at either end."""
    for box in boxes:
        height = box.bottom - box.top
        if not 0.25 < (level.top - box.top) / max(height, 1.0) < 0.75:
            continue
        if level.left < box.left < level.right <= box.right + height / 2:
            level = level._replace(right=box.left)
        elif box.left - height / 2 <= level.left < box.right < level.right:
            level = level._replace(left=box.right)
    return level


def _covered(rule: Rule, boxes: Sequence[Box]) -> float:
    """Which share of a line runs through text: through the inside of boxes, which are higher than their type."""
    if rule.top == rule.bottom:
        inside = sum(
            max(0.0, min(rule.right, box.right) - max(rule.left, box.left))
            for box in boxes
            if 0.1 < (rule.top - box.top) / max(box.bottom - box.top, 1.0) < 0.94
        )
        return inside / max(rule.right - rule.left, 1.0)
    inside = sum(
        max(0.0, min(rule.bottom, box.bottom) - max(rule.top, box.top))
        for box in boxes
        if 0.4 * (box.bottom - box.top) < min(rule.left - box.left, box.right - rule.left)
    )
    return inside / max(rule.bottom - rule.top, 1.0)


def _runs(ink: Mask, size: float, length: float) -> list[tuple[float, float, float]]:
    """First column, row and last column of the thin runs of ink along the rows; ``length`` is in heights of text."""
    import cv2
    import numpy as np

    shortest = max(12, round(size * length))
    # Noise breaks a line, and what is left of a slope makes it change rows: both are mended before its length counts.
    gap = max(3, round(size * _BROKEN) * 2 + 1)
    bridged = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    bridged = cv2.dilate(bridged, np.ones((3, 1), np.uint8))
    lines = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    _, labels, boxes, middles = cv2.connectedComponentsWithStats(lines)
    thickest = max(6.0, size * _THICK)
    found = []
    for index in range(1, len(boxes)):
        left, top, width, height, area = boxes[index].tolist()
        window = slice(top, top + height), slice(left, left + width)
        solid = ((labels[window] == index) & (ink[window] > 0)).any(axis=0).mean()
        if area <= thickest * width and solid >= _SOLID:
            found.append((float(left), round(float(middles[index][1]), 1), float(left + width)))
    return found
