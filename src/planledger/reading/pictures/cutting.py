"""From what the detector found to single cells: boxes cut along ruled lines and freed from them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from planledger.model.places import Box

if TYPE_CHECKING:
    from planledger.reading.printed.page import Rule

# In heights of the box: a line nearer to its end than this is the border of its cell.
_NEAR = 0.45
_BORDER = 0.3
# Half the thickness of a line, and a little.
_HALF = 2.0


def cut_box(box: Box, rules: Sequence[Rule], size: float) -> list[Box]:
    """The parts of ``box`` between the ruled lines that cross it; ``size`` is the height of the page's text."""
    parts = [box]
    levels = sorted(rule.top for rule in rules if rule.top == rule.bottom and _crosses_down(rule, box))
    if levels:
        if box.bottom - box.top > 1.8 * size:
            inner = [level for level in levels if box.top + size / 2 < level < box.bottom - size / 2]
            edges = [box.top, *inner, box.bottom]
            parts = [box._replace(top=top, bottom=bottom) for top, bottom in pairwise(edges)]
        parts = [_between(part, levels) for part in parts]
    return [piece for part in parts for piece in _cut_across(part, rules)]


def _between(box: Box, levels: Sequence[float]) -> Box:
    """``box`` without the lines across that run along its upper and lower ends."""
    height = box.bottom - box.top
    tops = [level + _HALF for level in levels if level + _HALF < box.top + _BORDER * height]
    bottoms = [level - _HALF for level in levels if level - _HALF > box.bottom - _BORDER * height]
    return box._replace(top=max([box.top, *tops]), bottom=min([box.bottom, *bottoms]))


def _cut_across(box: Box, rules: Sequence[Rule]) -> list[Box]:
    height = box.bottom - box.top
    posts = sorted(rule.left for rule in rules if rule.left == rule.right and _crosses(rule, box))
    edges = [box.left]
    for post in posts:
        if post - edges[-1] > _NEAR * height or edges[-1] == box.left:
            edges.append(post)
    edges.append(box.right)
    pieces = []
    for left, right in pairwise(edges):
        bordered_left, bordered_right = left in posts, right in posts
        # A border that is left on the strip would be read as 1, I or |.
        piece = box._replace(left=left + _HALF * bordered_left, right=right - _HALF * bordered_right)
        if piece.right - piece.left > _NEAR * height:
            pieces.append(piece)
    return pieces or [box]


def _crosses(post: Rule, box: Box) -> bool:
    """Whether a line down the page runs through most of the height of ``box``."""
    overlap = min(post.bottom, box.bottom) - max(post.top, box.top)
    return box.left <= post.left <= box.right and overlap >= 0.7 * (box.bottom - box.top)


def _crosses_down(level: Rule, box: Box) -> bool:
    """Whether a line across the page runs through most of the width of ``box``."""
    overlap = min(level.right, box.right) - max(level.left, box.left)
    return box.top <= level.top <= box.bottom and overlap >= 0.7 * (box.right - box.left)
