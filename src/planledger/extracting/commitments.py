"""Work promised, or reported as done, without a number (承诺事项)."""

from __future__ import annotations

from typing import NamedTuple

from planledger.extracting.commitment_clauses import Clause, find_clauses
from planledger.extracting.commitment_places import Places, Sentence
from planledger.extracting.commitment_words import Words, load_words
from planledger.model.document import Block, Document
from planledger.model.statement import Commitment, Role

# How near its sentence's start a time must stand to reach a later clause (到2025年，建成…).
_NEAR = 14
_NO_PROSE = ("title", "heading", "furniture", "footnote")


class _Draft(NamedTuple):
    """A clause that is a commitment, before its source is known.

    Attributes:
        start: Where it starts, its setting included.
        clause: The clause.
        block: Its block.
        sentence: Its sentence.
        role: Promise or result.
        striving: 力争, 争取, 努力 stand in it, and it is a promise.
    """

    start: int
    clause: Clause
    block: Block
    sentence: Sentence
    role: Role
    striving: bool


def find_commitments(document: Document) -> tuple[Commitment, ...]:
    """Every piece of work that the outlook promises or the review reports, in text order.

    Clauses with a quantity are left to the statements, and so are aims and slogans that name nothing to be delivered.
    """
    words = load_words()
    # A clause that two patterns find counts once, as the first finds it.
    drafts = list({draft.start: draft for draft in reversed(_drafts(document, words))}.values())[::-1]
    spans = document.offsets.to_sources([(draft.start, draft.clause.end) for draft in drafts])
    sentences = list(dict.fromkeys([draft.sentence[:2] for draft in drafts]))
    places = dict(zip(sentences, document.offsets.to_sources(sentences), strict=True))
    return tuple(
        [
            _record(document, draft, span, places[draft.sentence[:2]], words)
            for draft, span in zip(drafts, spans, strict=True)
        ]
    )


def _drafts(document: Document, words: Words) -> list[_Draft]:
    """The clauses that are commitments; a quantity, a slogan or an unknown tense makes a clause none."""
    text, places = document.text, Places(document)
    drafts: list[_Draft] = []
    veto, striving, led = words.veto.search, words.patterns["striving"].search, "\n" + document.text
    for block in document.blocks:
        if block.kind in _NO_PROSE:
            continue
        part = block.part
        clauses = find_clauses(led, block.start, block.end, words, report=part == "review")
        # few blocks strive, so that a block is asked before its clauses are
        strives = bool(clauses) and striving(text, block.start, block.end) is not None
        for clause in clauses:
            start, end = clause.start, clause.end
            if veto(text, start, end):
                continue
            sentence = places.sentence(block, start, end)
            role = "target" if part == "outlook" else places.role(block, sentence, start, end)
            if role is not None:
                strive = strives and role == "target" and striving(text, start, end) is not None
                drafts.append(_Draft(_setting(text, clause, sentence, words), clause, block, sentence, role, strive))
    return drafts


def _record(
    document: Document, draft: _Draft, span: tuple[int, int], sentence: tuple[int, int], words: Words
) -> Commitment:
    _, clause, block, place, role, striving = draft
    start, end = span
    return Commitment(
        id=f"{document.id}#c{start}",
        document=document.id,
        start=start,
        end=end,
        text=document.source[start:end],
        action=clause.action,
        object=clause.object.strip("、"),
        stage=clause.stage,
        role=role,
        striving=striving,
        deadline=_deadline(document, clause, place, words) if place.timed and role == "target" else "",
        body=place.body,
        sentence=place.text,
        sentence_start=sentence[0],
        sentence_end=sentence[1],
        section=block.section,
        confidence=clause.confidence,
        rule=clause.rule,
    )


def _setting(text: str, clause: Clause, sentence: Sentence, words: Words) -> int:
    """Where the commitment starts: a clause before it that names its place (以…为重点) belongs to it."""
    end = clause.start - 1
    if end <= sentence.start or text[end - 1] not in words.endings:
        return clause.start
    if not text.endswith(words.endings[text[end - 1]].purposes, sentence.start, end):
        return clause.start
    setting = words.patterns["setting"].search(text, max(sentence.start, clause.start - 45), clause.start - 1)
    return setting.start() if setting else clause.start


def _deadline(document: Document, clause: Clause, sentence: Sentence, words: Words) -> str:
    """The period by which, from the clause or a time said shortly before it in the sentence."""
    text, year, pattern = document.text, document.year.value, words.patterns["deadline"]
    near = min(sentence.start + _NEAR, clause.start)
    match = None
    for start, end in ((clause.start, clause.end), (sentence.start, near)):
        # looking for its characters first costs a tenth of what the pattern does
        words_here = text[start:end]
        if match is None and ("年" in words_here or "月" in words_here or "季" in words_here):
            match = pattern.search(words_here)
    if match is None:
        return ""
    return match["year"] or match["by"] or (str(year) if year and not document.plan_period else "")
