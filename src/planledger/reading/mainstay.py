"""Where the main text of a page stands, by the density of text in its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from planledger.reading.marks import is_marked

if TYPE_CHECKING:
    from planledger.reading.markup import PageLine

_MARKS = re.compile("[，。；、：]|&#")
_TAG = re.compile("<[^<>]*>")
_TITLE = re.compile("报告|公报|纲要|规划|草案|计划|决算")
_FOOT = re.compile(
    "版权所有|ICP[备证]|公网安备|标识码|主办单位|主办[:：]|技术支持|举报电话|联系电话|咨询电话|关闭窗口|(?:上|下)一[篇页条]"
)
_LINES_ABOVE = 6


def main_stretch(text: str, lines: Sequence[PageLine]) -> tuple[int, int]:
    """Start and end of the stretch of lines that holds most text for least furniture.

    Sentences count for a line, links and scraps against it; the best stretch is the one with the greatest sum.
    """
    if not lines:
        return 0, len(text)
    best = (0.0, 0, len(lines))
    total, first = 0.0, 0
    for index, line in enumerate(lines):
        total += _worth(text, line)
        if total <= 0:
            total, first = 0.0, index + 1
        elif total > best[0]:
            best = (total, first, index + 1)
    _, first, last = best
    for above in range(first - 1, max(-1, first - _LINES_ABOVE), -1):
        shown = _TAG.sub("", text[lines[above].start : lines[above].end]).strip()
        if lines[above].linked == 0 and len(shown) <= 60 and (_TITLE.search(shown) or is_marked(shown)):
            first = above
    return lines[first].start, lines[last - 1].end


def _worth(text: str, line: PageLine) -> float:
    shown = line.visible - line.linked
    if line.linked * 2 > line.visible:
        return -12.0 - 0.2 * min(line.visible, 100)
    if line.row:
        return 2.0
    if line.visible < 160 and _FOOT.search(text, line.start, line.end):
        return -30.0
    if line.visible >= 24 and _MARKS.search(text, line.start, line.end):
        return float(shown)
    return -4.0 if line.visible < 24 else -1.0
