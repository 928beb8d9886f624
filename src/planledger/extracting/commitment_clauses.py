"""Clauses of a cleaned text that tell work to be done or done (承诺事项所在的分句)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planledger.extracting.commitment_words import Endings, Stage, Words

# How far back a clause that is known by its end may begin.
_LONGEST = 100
# What parts clauses in cleaned text, where punctuation is Chinese.
_MARKS = "，。；：！？\n"
# Confidence in an aim, and the stages that are plain even of things that no word list knows.
_AIM = 0.4
_NO_ENDINGS = Endings()
_PLAIN = ("start", "complete", "win", "operate")


class Clause(NamedTuple):
    """A clause with the verb that opens or closes it.

    Attributes:
        start: Offset in the cleaned text.
        end: Offset after it.
        action: The verb.
        object: What it is done to.
        stage: How far the verb takes the work.
        rule: ``head`` or ``tail``, and the stage.
        confidence: 0.9 for work in so many words, 0.7 where the verb is one that slogans use, 0.6 where the object is
            in no word list, 0.4 for an aim or for vague words, which are work only where they report.
    """

    start: int
    end: int
    action: str
    object: str
    stage: Stage
    rule: str
    confidence: float


def find_clauses(text: str, start: int, end: int, words: Words, *, report: bool) -> list[Clause]:
    """The clauses of the block ``[start, end)`` of ``text`` in order; in a report an aim is work as well.

    ``text`` begins with a line break that stands for the mark that the first clause lacks, and offsets do not count it.
    """
    tails = _tails(text, start + 1, end + 2, words)
    found = _opened(text, start, end, tails, words, report)
    if tails:
        found += _closed(text, tails, words, report)
        found.sort()
    return found


def _tails(text: str, start: int, end: int, words: Words) -> dict[int, str]:
    """The closing verbs at the ends of clauses in ``[start, end)``, by the offset of their last character."""
    closers, found = words.closers, {}
    for match in words.tail.finditer(text, start, end):
        at = match.end()
        candidates = closers.get(match[0], ())
        if text.endswith(candidates, start, at):
            found[at - 1] = next(word for word in candidates if text.endswith(word, start, at))
    return found


def _opened(text: str, start: int, end: int, tails: dict[int, str], words: Words, report: bool) -> list[Clause]:
    """Clauses that a verb opens; a closing verb says more of the stage than an opening one that asks for nothing."""
    found = []
    heads = words.heads
    for match in words.head.finditer(text, start, end + 1):
        verb, thing = match.groups()
        (stage, sure), rule = heads[verb], words.head_rules
        tail = tails.pop(match.end() - 1, "") if tails else ""
        if tail and len(thing) > len(tail) + 1 and (stage == "advance" or not sure):
            thing = _without_trailers(thing[: -len(tail)], words)
            verb, stage, rule = tail, words.tails[tail], words.tail_rules
            sure = sure or stage != "advance"
        confidence = _confidence(thing, stage, sure, report, words)
        if confidence:
            found.append(Clause(match.start(), match.end() - 1, verb, thing, stage, rule[stage], confidence))
    return found


def _closed(text: str, tails: dict[int, str], words: Words, report: bool) -> Iterator[Clause]:
    """Clauses that only a verb at their end marks."""
    for end, tail in tails.items():
        at = end + 1 - len(tail)
        first = max(0, at - _LONGEST)
        start = 1 + max([text.rfind(mark, first, at) for mark in _MARKS])
        if not start:
            continue
        lead = words.lead.match(text, start, at)
        thing = _without_trailers(text[lead.end() if lead else start : at], words)
        stage = words.tails[tail]
        away = thing.startswith(words.adjuncts) or thing.endswith(words.negations)
        confidence = 0.0 if away else _confidence(thing, stage, True, report, words)
        if confidence:
            yield Clause(start - 1, end, tail, thing, stage, words.tail_rules[stage], confidence)


def _without_trailers(thing: str, words: Words) -> str:
    return words.trailing.sub("", thing) if thing.endswith(words.trailers.get(thing[-1:], ())) else thing


def _confidence(thing: str, stage: Stage, sure: bool, report: bool, words: Words) -> float:
    """How sure it is that ``thing`` is work to be delivered; 0 when it is nothing in particular."""
    # the cheap questions come first; looking up how an object ends is cheaper than searching all of it
    works, aims, purposes = words.endings.get(thing[-1:], _NO_ENDINGS)
    aim = stage == "advance" and thing.endswith(aims)
    if aim and not report:
        return 0.0
    named = thing.endswith(works) or "“" in thing
    if not (named or sure or report) or thing.endswith(purposes):
        return 0.0
    if not named:
        tangible = words.tangible.search(thing) is not None
        if not sure:
            return _AIM if tangible else 0.0
        if not tangible:
            if len(thing) < 4 or thing.endswith(aims):
                return 0.0
            return 0.6 if stage in _PLAIN else (_AIM if report else 0.0)
    if len(thing) < 2:
        return 0.0
    if aim:
        return _AIM
    return 0.9 if sure else 0.7
