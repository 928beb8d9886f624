"""The dashes that stand alone in cells (—): too little for the detector, told by their shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planledger.model.places import Box
from planledger.reading.printed.page import PrintedLine, Rule

if TYPE_CHECKING:
    from planledger.reading.pictures.ruling import Mask

# In heights of the text.
_SHORTEST, _LONGEST = 0.5, 2.2
_THICKEST = 0.2
_CLEAR_ACROSS, _CLEAR_DOWN = 0.15, 0.35
_CONFIDENCE = 0.9
_LIKE = frozenset("一-–—―_－")


def with_dashes(lines: Sequence[PrintedLine], ink: Mask, rules: Sequence[Rule], size: float) -> list[PrintedLine]:
    """``lines`` and the lone dashes in the table that ``rules`` make, also those taken for a character (一)."""
    likely = [line for line in lines if line.text.strip() in _LIKE]
    rest = [line for line in lines if line.text.strip() not in _LIKE]
    dashes = _dashes(ink, rules, [line.box for line in rest], size)
    left = [line for line in likely if not any(_touch(line.box, dash.box) for dash in dashes)]
    return [*rest, *left, *dashes]


def _dashes(ink: Mask, rules: Sequence[Rule], taken: Sequence[Box], size: float) -> list[PrintedLine]:
    import cv2

    posts = [rule for rule in rules if rule.left == rule.right]
    if len(posts) < 2 or len(posts) == len(rules):
        return []
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    found = []
    for left, top, width, height, _ in stats[1:].tolist():
        if not (_SHORTEST * size <= width <= _LONGEST * size and height <= _THICKEST * size):
            continue
        box = Box(left, top, left + width, top + height)
        middle = (box.top + box.bottom) / 2
        around = [post for post in posts if post.top < middle < post.bottom]
        inside = any(post.left < box.left for post in around) and any(post.left > box.right for post in around)
        if inside and not any(_touch(box, other) for other in taken) and _is_clear(ink, box, size):
            edges = (float(box.left), float(box.right))
            cell = box._replace(top=middle - size / 2, bottom=middle + size / 2)
            found.append(PrintedLine("—", cell, edges, round(size, 1), confidence=_CONFIDENCE))
    return found


def _touch(box: Box, other: Box) -> bool:
    return box.left < other.right and other.left < box.right and box.top < other.bottom and other.top < box.bottom


def _is_clear(ink: Mask, box: Box, size: float) -> bool:
    """Whether there is hardly any ink but the dash within a little of it, as there is beside a line or a stroke."""
    across, down = round(_CLEAR_ACROSS * size), round(_CLEAR_DOWN * size)
    left, top, right, bottom = (int(value) for value in box)
    near = ink[max(0, top - down) : bottom + down, max(0, left - across) : right + across] > 0
    return bool(near.sum() <= 1.1 * (ink[top:bottom, left:right] > 0).sum())
