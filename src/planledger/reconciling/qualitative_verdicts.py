"""How reported work is judged against promised work, and when the two must not be linked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planledger.model.findings import Verdict
from planledger.model.statement import Commitment, Statement
from planledger.reconciling.qualitative_clauses import Clause, Match
from planledger.reconciling.qualitative_words import Words

_THRESHOLD = re.compile(r"\d+(?:\.\d+)?[^\d，、]{1,4}?以[上下内]")
_RATE = re.compile(r"率(?:和|$)")
_ALL = re.compile("全部|所有|全覆盖")
_SHARES = ("%", "‰", "个百分点", "百分点", "成")
_SHORTEST_HEAD, _SHORTEST_NAME = 4, 2
# A name opens its clause or its item of a list; after a numeral it would be a unit.
_NAME = re.compile(r"(?:^|(?<=[、“《）]))[\u4e00-\u9fff]+$")


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges linked pairs by one set of words.

    Attributes:
        words: Vocabulary.
        due: Whether the promises' time is over.
    """

    words: Words
    due: bool

    def verdict(self, promise: Commitment, match: Match, *, partly: bool) -> Verdict:
        """The verdict on ``promise``; ``partly`` says that other things it names are not reported."""
        return "partly" if partly else self._alone(promise, match.clause)

    def _alone(self, promise: Commitment, clause: Clause) -> Verdict:
        counted = not isinstance(clause.record, Commitment)
        done = self._progress(clause)
        if promise.stage == "advance":
            return "met" if self.due and (promise.action in self.words.doing or done >= self._closed) else "progress"
        if promise.stage == "plan":
            return "met" if done > self.words.rank["plan"] else "progress"
        if not self.due and (counted or promise.action in self.words.standing):
            return "progress"
        return "met" if done >= self.words.rank[promise.stage] else "progress"

    @property
    def _closed(self) -> int:
        return self.words.rank["complete"]

    def _progress(self, clause: Clause) -> int:
        """How far the report says the work has come."""
        record = clause.record
        if isinstance(record, Commitment):
            return self.words.rank["advance" if record.action in self.words.seeking else record.stage]
        return self._closed if self.words.done.search(clause.text) else self.words.rank["advance"]


def find_conflict(thing: str, clause: Clause) -> tuple[str, str] | None:
    """Why ``clause`` reports something else than ``thing`` in spite of like words, in English and Chinese."""
    promised, reported = _THRESHOLD.search(thing), _THRESHOLD.search(clause.text)
    if promised and reported and promised[0] != reported[0]:
        return (
            f"another threshold: {promised[0]} against {reported[0]}",
            f"口径不同：{promised[0]}与{reported[0]}",
        )
    record = clause.record
    if isinstance(record, Statement) and record.unit not in _SHARES:
        if _RATE.search(thing):
            return "a rate was promised, an amount is reported", "承诺的是比率，报告的是数量"
        if _ALL.search(thing) and not _ALL.search(clause.text):
            return "all were promised, a number without a total is reported", "承诺的是全部，报告的数量没有总数"
    names = _other_name(thing, clause.text)
    if names:
        return f"another one of its kind: {names[0]} against {names[1]}", f"对象不同：{names[0]}与{names[1]}"
    return None


def _other_name(thing: str, text: str) -> tuple[str, str] | None:
    """The differing names before one and the same head: 红石 and 蛟河 before 抽水蓄能电站."""
    at, other, length = _longest_shared(thing, text)
    if length < _SHORTEST_HEAD or at + length < len(thing):
        return None
    before, name = _NAME.search(thing[:at]), _NAME.search(text[:other])
    if not before or not name or not _SHORTEST_NAME <= len(before[0]) <= 4 or not _SHORTEST_NAME <= len(name[0]) <= 4:
        return None
    return None if set(before[0]) & set(name[0]) else (before[0], name[0])


def _longest_shared(left: str, right: str) -> tuple[int, int, int]:
    """Where the longest common run of two short texts stands in each, and its length."""
    best = (0, 0, 0)
    row = [0] * (len(right) + 1)
    for i, character in enumerate(left):
        fresh = [0] * (len(right) + 1)
        for j, other in enumerate(right):
            if character == other:
                length = fresh[j + 1] = row[j] + 1
                if length > best[2]:
                    best = (i + 1 - length, j + 1 - length, length)
        row = fresh
    return best
