"""Which result answers which promise, and what only looks like an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planledger.model import Document, Statement
from planledger.reconciling.comparing import NEAR, Comparison, Side, compare
from planledger.reconciling.timing import Stretch, Years, promised, result_years, reviewed_year, start_of, stretch

_ORDER: dict[Stretch, int] = {"due": 0, "within": 1, "before": 2, "other": 3}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A result held against a promise."""

    result: Side
    comparison: Comparison
    when: Stretch

    @property
    def links(self) -> bool:
        return self.comparison.same and self.when != "other"

    @property
    def rank(self) -> tuple[int, float, bool, int]:
        """Smaller is better: period, likeness, a plain figure before a bound, place in the text."""
        statement = self.result.statement
        return _ORDER[self.when], -round(self.comparison.score, 3), statement.bound != "exact", statement.start


class Shelf:
    """Prepared statements, found by the character pairs of their phrases."""

    def __init__(self, sides: Iterable[Side]) -> None:
        self.sides = tuple(sides)
        self._at: dict[str, list[int]] = defaultdict(list)
        for place, side in enumerate(self.sides):
            for pair in _pairs(side.phrase.core):
                self._at[pair].append(place)

    def alike(self, side: Side) -> list[Side]:
        """Statements whose phrase shares two characters in a row with ``side``, in text order."""
        places = {place for pair in _pairs(side.phrase.core) for place in self._at.get(pair, ())}
        return [self.sides[place] for place in sorted(places)]


def _pairs(core: str) -> set[str]:
    return {core[at : at + 2] for at in range(len(core) - 1)} or {core}


def find_candidates(
    promise: Side, shelf: Shelf, *, promise_document: Document, result_document: Document
) -> list[Candidate]:
    """Results similar to ``promise``, best first."""
    period = promised(promise.statement.period, promise_document)
    start = start_of(period, promise_document) if period else 0
    may_precede = reviewed_year(result_document) < start
    found = []
    for result in shelf.alike(promise):
        comparison = compare(promise, result, document=promise_document)
        if comparison.score < NEAR:
            continue
        theirs = result_years(result.statement, result_document)
        when: Stretch = stretch(period, theirs, start=start) if period and theirs else "due"
        if when == "before" and not may_precede:
            when = "other"
        if when == "other" and _holds_every_year(result.statement, period, theirs):
            when = "due"
        if when == "other" and not comparison.obstacle:
            comparison = Comparison(comparison.score, "period", (promise.statement.period, result.statement.period))
        found.append(Candidate(result, comparison, when))
    return sorted(found, key=lambda candidate: (not candidate.links, candidate.rank))


def _holds_every_year(result: Statement, ours: Years | None, theirs: Years | None) -> bool:
    """Whether a result for a span of years says something of each of them, the promised one included."""
    if not ours or not theirs or not theirs.first <= ours.first <= ours.last <= theirs.last:
        return False
    at = result.sentence.find(result.text)
    near = result.sentence[max(0, at - 16) : at + 4]
    return result.measure == "level" and any(
        word in near for word in ("每年", "稳定在", "保持在", "始终", "连年", "连续")
    )


def assign(promises: Sequence[Side], candidates: Sequence[list[Candidate]]) -> list[Candidate | None]:
    """For each promise the result that answers it; a result answers several promises only when they promise one thing."""
    offers = sorted(
        (candidate.rank, at, number)
        for at, found in enumerate(candidates)
        for number, candidate in enumerate(found)
        if candidate.links
    )
    chosen: list[Candidate | None] = [None] * len(promises)
    taken: dict[str, Side] = {}
    for _, at, number in offers:
        if chosen[at] is not None:
            continue
        candidate = candidates[at][number]
        holder = taken.get(candidate.result.statement.id)
        if holder is not None and not _one_thing(holder, promises[at]):
            continue
        chosen[at] = candidate
        taken.setdefault(candidate.result.statement.id, promises[at])
    return chosen


def _one_thing(first: Side, second: Side) -> bool:
    return (
        first.phrase.core == second.phrase.core
        and first.phrase.thresholds == second.phrase.thresholds
        and first.statement.measure == second.statement.measure
    )
