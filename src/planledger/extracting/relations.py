"""Targets and results that refer to another figure: 与经济增长同步, 高于全省平均水平 (相对目标)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from planledger.catalogue import Catalogue
from planledger.extracting.commitment_places import Places
from planledger.extracting.commitment_words import DELIMITERS
from planledger.extracting.relation_words import Comparison, Words, load_words
from planledger.model.document import Document
from planledger.model.statement import Relation

_FAR, _NEAR, _CHAIN = 60, 24, 8
_STOPS = "，。；\n"
_CHANGES = ("年均", "实际", "平均", "增长", "下降", "提高", "上升", "上涨", "回落")
_LIST = re.compile("、|以及")
_AND = re.compile("和")
_MARKS = "、—-－◆●■ 　"


@dataclass(slots=True)
class _Found:
    """A comparison in the cleaned text with the words it is said of."""

    start: int
    end: int
    subject: str
    comparison: Comparison
    reference: str
    margin: float | None
    unit: str
    rule: str


def find_relations(document: Document, catalogue: Catalogue | None = None) -> tuple[Relation, ...]:
    """Every figure that is held against another one, in text order; one record for each subject of a list.

    Catalogue indicators are looked up by the normalising stage; only a reference to economic growth is named here.
    """
    words = load_words()
    places = Places(document)
    found = _find(document.text, words)
    return tuple(relation for one in found for relation in _records(document, places, one, words))


def _find(text: str, words: Words) -> Iterator[_Found]:
    """Comparisons in text order, each with its subject."""
    matches = [*_in_step(text, words)]
    matches += [match for match in words.compared.finditer(text) if words.reference.search(match["reference"])]
    floor, subject = 0, ""
    for match in sorted(matches, key=re.Match.start):
        if match.start() < floor:
            continue
        # 高于上年同期、高于全国: the second is said of what the first is said of
        between = text[floor : match.start()] if floor and match.start() - floor < _CHAIN else ""
        same = words.trailing.sub("", between) in ("、", "，")
        start, found = _subject(text, match.start(), floor, words)
        subject = subject if same else found
        if len(subject) >= 2:
            yield _as_found(match, match.start() if same else start, subject, words)
            floor = match.end()


def _in_step(text: str, words: Words) -> Iterator[re.Match[str]]:
    """Figures that keep step; the pattern begins with words as common as 和, so it is tried only before 同步."""
    at, floor = text.find("同步"), 0
    while at >= 0:
        first = 1 + max(text.rfind(mark, max(floor, at - _NEAR), at) for mark in _STOPS)
        match = words.in_step.search(text, max(first, floor, at - _NEAR), at + _NEAR)
        if match is not None:
            floor = match.end()
            yield match
        at = text.find("同步", at + 2)


def _as_found(match: re.Match[str], start: int, subject: str, words: Words) -> _Found:
    groups = match.groupdict()
    if "comparator" not in groups:
        return _Found(start, match.end(), subject, "in_step", match["reference"], None, "", "relation.in_step")
    comparison = words.comparisons[match["comparator"]]
    margin = float(match["margin"]) if match["margin"] else None
    unit = "个百分点" if "百分点" in (match["unit"] or "") else match["unit"] or ""
    return _Found(start, match.end(), subject, comparison, match["reference"], margin, unit, "relation." + comparison)


def _subject(text: str, at: int, floor: int, words: Words) -> tuple[int, str]:
    """Where the relation starts, and the words before ``at`` that it is said of; no words when none can be found."""
    start = _clause_start(text, at, floor)
    subject = _trim(text[start:at], words)
    if words.growth.sub("", subject):
        return start + text[start:at].find(words.growth.sub("", subject)), subject
    own = start + text[start:at].find(subject) if subject else at
    if not start or text[start - 1] not in "，,、":
        return own, ""
    # 规上工业增加值增长7.7%（预计，下同），增速高于全国: the clause before says of what
    end = start - 1
    if text[end - 1 : end] in ("）", ")"):
        end = max(floor, text.rfind("（", floor, end), text.rfind("(", floor, end))
    before = text[_clause_start(text, end, floor) : end]
    if not words.counted.search(before) and not words.growth.search(before):
        return own, ""
    thing = _trim(before, words)
    return own, thing + (subject or "增长") if thing else ""


def _clause_start(text: str, at: int, floor: int) -> int:
    first = max(floor, at - _FAR)
    start = 1 + max(text.rfind(mark, first, at) for mark in DELIMITERS)
    return max(start, first)


def _trim(subject: str, words: Words) -> str:
    """``subject`` without adverbs, values and what leads in."""
    counted = words.counted.search(subject)
    if counted:
        # 增长7.7%、 leaves its verb, which says that growth is compared
        subject = subject[: counted.start()] + ("增长" if counted[0].startswith(_CHANGES) else "")
    subject = words.trailing.sub("", subject.rstrip("、"))
    lead = words.lead.match(subject)
    return subject[lead.end() if lead else 0 :].strip(_MARKS)


def _records(document: Document, places: Places, found: _Found, words: Words) -> Iterator[Relation]:
    """The records of one comparison."""
    block = places.block(found.start)
    if block is None or block.kind in ("title", "furniture", "footnote"):
        return
    sentence = places.sentence(block, found.start, found.end)
    role = places.role(block, sentence, found.start, found.end)
    if role is None:
        return
    period = places.period(role)
    growth = words.growth.search(found.subject)
    measure: Literal["growth", "level"] = "growth" if growth or found.comparison == "in_step" else "level"
    span = document.offsets.to_source(found.start, found.end)
    whole = document.offsets.to_source(sentence.start, sentence.end)
    before = document.text[max(sentence.start, found.start - _CHAIN) : found.end]
    striving = role == "target" and places.patterns["striving"].search(before) is not None
    for number, indicator in enumerate(_indicators(found.subject, words)):
        yield Relation(
            id=f"{document.id}#r{span.start}-{number}",
            document=document.id,
            start=span.start,
            end=span.end,
            text=document.source[span.start : span.end],
            indicator=indicator,
            indicator_id="",
            measure=measure,
            comparison=found.comparison,
            reference=found.reference,
            reference_id=words.indicators.get(words.growth.sub("", found.reference) or found.reference, ""),
            margin=found.margin,
            margin_unit=found.unit,
            role=role,
            striving=striving,
            period=period,
            sentence=sentence.text,
            sentence_start=whole.start,
            sentence_end=whole.end,
            section=block.section,
            confidence=0.9 if found.comparison == "in_step" else 0.8,
            rule=found.rule,
        )


def _indicators(subject: str, words: Words) -> list[str]:
    """The phrases that ``subject`` names: a list is split, and shared words are said in full."""
    whole = words.growth.sub("", subject) or subject
    parts: list[str] = []
    hidden = next((short for short in words.shared if "、" in short and short in whole), "")
    for part in _LIST.split(whole.replace(hidden, hidden.replace("、", "和")) if hidden else whole):
        spread = next((short for short in words.shared if short in part), "")
        if spread:
            parts += [part.replace(spread, long) for long in words.shared[spread]]
        else:
            parts += _AND.split(part) if _AND.search(part) and len(whole) <= _FAR // 2 else [part]
    named = [words.growth.sub("", part) or part for part in parts if len(part) >= 2]
    return named or [whole]
