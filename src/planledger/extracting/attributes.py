"""Whether running text calls an indicator binding or anticipatory (约束性, 预期性)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from planledger.model.statement import Attribute, Statement

if TYPE_CHECKING:
    from planledger.model.document import Document

_WORDS: dict[str, Attribute] = {"约束": "binding", "预期": "anticipatory"}
# Behind what it is said of: 森林覆盖率达到45%（约束性）; 该指标为约束性指标.
_BEHIND = re.compile(
    r"[（(〔\[](?P<bracketed>约束|预期)性(?:指标|目标)?[）)〕\]]|(?:为|是|属于|属|列为|作为)(?P<said>约束|预期)性(?:指标|目标)"
)
# Before what it is said of: 约束性指标：….
_AHEAD = re.compile(
    r"(?P<word>约束|预期)性(?:指标|目标)(?:任务)?(?:[（(]?(?:共|有)?[\d一二三四五六七八九十两]{1,3}[项个][）)]?)?"
    r"(?:方面[，:：]|(?:包括|主要有|主要是|分别为|有|为|是)?[:：])"
)
_CLAUSE_END = re.compile("[，；;。]")


def with_attributes(document: Document, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """``statements`` with the attribute that their sentence or a bracket behind them gives; tables tell their own."""
    if "约束性" not in document.text and "预期性" not in document.text:
        return statements
    known: dict[int, list[Statement]] = {}
    for one in statements:
        if one.rule != "table" and ("约束性" in one.sentence or "预期性" in one.sentence):
            known.setdefault(one.sentence_start, []).append(one)
    said: dict[str, Attribute] = {}
    for group in known.values():
        said |= _of_sentence(document, group)
    return tuple(replace(one, attribute=said[one.id]) if one.id in said else one for one in statements)


def _of_sentence(document: Document, group: list[Statement]) -> dict[str, Attribute]:
    """Attributes of the statements of one sentence, by their ids."""
    to_clean = document.offsets.to_clean
    start = to_clean(group[0].sentence_start)
    sentence = group[0].sentence
    at = {one.id: to_clean(one.start) - start for one in group}
    found: dict[str, Attribute] = {}
    for match in _AHEAD.finditer(sentence):
        found |= {name: _WORDS[match["word"]] for name, place in at.items() if place >= match.end()}
    last = 0
    for match in _BEHIND.finditer(sentence):
        word = cast("str", match["bracketed"] or match["said"])
        before = {name: place for name, place in at.items() if last <= place < match.start()}
        # a bracket is of its own clause, in which several values may stand
        marks = [mark.end() for mark in _CLAUSE_END.finditer(sentence, last, max(before.values(), default=last))]
        floor = marks[-1] if marks and match["bracketed"] else last
        found |= {name: _WORDS[word] for name, place in before.items() if place >= floor}
        last = match.end()
    return found
