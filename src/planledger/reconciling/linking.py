"""Which result answers which promise, and what only looks like an answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planledger.model import Document
from planledger.reconciling.comparing import NEAR, Comparison, compare
from planledger.reconciling.sides import Side
from planledger.reconciling.timing import Stretch, Years, promised, result_years, reviewed_year, start_of, stretch
from planledger.reconciling.wording import wording

_SPAN = re.compile(r"(?:[二三四五2345]|十)年(?:来|间|累计|共|增长|新增|平均|支出)|年均|平均每年|翻了?[一两]番")
_AVERAGE = ("平均", "年均")
_EVERY_YEAR = ("每年", "稳定在", "保持在", "始终", "连年", "连续")
_ORDER: dict[Stretch, int] = {"due": 0, "within": 1, "before": 2, "other": 3}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A result held against a promise."""

    result: Side
    comparison: Comparison
    when: Stretch

    @property
    def links(self) -> bool:
        """Whether the result may answer the promise."""
        return self.comparison.same and self.when != "other"

    @property
    def rank(self) -> tuple[int, bool, float, bool, int]:
        """Smaller is better: period, likeness, a plain figure before a bound, place in the text."""
        statement = self.result.statement
        adjusted = bool(wording().adjusted.search(self.result.before[-24:]))
        return (
            _ORDER[self.when],
            adjusted,
            -round(self.comparison.score, 3),
            statement.bound != "exact",
            statement.start,
        )


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
    may_be_early = bool(reviewed_year(result_document)) and bool(period and period.several)
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
        if when == "other" and _holds_then(result, period, theirs):
            when = "due"
        if when == "due" and period and reviewed_year(result_document) < period.last and may_be_early:
            when = "within"  # a report cannot tell of years that it has not seen
        if when == "due" and period and not period.several and spans_years(result, period.first):
            when = "other"
        if when == "other" and not comparison.obstacle:
            comparison = Comparison(comparison.score, "period", (promise.statement.period, result.statement.period))
        found.append(Candidate(result, comparison, when))
    return sorted(found, key=lambda candidate: (not candidate.links, candidate.rank))


def spans_years(result: Side, year: int) -> bool:
    """Whether the words before a figure of ``year`` make it one of several years: 五年累计, 比2015年增长."""
    if not (result.statement.measure == "growth" or result.counts or result.flow not in ("stock", "reached")):
        return False
    near = re.split(r"[,，;；。]", result.before)[-1][-24:]
    since = re.search(r"(?:比|较|与)(\d{4})年", near)
    return bool((since and int(since[1]) < year - 1) or _SPAN.search(wording().not_yearly.sub("", near)))


def _holds_then(result: Side, ours: Years | None, theirs: Years | None) -> bool:
    """Whether a result for a span of years holds for the promised one: said of each year, or a state at the end."""
    if not ours or not theirs or not theirs.first <= ours.first <= ours.last <= theirs.last:
        return False
    statement = result.statement
    if statement.measure != "level":
        return False
    near = result.before[-16:]
    if any(word in near for word in _EVERY_YEAR) and not any(word in near for word in _AVERAGE):
        return True
    is_state = result.unit == "%" or result.flow in ("stock", "reached")
    return is_state and ours.last == theirs.last and "均" not in statement.indicator


def assign(promises: Sequence[Side], candidates: Sequence[list[Candidate]]) -> list[Candidate | None]:
    """For each promise the result that answers it; a result answers several only when they promise one thing."""
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
