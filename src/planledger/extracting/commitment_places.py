"""Where in a document a clause stands: its block, its sentence, its source, and whether it promises or reports."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from planledger.extracting.commitment_words import load_words
from planledger.model.document import Block, Document
from planledger.model.statement import Role

_STOP = re.compile("([。！？!?；;\n])")


class Sentence(NamedTuple):
    """A sentence of the cleaned text.

    Attributes:
        start: Cleaned offset.
        end: Cleaned offset after it.
        text: What it says.
        body: The body that it makes responsible, or empty.
        timed: Whether it may say a time.
    """

    start: int
    end: int
    text: str
    body: str
    timed: bool


class Places:
    """Finds the block and the sentence of clauses that are asked for in text order."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.patterns = load_words().patterns
        self._blocks: Iterator[Block] = iter(document.blocks)
        self._block = next(self._blocks, None)
        self._sentences: dict[int, Sentence] = {}
        self._sentence = Sentence(0, 0, "", "", timed=False)
        self._stops = _stops(document.text)
        self._names_bodies = any(word in document.text for word in ("牵头", "负责", "责任单位", "组织实施"))

    def block(self, at: int) -> Block | None:
        """The block that holds cleaned offset ``at``, or the next one."""
        while self._block is not None and self._block.end <= at:
            self._block = next(self._blocks, None)
        return self._block

    def sentence(self, block: Block, start: int, end: int) -> Sentence:
        """The sentence around cleaned ``[start, end)``."""
        if self._sentence.start <= start and end <= self._sentence.end:
            return self._sentence
        self._sentence = made = self._find_sentence(block, start, end)
        return made

    def _find_sentence(self, block: Block, start: int, end: int) -> Sentence:
        stops = self._stops
        at = bisect_left(stops, start)
        first = max(block.start, stops[at - 1] + 1 if at else 0)
        known = self._sentences.get(first)
        if known is not None and end <= known.end:
            return known
        if at < len(stops) and stops[at] < end:
            at = bisect_left(stops, end, at)
        last = min(block.end, stops[at] + 1) if at < len(stops) else block.end
        text = self.document.text[first:last]
        named = self._names_bodies and ("由" in text or "单位" in text)
        body = self.patterns["body"].search(text) if named else None
        # without one of these a sentence says no time
        timed = "年" in text or "月" in text or "季" in text
        self._sentences[first] = made = Sentence(first, last, text, body["body"] if body else "", timed)
        return made

    def role(self, block: Block, sentence: Sentence, start: int, end: int) -> Role | None:
        """Promise or result; None where neither the section nor the sentence's own words decide it."""
        text, patterns = self.document.text, self.patterns
        if block.part == "review":
            return "target" if patterns["coming"].search(text, sentence.start, start) else "actual"
        kind = self.document.kind.value
        if block.part or kind == "five_year_outline":
            return "target"
        if kind == "communique":
            return "actual"
        if patterns["prospect"].search(text, start, end):
            return "target"
        return "actual" if patterns["past"].search(text, start, end) else None

    def period(self, role: Role) -> str:
        """The period that the document as a whole promises for, or reports on; empty when it gives no year."""
        document, year = self.document, self.document.year.value
        if document.plan_period:
            first = int(document.plan_period.split("/")[0])
            return document.plan_period if role == "target" else f"{first - 5}/{first - 1}"
        if not year:
            return ""
        return str(year if role == "target" or document.kind.value == "communique" else year - 1)


@lru_cache(maxsize=1)
def _stops(text: str) -> list[int]:
    """Where the sentences of ``text`` stop; relations and commitments ask it of the same text in turn."""
    # every other piece is a stop, so every other piece ends where a stop begins
    return list(accumulate(map(len, _STOP.split(text))))[::2]
