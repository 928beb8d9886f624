"""How alike two indicator phrases are, and what stands between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from planledger.reconciling.phrases import Phrase
from planledger.reconciling.wording import wording

_JOINERS = "、,，及和与"


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two phrases share and what only one of them has.

    Attributes:
        shared: Characters that both have, in runs.
        common: Those runs, longest first.
        only_first: Runs that only the first has, words that merely colour the thing left out.
        only_second: The same of the second.
        coloured: Such colouring characters stood on one side only.
        lead_first: The first run of ``only_first`` stands at the very start of the phrase.
        lead_second: The same of the second.
    """

    shared: int
    common: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    coloured: int
    lead_first: bool
    lead_second: bool

    def mirrored(self) -> Likeness:
        """The same, seen from the second phrase."""
        return Likeness(
            self.shared,
            self.common,
            self.only_second,
            self.only_first,
            self.coloured,
            self.lead_second,
            self.lead_first,
        )

    @property
    def score(self) -> float:
        """From 0 (nothing shared) to 1 (the same)."""
        apart = sum(map(len, self.only_first)) + sum(map(len, self.only_second)) + 0.3 * self.coloured
        return 2 * self.shared / (2 * self.shared + apart) if self.shared else 0.0


@lru_cache(maxsize=65536)
def likeness(first: str, second: str) -> Likeness:
    """What the cores of two phrases share: longest common runs first, wherever they stand.

    >>> likeness("规上工业增加值", "规上装备工业增加值").only_second
    ('装备',)
    """
    taken_first, taken_second = [False] * len(first), [False] * len(second)
    shared, common = 0, []
    while True:
        length, at, there = _longest_run(first, second, taken_first, taken_second)
        if length < 2:
            break
        for step in range(length):
            taken_first[at + step] = taken_second[there + step] = True
        shared += length
        common.append(first[at : at + length])
    runs_first, colour_first = _left(first, taken_first)
    runs_second, colour_second = _left(second, taken_second)
    return Likeness(
        shared,
        tuple(common), runs_first, runs_second, colour_first + colour_second,
        bool(runs_first) and first.startswith(runs_first[0]) and not taken_first[0],
        bool(runs_second) and second.startswith(runs_second[0]) and not taken_second[0],
    )  # fmt: skip


def _longest_run(first: str, second: str, taken_first: list[bool], taken_second: list[bool]) -> tuple[int, int, int]:
    best = (0, 0, 0)
    ending: dict[int, int] = {}
    for at, character in enumerate(first):
        now: dict[int, int] = {}
        if not taken_first[at]:
            there = second.find(character)
            while there >= 0:
                if not taken_second[there]:
                    length = now[there] = ending.get(there - 1, 0) + 1
                    if length > best[0]:
                        best = (length, at - length + 1, there - length + 1)
                there = second.find(character, there + 1)
        ending = now
    return best


def _left(text: str, taken: list[bool]) -> tuple[tuple[str, ...], int]:
    """The runs of ``text`` that were not taken, colouring words left out, and how many characters those had."""
    runs, run = [], ""
    for character, gone in zip(text, taken, strict=True):
        if gone:
            if run:
                runs.append(run)
            run = ""
        else:
            run += character
    if run:
        runs.append(run)
    rules, coloured, hard = wording(), 0, []
    soft, idle, verbs = rules.soft, rules.idle_verbs, rules.verbs
    for run in runs:
        rest = verbs.sub("", idle.sub("", soft.sub("", run)))  # verbs are compared by their groups
        coloured += len(run) - len(rest)
        rest = rest.strip(_JOINERS)
        if rest:
            hard.append(rest)
    return tuple(hard), coloured


def contrast(first: Phrase, second: Phrase) -> tuple[str, str] | None:
    """The pair of words, one in each phrase, that make them different things; None when there is none."""
    for ours, theirs in zip(first.words, second.words, strict=True):
        if ours and theirs and not ours & theirs:
            return "、".join(sorted(ours)), "、".join(sorted(theirs))
    return None
