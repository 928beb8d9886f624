"""What the code asks before it asks a pattern holds for all that the pattern matches."""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from planledger.catalogue import load_catalogue
from planledger.catalogue.files import parse, read_source
from planledger.extracting import drafting, phrases, values
from planledger.extracting.grammar import pattern, words
from planledger.reading import marks, region

PROOFS = {name: parse(name, read_source(name)) for name in ("patterns", "commitments", "reading")}
DIGITS = frozenset("0123456789")


def _edge(parts: Iterable[Any], *, last: bool) -> tuple[frozenset[str], bool]:
    """Characters that a match of a parsed pattern may begin or end with, and whether it may be empty."""
    found: set[str] = set()
    for code, value in reversed(list(parts)) if last else parts:
        if code in (codes.AT, codes.ASSERT, codes.ASSERT_NOT):
            continue
        if code is codes.BRANCH:
            ways = [_edge(way, last=last) for way in value[1]]
        elif code is codes.SUBPATTERN:
            ways = [_edge(value[3], last=last)]
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            ways = [_edge(value[2], last=last), *([(frozenset[str](), True)] if value[0] == 0 else [])]
        else:
            ways = [(frozenset(_members(code, value)), False)]
        found.update(*(characters for characters, _ in ways))
        if not any(empty for _, empty in ways):
            return frozenset(found), False
    return frozenset(found), True


def _members(code: Any, value: Any) -> set[str]:
    if code is codes.LITERAL:
        return {chr(value)}
    assert code is codes.IN
    found: set[str] = set()
    for kind, one in value:
        if kind is codes.RANGE:
            found |= {chr(point) for point in range(one[0], one[1] + 1)}
        elif kind is codes.CATEGORY:
            assert one is codes.CATEGORY_DIGIT
            found |= DIGITS
        else:
            found |= _members(kind, one)
    return found


@pytest.mark.parametrize(
    ("name", "guard"),
    [
        ("phrases.comparison", phrases.COMPARISON_ENDS),
        ("drafting.earlier", drafting.EARLIER_ENDS | DIGITS),
    ],
)
def test_a_pattern_ends_with_what_is_asked_first(name: str, guard: frozenset[str]) -> None:
    ends, may_be_empty = _edge(parser.parse(pattern(name).pattern), last=True)
    assert ends == guard
    assert not may_be_empty


@pytest.mark.parametrize("name", ["periods.time", "phrases.years"])
def test_a_look_ahead_for_first_characters_leaves_none_out(name: str) -> None:
    parsed = list(parser.parse(pattern(name).pattern))
    (code, (_, ahead)), rest = parsed[0], parsed[1:]
    assert code is codes.ASSERT
    begins, may_be_empty = _edge(rest, last=False)
    assert begins == _edge(ahead, last=False)[0]
    assert not may_be_empty


def test_every_marker_begins_with_what_is_asked_first() -> None:
    each = "|".join(PROOFS["reading"]["markers"][name]["regex"] for name in marks.MARKERS)
    assert _edge(parser.parse(each), last=False) == _edge(parser.parse(f"[{marks.MARKER_STARTS}]"), last=False)


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("periods.time", "年|五"),
        ("periods.five", "年|五|新一届"),
        ("periods.one", "年"),
        ("phrases.named", "等"),
        ("statements.annual", "年均"),
        ("statements.from", "由|从"),
        ("commitments.deadline", "年|月|季"),
        ("commitments.body", "由|单位"),
    ],
)
def test_what_a_pattern_matches_holds_what_is_asked_first(name: str, needed: str) -> None:
    group, _, key = name.partition(".")
    entry = PROOFS["commitments"]["patterns"][key] if group == "commitments" else PROOFS["patterns"][name]
    found = [re.search(entry["regex"], text) for text in entry["matches"]]
    assert [match.group() for match in found if match and not re.search(needed, match.group())] == []


def test_a_bound_word_that_stands_apart_ends_with_what_is_asked_first() -> None:
    entry = PROOFS["patterns"]["values.apart"]
    # a bound word right before its numeral is read before one that stands apart
    ends = (*values.APART_ENDS, *words()["at_least_before"], *words()["at_most_before"])
    named = re.match(r"\(\?P<word>([^()]+)\)", entry["regex"])
    assert named is not None
    assert [text for text in (*named[1].split("|"), *entry["matches"]) if not text.endswith(ends)] == []


def test_the_units_that_stand_first_are_units() -> None:
    assert set(values.COMMONEST) <= load_catalogue().units.by_name.keys()


def test_every_word_for_the_own_region_is_counted_by_one_pattern() -> None:
    text = "，".join(word for said in region.SELF.values() for word in said)
    assert sorted(region.OWN.findall(text) + region.OWN_BODIES.findall(text)) == sorted(text.split("，"))
