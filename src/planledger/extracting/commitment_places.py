"""Where in a document a clause stands: its block, its sentence, and whether it promises or reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from planledger.extracting.commitment_words import load_words
from planledger.model.document import Block, Document
from planledger.model.statement import Role

_STOP = re.compile("[。！？!?；;\n]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, in cleaned and in source offsets."""

    start: int
    end: int
    source_start: int
    source_end: int


class Places:
    """Finds the block and the sentence of clauses that are asked for in text order."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._blocks: Iterator[Block] = iter(document.blocks)
        self._block = next(self._blocks, None)
        self._sentence = Sentence(0, 0, 0, 0)

    def block(self, at: int) -> Block | None:
        """The block that holds cleaned offset ``at``, or the next one."""
        while self._block is not None and self._block.end <= at:
            self._block = next(self._blocks, None)
        return self._block

    def sentence(self, block: Block, start: int, end: int) -> Sentence:
        """The sentence around cleaned ``[start, end)``."""
        known = self._sentence
        if not known.start <= start < known.end:
            text = self.document.text
            first = max(block.start, known.end if known.end <= start else 0)
            for stop in _STOP.finditer(text, first, start):
                first = stop.end()
            stop_after = _STOP.search(text, max(start, end), block.end)
            last = stop_after.end() if stop_after else block.end
            self._sentence = Sentence(first, last, *self.document.offsets.to_source(first, last))
        return self._sentence

    def role(self, block: Block, sentence: Sentence, start: int, end: int) -> Role | None:
        """Promise or result; None where neither the section nor the sentence's own words decide it."""
        text, patterns = self.document.text, load_words().patterns
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
