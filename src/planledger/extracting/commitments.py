"""Work promised, or reported as done, without a number (承诺事项)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planledger.extracting.commitment_places import Places
from planledger.extracting.commitment_words import DELIMITERS, Stage, Words, load_words
from planledger.model.document import Document
from planledger.model.statement import Commitment

# How far back a clause may begin, and how near its sentence's start a time must stand to reach it (到2025年，建成…).
_CLAUSE, _NEAR = 100, 14
# Stages that are plain even of things that no word list knows.
_PLAIN = ("start", "complete", "win", "operate")
_UNSTRUCTURED = ("title", "heading", "furniture")


@dataclass(slots=True)
class _Clause:
    """A clause of the cleaned text with the verb that opens or closes it."""

    start: int
    end: int
    verb: str
    object: str
    stage: Stage
    rule: str
    confidence: float


def find_commitments(document: Document) -> tuple[Commitment, ...]:
    """Every piece of work that the outlook promises or the review reports, in text order.

    Clauses with a quantity are left to the statements, and so are aims and slogans that name nothing to be delivered.
    """
    words = load_words()
    clauses = sorted(_clauses(document.text, words), key=lambda clause: clause.start)
    writer = _Writer(document, words)
    found = (writer.write(clause) for clause in clauses)
    return tuple(commitment for commitment in found if commitment is not None)


def _clauses(text: str, words: Words) -> Iterator[_Clause]:
    """Clauses that a verb at their head or at their end marks as work."""
    tails = {match.end(): match["tail"] for match in words.tail.finditer(text)}
    for match in words.head.finditer(text):
        verb, thing, end = match["verb"], match["object"], match.end()
        tail = tails.pop(end, "")
        closes = tail and len(thing) > len(tail) + 1
        sure = words.sure.get(verb)
        stage = sure or words.open[verb]
        rule = "head." + stage
        if closes and sure in (None, "advance"):
            verb, thing, stage = tail, thing[: -len(tail)], words.tails[tail]
            rule = "tail." + stage
        confidence = _confidence(thing, stage, sure=sure is not None or stage != words.open.get(verb), words=words)
        if confidence:
            yield _Clause(match.start() + 1, end, verb, thing, stage, rule, confidence)
    for end, tail in tails.items():
        at = end - len(tail)
        start = 1 + max(text.rfind(mark, max(0, at - _CLAUSE), at) for mark in DELIMITERS)
        lead = words.lead.match(text, start, at)
        thing = text[lead.end() if lead else start : at]
        confidence = _confidence(thing, words.tails[tail], sure=True, words=words) if start else 0.0
        if confidence:
            yield _Clause(start, end, tail, thing, words.tails[tail], "tail." + words.tails[tail], confidence)


def _confidence(thing: str, stage: Stage, *, sure: bool, words: Words) -> float:
    """How sure it is that ``thing`` is work to be delivered; 0 when it is an aim or nothing in particular."""
    if len(thing) < 2 or thing.endswith(words.purposes):
        return 0.0
    if words.tangible.search(thing) is None:
        return 0.6 if sure and stage in _PLAIN and len(thing) >= 4 and not thing.endswith(words.aims) else 0.0
    if stage == "advance" and thing.endswith(words.aims):
        return 0.0
    return 0.9 if sure else 0.7


class _Writer:
    """Turns clauses into records, block by block, in text order."""

    def __init__(self, document: Document, words: Words) -> None:
        self.document, self.words = document, words
        self.places = Places(document)

    def write(self, clause: _Clause) -> Commitment | None:
        """The clause as a record; None when a quantity, a slogan or an unknown tense makes it none."""
        block, patterns = self.places.block(clause.start), self.words.patterns
        if block is None or block.kind in _UNSTRUCTURED:
            return None
        text = self.document.text
        whole = text[clause.start : clause.end]
        if patterns["quantity"].search(whole) or self.words.slogan.search(whole):
            return None
        sentence = self.places.sentence(block, clause.start, clause.end)
        role = self.places.role(block, sentence, clause.start, clause.end)
        if role is None:
            return None
        source = self.document.offsets.to_source(self._setting(clause, sentence.start), clause.end)
        body = patterns["body"].search(text, sentence.start, sentence.end)
        return Commitment(
            id=f"{self.document.id}#c{source.start}",
            document=self.document.id,
            start=source.start,
            end=source.end,
            text=self.document.source[source.start : source.end],
            action=clause.verb,
            object=clause.object.strip("、"),
            stage=clause.stage,
            role=role,
            striving=role == "target" and patterns["striving"].search(whole) is not None,
            deadline=self._deadline(clause, sentence.start) if role == "target" else "",
            body=body["body"] if body else "",
            sentence=text[sentence.start : sentence.end],
            sentence_start=sentence.source_start,
            sentence_end=sentence.source_end,
            section=block.section,
            confidence=clause.confidence,
            rule=clause.rule,
        )

    def _setting(self, clause: _Clause, first: int) -> int:
        """Where the commitment starts: a clause before it that names its place (以…为重点) belongs to it."""
        before = self.document.text[max(first, clause.start - 45) : clause.start - 1]
        if not before.endswith(self.words.purposes):
            return clause.start
        setting = self.words.patterns["setting"].search(before)
        return clause.start - 1 - (setting.end() - setting.start()) if setting else clause.start

    def _deadline(self, clause: _Clause, first: int) -> str:
        """The period by which, from the clause or a time said shortly before it in the sentence."""
        text, year = self.document.text, self.document.year.value
        pattern = self.words.patterns["deadline"]
        match = pattern.search(text, clause.start, clause.end) or pattern.search(
            text, first, min(first + _NEAR, clause.start)
        )
        if match is None:
            return ""
        stated = match["year"] or match["by"]
        return stated or (str(year) if year and not self.document.plan_period else "")
