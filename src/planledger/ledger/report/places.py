"""Places in the cleaned text as the page counts them."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from planledger.model import Document

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")  # two code units each


class Place(NamedTuple):
    """A stretch of a document's cleaned text, in UTF-16 code units, as JavaScript counts."""

    start: int
    end: int


class Places:
    """Finds places of one document; every result lies inside its text."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._length = len(document.text)
        self._astral = [match.start() for match in _ASTRAL.finditer(document.text)]

    def of_clean(self, start: int, end: int) -> Place:
        """Place of cleaned ``[start, end)``."""
        start = min(max(start, 0), self._length)
        end = min(max(end, start), self._length)
        return Place(self._counted(start), self._counted(end))

    def of_source(self, start: int, end: int) -> Place:
        """Place of source ``[start, end)``; what reading removed gives an empty one."""
        return self.of_clean(*self._clean(start, end))

    def of_sentence(self, start: int, end: int, sentence: str) -> Place:
        """Place of a sentence; its cleaned text decides where the map of a repaired stretch is too coarse."""
        first, last = self._clean(start, end)
        text = self._document.text
        if sentence and not text.startswith(sentence, first):
            near = text.find(sentence, max(0, first - 40), last + len(sentence) + 40)
            first = near if near >= 0 else first
        if sentence and text.startswith(sentence, first):
            last = first + len(sentence)
        return self.of_clean(first, last)

    def source_of(self, start: int, end: int) -> str:
        """The source behind cleaned ``[start, end)``."""
        span = self._document.offsets.to_source(start, end)
        return self._document.source[span.start : span.end]

    def _clean(self, start: int, end: int) -> tuple[int, int]:
        offsets = self._document.offsets
        return offsets.to_clean(start), offsets.to_clean(end)

    def _counted(self, index: int) -> int:
        return index + bisect_left(self._astral, index) if self._astral else index
