"""What a later version of a document says otherwise: statements and paragraphs added, changed, removed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from planledger import model
from planweb.evidence.models import Statement

_MOST_BLOCKS = 6_000
_LIKE = 0.6


class Pair(NamedTuple):
    """A statement of the earlier version and the one of the later that says the same thing."""

    before: Statement
    after: Statement


@dataclass(frozen=True, slots=True)
class Differences:
    """What became of the statements: ``same`` is how many say what they said."""

    changed: list[Pair]
    added: list[Statement]
    removed: list[Statement]
    moved: list[Pair]
    same: int


class Passage(NamedTuple):
    """A paragraph that was added, removed or changed: pieces of text, each ``same``, ``gone`` or ``new``."""

    kind: str
    pieces: list[tuple[str, str]]


def compare_statements(before: Sequence[Statement], after: Sequence[Statement]) -> Differences:
    """The statements of two versions held against each other.

    Those in the same sentence with the same figure are the same; then what is said of one indicator for one period in
    one role is matched in the order of the text, first with and then without the value, the sentence and the period.
    """
    pairs = list[Pair]()
    left, right = list(before), list(after)
    for key in _KEYS:
        found = _matched(left, right, key)
        pairs += found
        taken = {pair.before.pk for pair in found} | {pair.after.pk for pair in found}
        left = [row for row in left if row.pk not in taken]
        right = [row for row in right if row.pk not in taken]
    pairs.sort(key=lambda pair: pair.after.start)
    changed = [pair for pair in pairs if _value(pair.before) != _value(pair.after)]
    moved = [
        pair
        for pair in pairs
        if _value(pair.before) == _value(pair.after) and pair.before.sentence != pair.after.sentence
    ]
    return Differences(changed, right, left, moved, len(pairs) - len(changed) - len(moved))


def _thing(row: Statement) -> tuple[Hashable, ...]:
    return row.indicator_id or row.indicator, row.subject, row.region_id, row.measure, row.role


def _value(row: Statement) -> tuple[Hashable, ...]:
    return row.low, row.high, row.unit, row.bound, row.period, row.role, row.striving, row.measure, row.region_id


_KEYS: tuple[Callable[[Statement], Hashable], ...] = (
    lambda row: (row.sentence, row.start - row.sentence_start, row.text),
    lambda row: (_thing(row), row.period, row.indicator, row.sentence),
    lambda row: (_thing(row), row.period, row.indicator, _value(row)),
    lambda row: (_thing(row), row.period, row.indicator),
    lambda row: (_thing(row), row.period),
    _thing,
)


def _matched(
    before: Sequence[Statement], after: Sequence[Statement], key: Callable[[Statement], Hashable]
) -> list[Pair]:
    waiting: dict[Hashable, list[Statement]] = {}
    for row in before:
        waiting.setdefault(key(row), []).append(row)
    pairs = []
    for row in after:
        same = waiting.get(key(row))
        if same:
            pairs.append(Pair(same.pop(0), row))
    return pairs


def compare_texts(before: model.Document, after: model.Document) -> list[Passage] | None:
    """The paragraphs that differ, in the order of the later text; None where there are too many to tell."""
    old, new = _paragraphs(before), _paragraphs(after)
    if max(len(old), len(new)) > _MOST_BLOCKS:
        return None
    found = list[Passage]()
    for what, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            found += _passages(old[first:last], new[start:end])
    return found


def _paragraphs(document: model.Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind != "furniture"]


def _passages(old: list[str], new: list[str]) -> list[Passage]:
    """Paragraphs that stand at one place, each beside the one most like it."""
    found, left = list[Passage](), list(old)
    for one in new:
        like = next((other for other in left if SequenceMatcher(None, other, one).quick_ratio() > _LIKE), None)
        if like is None:
            found.append(Passage("added", [("new", one)]))
            continue
        while left[0] != like:
            found.append(Passage("removed", [("gone", left.pop(0))]))
        left.pop(0)
        found.append(Passage("changed", _pieces(like, one)))
    return found + [Passage("removed", [("gone", one)]) for one in left]


def _pieces(before: str, after: str) -> list[tuple[str, str]]:
    pieces = list[tuple[str, str]]()
    for what, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(("same", before[first:last]))
            continue
        pieces += [("gone", before[first:last])] * (last > first) + [("new", after[start:end])] * (end > start)
    return pieces
