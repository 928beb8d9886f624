"""Line breaks inside a paragraph of Word: whether a line ends there or the sentence goes on (软回车)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planledger.reading.composing import Piece, text_of
from planledger.reading.marks import is_marked

_ENDS = frozenset("。！？；：…!?;:】》")
_GOES_ON = frozenset("，、（“《+/")
_CANNOT_BEGIN = frozenset("，。；：、！？）”》％%‰")
_TITLE_END = re.compile("(?:报告|纲要|规划|公报|计划|方案|草案|决算|预算|说明)(?:（[^）]*）)?$")
_INNER = re.compile("[，。；、]")


def lines_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The lines of a paragraph; a break inside a sentence parts nothing."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        for number, text in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            if text:
                lines[-1].append(piece._replace(text=text))
    whole: list[list[Piece]] = []
    for line in lines:
        if whole and _goes_on(text_of(whole[-1]).strip(), text_of(line).strip()):
            whole[-1] += line
        else:
            whole.append(line)
    return whole


def _goes_on(line: str, following: str) -> bool:
    if not line or not following:
        return not following
    if following[0] in _CANNOT_BEGIN:
        return line[-1] not in "。！？"
    if is_marked(following) or line[-1] in _ENDS or (line[-1] == "”" and line[-2:-1] in _ENDS):
        return False
    if _TITLE_END.search(following) and not _TITLE_END.search(line) and not _INNER.search(line + following):
        return True  # a title over two lines
    return line[-1] in _GOES_ON or _INNER.search(line) is not None
