"""Clauses of a later document that report something, and how alike they are to promised work."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import add

from planledger.model.document import Document
from planledger.model.statement import Commitment, Statement
from planledger.reconciling.qualitative_words import Words

_CLAUSE = re.compile(r"[^，。；：！？,;:!?\n]+[，。；：！？,;:!?]?")
_NOISE = re.compile(r"[^\u4e00-\u9fffA-Za-z]+")
_WITHIN = "，,：:、"
# What a pair out of a word of every plan still weighs.
_COMMONPLACE = 0.35
# What a pair weighs that occurs twice in all.
_RARE = 6.5
_CANDIDATES = 6


@dataclass(slots=True)
class Clause:
    """A clause of a document's cleaned text.

    Attributes:
        start: Cleaned offset.
        end: Cleaned offset after it.
        text: Its words.
        sentence: Number of its sentence.
        record: What was extracted from it, or else from the rest of its sentence; None when nothing was.
        own: Whether the record lies in the clause itself.
    """

    start: int
    end: int
    text: str
    sentence: int
    record: Commitment | Statement | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A clause that shares words with promised work.

    Attributes:
        clause: The clause.
        evidence: Weight of the character pairs shared.
        cover: Share of the work's words that the clause repeats, by weight.
    """

    clause: Clause
    evidence: float
    cover: float

    @property
    def score(self) -> float:
        """Evidence, discounted by what of the work the clause leaves unsaid."""
        return self.evidence * self.cover


def split_clauses(document: Document, records: Iterable[Commitment | Statement]) -> list[Clause]:
    """The clauses of ``document`` in order, each with the record that lies in it or follows in its sentence."""
    clauses, sentence = [], 0
    for match in _CLAUSE.finditer(document.text):
        clauses.append(Clause(match.start(), match.end(), match[0], sentence))
        sentence += match[0][-1] not in _WITHIN
    starts = [clause.start for clause in clauses]
    for record in records:
        at = bisect_right(starts, document.offsets.to_clean(record.end - 1)) - 1
        if at >= 0 and not isinstance(clauses[at].record, Commitment):
            clauses[at].record, clauses[at].own = record, True
    _share_records(clauses)
    return clauses


def _share_records(clauses: list[Clause]) -> None:
    """Give a clause without a record the next one of its sentence: a label's report follows it (国际影都，…启动)."""
    after: Clause | None = None
    for clause in reversed(clauses):
        if clause.own:
            after = clause
        elif after is not None and after.sentence == clause.sentence:
            clause.record = after.record


def split_texts(document: Document) -> list[str]:
    """The words of the clauses of ``document``."""
    return _CLAUSE.findall(document.text)


def pair_places(text: str) -> list[tuple[str, int]]:
    """Character pairs of ``text`` with their places among its letters; none reaches over a mark or a numeral."""
    found, at = [], 0
    for part in _NOISE.split(text):
        found += [(part[i : i + 2], at + i) for i in range(len(part) - 1)]
        at += len(part)
    return found


class Likeness:
    """Weights of character pairs: rare ones weigh more, those of commonplace words little.

    Only the pairs of the ``things`` that are asked about are ever weighed.
    """

    def __init__(self, texts: Sequence[str], words: Words, things: Iterable[str]) -> None:
        self.wanted = {pair for thing in things for pair, _ in pair_places(thing)}
        # texts come again and again, and their pairs are needed again for the index
        self._pairs: dict[str, set[str]] = {}
        seen: Counter[str] = Counter()
        for text in texts:
            seen.update(self.pairs(text))
        count = len(texts)
        # a pair that each document says once weighs the same in short and in long documents
        scale = _RARE / math.log(max(count + 1, 4) / 2.5)
        plain = {word[i : i + 2] for word in words.commonplace for i in range(len(word) - 1)}
        self.weight = {
            pair: scale * max(0.0, math.log((count + 1) / (times + 0.5))) * (_COMMONPLACE if pair in plain else 1.0)
            for pair, times in seen.items()
        }

    def pairs(self, text: str) -> set[str]:
        """Those of the pairs of ``text`` that are wanted."""
        known = self._pairs.get(text)
        if known is None:
            # no wanted pair holds a mark or a numeral, so none reaches over one
            known = self._pairs[text] = self.wanted.intersection(map(add, text, text[1:]))
        return known


class Index:
    """Clauses by the character pairs they hold."""

    def __init__(self, clauses: Sequence[Clause], likeness: Likeness) -> None:
        self.clauses, self.likeness = clauses, likeness
        self.by_pair: dict[str, list[int]] = defaultdict(list)
        self.pairs = [likeness.pairs(clause.text) for clause in clauses]
        for at, pairs in enumerate(self.pairs):
            for pair in pairs:
                self.by_pair[pair].append(at)

    def nearest(self, thing: str, *, at_least: float) -> Match | None:
        """The clause that repeats most of ``thing``; None when none can score ``at_least``."""
        pairs = pair_places(thing)
        weight = self.likeness.weight
        shared: dict[int, float] = defaultdict(float)
        for pair in {pair for pair, _ in pairs}:
            for at in self.by_pair.get(pair, ()):
                shared[at] += weight[pair]
        # no score is above its evidence, and finding the cover is what costs
        near = [at for at, evidence in shared.items() if evidence >= at_least]
        ranked = sorted(near, key=lambda at: (-round(shared[at], 6), not self.clauses[at].own))[:_CANDIDATES]
        matches = [Match(self.clauses[at], shared[at], self._cover(pairs, self.pairs[at])) for at in ranked]
        return max(matches, key=lambda match: match.score, default=None)

    def _cover(self, pairs: Sequence[tuple[str, int]], other: set[str]) -> float:
        """Share of the characters, by the weight of the rarest pair they stand in, that stand in a shared pair."""
        whole: dict[int, float] = defaultdict(float)
        common: dict[int, float] = {}
        for pair, at in pairs:
            weight = self.likeness.weight.get(pair, 0.0)
            for place in (at, at + 1):
                whole[place] = max(whole[place], weight)
                if pair in other:
                    common[place] = max(common.get(place, 0.0), weight)
        return sum(common.values()) / (sum(whole.values()) or 1.0)
