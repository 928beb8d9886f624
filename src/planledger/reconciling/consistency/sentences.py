"""Arithmetic that one sentence states whole: from A to B, growth of C (由…增加到…，年均增长…)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planledger.model import Finding
from planledger.reconciling.consistency.growth import PERCENT, implied_growth, is_apart, room_of
from planledger.reconciling.figures import Figure, by_sentence
from planledger.reconciling.numbers import plain
from planledger.reconciling.rulebook import finding, words

_YEARLY = re.compile(r"年均|年平均|平均每年")


def from_to(figures: Sequence[Figure]) -> Iterator[Finding]:
    """A growth that the base and the end before it in its sentence do not bear out."""
    for group in by_sentence(figures).values():
        for stated in group:
            if stated.measure != "growth" or stated.named is None or stated.unit not in PERCENT or not stated.statement:
                continue
            before = [one for one in group if one.order < stated.order and one.name == stated.name]
            ends = [one for one in before if one.measure == "level" and one.role in ("actual", "target") and one.value]
            if not ends:
                continue
            end = ends[-1]
            bases = [one for one in before if one.role == "baseline" and one.unit == end.unit and one.order < end.order]
            if bases and bases[-1].value and bases[-1].measure == "level":
                yield from _of_three(stated, bases[-1], end)


def _of_three(stated: Figure, base: Figure, end: Figure) -> Iterator[Finding]:
    count = end.last - base.last
    yearly = _is_yearly(stated)
    if yearly and (count < 1 or not base.last):
        return
    implied = implied_growth(base, end, max(count, 1))
    if implied is None or {end.bound, stated.bound} == {"at_least", "at_most"}:
        return
    average, total, slack = implied
    value = average if yearly else total
    if is_apart(stated, value, *room_of(stated, base, end, slack, years=1 if yearly else max(count, 1))):
        word, word_en = ("年均", "a yearly growth") if yearly else ("", "growth")
        yield finding(
            "check.average_growth" if yearly else "check.growth_level",
            stated.name,
            (base.citation, end.citation, stated.citation),
            words(
                f"由{base.stated}到{end.stated}，推算{word}增长{plain(round(value, 2))}%，而所称为{stated.stated}",
                f"from {base.stated_en} to {end.stated_en} is {word_en} of {plain(round(value, 2))}%, but"
                f" {stated.stated_en} is stated",
            ),
        )


def _is_yearly(stated: Figure) -> bool:
    told = stated.statement
    assert told is not None
    length = max(told.sentence_end - told.sentence_start, 1)
    expected = (told.start - told.sentence_start) * len(told.sentence) / length
    places = [found.start() for found in re.finditer(re.escape(told.text), told.sentence)]
    at = min(places, key=lambda place: abs(place - expected), default=len(told.sentence))
    clause = re.split(r"[,，;；]", told.sentence[:at])[-1]
    return bool(_YEARLY.search(clause))
