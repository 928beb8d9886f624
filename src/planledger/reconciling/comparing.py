"""Whether two statements are about the same thing, and if not, what stands between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planledger.model import Document
from planledger.reconciling.differences import find_difference
from planledger.reconciling.likeness import Likeness, likeness
from planledger.reconciling.numbers import amounts
from planledger.reconciling.phrases import Phrase
from planledger.reconciling.sides import Side
from planledger.reconciling.wording import wording

LINK = 0.74
"""Least score of a link."""
NEAR = 0.5
"""Least score of something similar that is worth showing."""
COLOUR = 0.3
"""What a character costs that merely colours, or that the other sentence has said before."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of holding two statements side by side.

    Attributes:
        score: 0 to 1; of phrases, and of numbers where these speak for or against.
        obstacle: What forbids linking, a key of ``obstacles.py``; empty when nothing does.
        detail: The words or units that stand against each other.
    """

    score: float
    obstacle: str
    detail: tuple[str, str] = ("", "")

    @property
    def same(self) -> bool:
        """Whether the two may be linked."""
        return not self.obstacle and self.score >= LINK


def compare(first: Side, second: Side, *, document: Document) -> Comparison:
    """How far ``second`` speaks of what ``first`` speaks of; ``document`` is where ``first`` stands."""
    alike = likeness(first.phrase.core, second.phrase.core)
    if not alike.shared:
        return Comparison(0.0, "other")
    only_ours, only_theirs = _unsaid(first, second, alike), _unsaid(second, first, alike.mirrored())
    known = first.statement.indicator_id
    same_id = bool(known) and known == second.statement.indicator_id
    equal = equal_numbers(first, second)
    score = max(_score(alike, only_ours, only_theirs), 0.9 if same_id else 0.0)
    score = min(1.0, score + (0.12 if equal else 0.0))
    if score < NEAR:
        return Comparison(score, "other")
    obstacle = find_difference(first, second, document)
    if obstacle:
        return Comparison(score, *obstacle)
    if _only_generic(alike, ours=first.phrase, theirs=second.phrase):
        return Comparison(score, "other")
    apart = _apart(first, second, only_ours, only_theirs, same_id=same_id, equal=equal)
    if apart:
        return Comparison(score, apart, ("、".join(only_ours), "、".join(only_theirs)))
    return Comparison(score, "" if score >= LINK else "other")


def _score(alike: Likeness, only_ours: tuple[str, ...], only_theirs: tuple[str, ...]) -> float:
    apart = sum(map(len, (*only_ours, *only_theirs)))
    said = sum(map(len, (*alike.only_first, *alike.only_second))) - apart
    return 2 * alike.shared / (2 * alike.shared + apart + COLOUR * (alike.coloured + said))


def _unsaid(one: Side, other: Side, alike: Likeness) -> tuple[str, ...]:
    """What only ``one`` says, without what the other sentence said before and without mere examples (甲、乙等10个)."""
    only = alike.only_first
    if alike.lead_first and only and (only[0] in other.before or only[0] + "等" in _bare(one.statement.sentence)):
        only = only[1:]
    if other.opened:  # an open list (水热气等管网) need not name every member
        only = tuple(run for run in only if not any(run in member for member in one.phrase.members[:-1]))
    return only


def equal_numbers(first: Side, second: Side) -> bool:
    """Whether both give the same specific number of the same unit, which speaks for the same thing."""
    one, two = first.statement, second.statement
    if (one.low is None and one.high is None) or first.unit != second.unit or first.unit in ("%", "个百分点"):
        return False
    ours, theirs = amounts(one), amounts(two)
    return ours == theirs or (ours[0] is not None and ours[0] == theirs[0])


def _apart(
    first: Side, second: Side, only_ours: tuple[str, ...], only_theirs: tuple[str, ...], *, same_id: bool, equal: bool
) -> str:
    """The obstacle when what only one of the phrases says makes it another thing; empty when it does not."""
    if not only_ours and not only_theirs:
        return ""
    if len(first.phrase.members) != len(second.phrase.members) and not equal:
        return "members"
    longest = max(map(len, (*only_ours, *only_theirs)))
    if first.counts and second.counts:
        passes = longest <= 1 or (equal and longest <= 4) or (longest <= 2 and not (only_ours and only_theirs))
    else:
        passes = same_id and longest <= 1
    return "" if passes else "narrower"


def _bare(text: str) -> str:
    """A sentence without the marks that a phrase does not have."""
    return re.sub(r"[\s“”\"、,，]", "", text)


def _only_generic(alike: Likeness, *, ours: Phrase, theirs: Phrase) -> bool:
    """Whether the two share nothing but a word for anything (项目, 企业), without being the same."""
    return ours.core != theirs.core and not any(wording().generic.sub("", run) for run in alike.common)
