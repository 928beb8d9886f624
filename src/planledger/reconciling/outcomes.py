"""Answers without a number to promises of all or nothing: 全部脱贫, 实现全覆盖, 动态清零."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from planledger.model import Commitment, Document, Statement
from planledger.reconciling.likeness import likeness
from planledger.reconciling.phrases import Phrase, parse_phrase
from planledger.reconciling.sides import Side
from planledger.reconciling.wording import wording

_CLAUSE = re.compile(r"[^,，;；。！!?？\n]+")
_NUMBERS = re.compile(r"\d+(?:\.\d+)?[%十百千万亿]*[个户名人项家所处座条件套]?")
_WILL = re.compile(r"确保|力争|争取|努力|将|要")
_LONGEST_REST = 8


@dataclass(frozen=True, slots=True)
class Outcome:
    """A clause of the review that says that all was done, or that nothing is left."""

    start: int
    end: int
    phrase: Phrase
    word: str


def find_outcomes(document: Document) -> tuple[Outcome, ...]:
    """The clauses of ``document`` outside its outlook that say so."""
    return tuple(_outcomes(document)) if document.blocks else ()


def _outcomes(document: Document) -> Iterator[Outcome]:
    done = wording().outcomes
    for block in document.blocks:
        if block.part == "outlook" or block.kind in ("title", "heading", "furniture", "footnote"):
            continue
        text = document.text[block.start : block.end]
        if not done.search(text):
            continue
        for clause in _CLAUSE.finditer(text):
            word = done.search(clause.group())
            if word and not _WILL.search(clause.group()):
                last = clause.group().rfind("、", 0, word.start()) + 1
                yield from (_outcome(block.start, clause.start() + cut, clause.end(), text) for cut in {0, last})


def _outcome(offset: int, start: int, end: int, text: str) -> Outcome:
    done = wording().outcomes
    said = text[start:end]
    word = done.search(said)
    return Outcome(
        offset + start, offset + end, parse_phrase(_NUMBERS.sub("", done.sub("", said))), word.group() if word else ""
    )


def wants_all(promise: Statement) -> bool:
    """Whether a promise is of all, or of nothing left, so that a clause without a number can answer it."""
    if promise.measure != "level":
        return False
    if promise.unit.strip() in ("%", "％") and promise.low == 100:
        return True
    if promise.low == 0 and promise.high == 0:
        return True
    at = max(promise.sentence.find(promise.text), 0)
    return bool(wording().remaining.search(promise.indicator + "，" + promise.sentence[max(0, at - 10) : at + 14]))


def answering(promise: Side, outcomes: tuple[Outcome, ...]) -> Outcome | None:
    """The outcome that speaks of all that ``promise`` speaks of; None when none does."""
    if not wants_all(promise.statement):
        return None
    core = wording().remaining.sub("", promise.phrase.core)
    best: tuple[int, Outcome] | None = None
    for outcome in outcomes:
        alike = likeness(core, outcome.phrase.core)
        rest = sum(map(len, alike.only_second))
        if alike.only_first or alike.shared < max(4, len(core) // 2) or rest > _LONGEST_REST:
            continue
        if best is None or rest < best[0]:
            best = (rest, outcome)
    return best[1] if best else None


def as_commitment(outcome: Outcome, document: Document) -> Commitment:
    """An outcome as a record with its place in the source."""
    start, end = document.offsets.to_source(outcome.start, outcome.end)
    return Commitment(
        id=f"{document.id}#c{start}",
        document=document.id,
        start=start,
        end=end,
        text=document.source[start:end],
        action=outcome.word,
        object=outcome.phrase.core,
        stage="complete",
        role="actual",
        striving=False,
        deadline="",
        body="",
        sentence=document.text[outcome.start : outcome.end],
        sentence_start=start,
        sentence_end=end,
        section=(),
        confidence=0.7,
        rule="outcome",
    )
