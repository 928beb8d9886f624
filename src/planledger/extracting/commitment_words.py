"""The words that tell work promised or done, compiled from ``data/commitments.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from string import ascii_letters
from typing import Literal, TypeAlias, get_args

from planledger.catalogue import read_data
from planledger.extracting.grammar import alternation

Stage: TypeAlias = Literal["plan", "start", "advance", "complete", "win", "operate"]

DELIMITERS = "，。；：！？,;:!?\n"
# A verb followed by one of these is part of a noun: 开发区, 保障房, 规划局.
_JOINED = "区房费局委性者员率型"


@dataclass(frozen=True, slots=True)
class Words:
    """Compiled vocabulary of commitments.

    Attributes:
        head: A delimiter and what leads in; group 1 is the verb, 2 the object up to the end of the clause.
        tail: The last character of a closing verb at the end of a clause.
        lead: What may open a clause before its verb or its object.
        stages: Stage of each head verb.
        open: Head verbs that slogans use as well.
        tails: Stage of each closing verb.
        closers: The closing verbs by their last character, the longest first.
        trailing: What may stand between an object and its closing verb.
        trailers: The same words by their last character.
        adjuncts: How a clause begins that tells why or where, not what.
        negations: What turns a closing verb round.
        deliverables: What work delivers.
        tangible: A deliverable or a name.
        aims: How an object ends that is an aim and no work, by last character.
        purposes: How a clause ends that tells what work is for (为目标), likewise.
        veto: What makes a clause no commitment: a quantity, which is a statement, or a slogan.
        head_rules: Name of the rule of each stage for verbs at the head of a clause.
        tail_rules: The same for verbs at its end.
        patterns: The patterns of the data file by name.
    """

    head: re.Pattern[str]
    tail: re.Pattern[str]
    lead: re.Pattern[str]
    stages: dict[str, Stage]
    open: frozenset[str]
    tails: dict[str, Stage]
    closers: dict[str, tuple[str, ...]]
    trailing: re.Pattern[str]
    trailers: dict[str, tuple[str, ...]]
    adjuncts: tuple[str, ...]
    negations: tuple[str, ...]
    deliverables: frozenset[str]
    tangible: re.Pattern[str]
    aims: dict[str, tuple[str, ...]]
    purposes: dict[str, tuple[str, ...]]
    veto: re.Pattern[str]
    head_rules: dict[Stage, str]
    tail_rules: dict[Stage, str]
    patterns: dict[str, re.Pattern[str]]


@cache
def load_words() -> Words:
    """The vocabulary, compiled once."""
    data = read_data("commitments")
    sure, open_, tails = (_by_word(part) for part in (data["heads"]["sure"], data["heads"]["open"], data["tails"]))
    patterns = {name: re.compile(pattern["regex"]) for name, pattern in data["patterns"].items()}
    leads = [word for group in data["lead"].values() for word in group]
    verbs = [*sure, *open_]
    lead = rf"(?:{_guard(leads)}{alternation(leads)}|(?:到|至)?20\d\d年(?:底|末)?(?:前|之前)?|、)*"
    return Words(
        head=re.compile(
            rf"[{DELIMITERS}]{_guard([*leads, *verbs, *'到至2、'])}{lead}{_guard(verbs)}({alternation(verbs)})"
            rf"(?![{_JOINED}])[了好]?([^{DELIMITERS}]{{2,90}})"
        ),
        # closing verbs are known from their end, as few characters end one where a clause ends
        tail=re.compile(rf"[{''.join(sorted({word[-1] for word in tails}))}](?=[{DELIMITERS}])"),
        lead=re.compile(lead),
        stages=sure | open_,
        open=frozenset(open_),
        tails=tails,
        closers=_by_ending(sorted(tails, key=len, reverse=True)),
        trailing=re.compile(rf"(?:{alternation(data['trailing'])})+$"),
        trailers=_by_ending(data["trailing"]),
        adjuncts=tuple(data["adjuncts"]),
        negations=tuple(data["negations"]),
        deliverables=frozenset(data["deliverables"]),
        # all alternatives are literals, so that the engine skips to their first characters
        tangible=re.compile(alternation([*data["deliverables"], *"“《", *ascii_letters])),
        aims=_by_ending([*data["aims"], *data["purposes"]]),
        purposes=_by_ending(data["purposes"]),
        veto=re.compile(rf"{patterns['quantity'].pattern}|{alternation(data['slogans'])}"),
        head_rules={stage: f"head.{stage}" for stage in get_args(Stage)},
        tail_rules={stage: f"tail.{stage}" for stage in get_args(Stage)},
        patterns=patterns,
    )


def is_ending(text: str, endings: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether ``text`` ends with one of ``endings``, which are given by their last character."""
    return text.endswith(endings.get(text[-1:], ()))


def _by_ending(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    endings: dict[str, tuple[str, ...]] = {}
    for word in words:
        endings[word[-1]] = (*endings.get(word[-1], ()), word)
    return endings


def _guard(words: Iterable[str]) -> str:
    """A look-ahead for the first characters of ``words``: one look-up where the engine would try every branch."""
    return f"(?=[{re.escape(''.join(sorted({word[0] for word in words})))}])"


def _by_word(stages: Mapping[Stage, Iterable[str]]) -> dict[str, Stage]:
    return {word: stage for stage, words in stages.items() for word in words}
