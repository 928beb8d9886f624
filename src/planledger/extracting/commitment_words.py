"""The words that tell work promised or done, compiled from ``data/commitments.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from string import ascii_letters
from typing import Literal, NamedTuple, TypeAlias, get_args

from planledger.catalogue import read_data
from planledger.extracting.grammar import alternation

Stage: TypeAlias = Literal["plan", "start", "advance", "complete", "win", "operate"]

DELIMITERS = "，。；：！？,;:!?\n"
# What a quantity begins with.
_FIGURE = r"\d"
# A verb followed by one of these is part of a noun: 开发区, 保障房, 规划局.
_JOINED = "区房费局委性者员率型"


class Endings(NamedTuple):
    """Words that end in one character, by what an object is that ends with them.

    Attributes:
        works: What work delivers, or the end of a name.
        aims: An aim and no work; what work is for is one, too.
        purposes: What work is for (为目标).
    """

    works: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Compiled vocabulary of commitments.

    Attributes:
        head: A delimiter and what leads in; group 1 is the verb, 2 the object up to the end of the clause.
        tail: The last two characters of a closing verb, as far as each tells, at the end of a clause.
        lead: What may open a clause before its verb or its object.
        heads: Stage of each head verb, and whether it is sure: none that slogans use as well.
        tails: Stage of each closing verb.
        closers: The closing verbs by their last two characters, the longest first.
        trailing: What may stand between an object and its closing verb.
        trailers: The same words by their last character.
        adjuncts: How a clause begins that tells why or where, not what.
        negations: What turns a closing verb round.
        tangible: A deliverable or a name.
        endings: How an object ends that tells what it is, by last character.
        veto: What makes a clause no commitment: a quantity, which is a statement, or a slogan.
        head_rules: Name of the rule of each stage for verbs at the head of a clause.
        tail_rules: The same for verbs at its end.
        patterns: The patterns of the data file by name.
    """

    head: re.Pattern[str]
    tail: re.Pattern[str]
    lead: re.Pattern[str]
    heads: dict[str, tuple[Stage, bool]]
    tails: dict[str, Stage]
    closers: dict[str, tuple[str, ...]]
    trailing: re.Pattern[str]
    trailers: dict[str, tuple[str, ...]]
    adjuncts: tuple[str, ...]
    negations: tuple[str, ...]
    tangible: re.Pattern[str]
    endings: dict[str, Endings]
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
    verbs = [*open_, *sure]  # the commonest first: branches are tried in turn
    lead = rf"(?:{_guard(leads)}{alternation(leads)}|(?:到|至)?20\d\d年(?:底|末)?(?:前|之前)?|、)*"
    return Words(
        head=re.compile(
            rf"[{DELIMITERS}]{_guard([*leads, *verbs, *'到至2、'])}{lead}{_guard(verbs)}({alternation(verbs)})"
            rf"(?![{_JOINED}])[了好]?([^{DELIMITERS}]{{2,90}})"
        ),
        # closing verbs are known from their end, as few characters end one where a clause ends
        tail=re.compile(rf"[{_any(word[-2] for word in tails)}][{_any(word[-1] for word in tails)}](?=[{DELIMITERS}])"),
        lead=re.compile(lead),
        heads={verb: (stage, verb not in open_) for verb, stage in (sure | open_).items()},
        tails=tails,
        closers=_by_ending(sorted(tails, key=len, reverse=True), length=2),
        trailing=re.compile(rf"(?:{alternation(data['trailing'])})+$"),
        trailers=_by_ending(data["trailing"]),
        adjuncts=tuple(data["adjuncts"]),
        negations=tuple(data["negations"]),
        # all alternatives are literals, so that the engine skips to their first characters
        tangible=re.compile(alternation([*data["deliverables"], *"“《", *ascii_letters])),
        endings=_endings(data["deliverables"], data["aims"], data["purposes"]),
        veto=_veto(patterns["quantity"].pattern, data["slogans"]),
        head_rules={stage: f"head.{stage}" for stage in get_args(Stage)},
        tail_rules={stage: f"tail.{stage}" for stage in get_args(Stage)},
        patterns=patterns,
    )


def _by_ending(words: Iterable[str], length: int = 1) -> dict[str, tuple[str, ...]]:
    endings: dict[str, tuple[str, ...]] = {}
    for word in words:
        endings[word[-length:]] = (*endings.get(word[-length:], ()), word)
    return endings


def _endings(deliverables: Iterable[str], aims: Iterable[str], purposes: Iterable[str]) -> dict[str, Endings]:
    # a longer deliverable, or a single character, is looked for inside the object only
    works = _by_ending([*(word for word in deliverables if 2 <= len(word) <= 4), "》"])
    aiming, meant = _by_ending([*aims, *purposes]), _by_ending(purposes)
    return {
        last: Endings(works.get(last, ()), aiming.get(last, ()), meant.get(last, ()))
        for last in works.keys() | aiming.keys()
    }


def _veto(quantity: str, slogans: Sequence[str]) -> re.Pattern[str]:
    """A quantity or a slogan, begun with a class of all their first characters, to which the engine skips."""
    firsts = _any(word[0] for word in slogans)
    rests = [f"(?<={first}){alternation([word[1:] for word in slogans if word[0] == first])}" for first in firsts]
    return re.compile(rf"[\d{firsts}](?:(?<=\d){quantity.removeprefix(_FIGURE)}|{'|'.join(rests)})")


def _guard(words: Iterable[str]) -> str:
    """A look-ahead for the first characters of ``words``: one look-up where the engine would try every branch."""
    return f"(?=[{re.escape(_any(word[0] for word in words))}])"


def _any(characters: Iterable[str]) -> str:
    return "".join(sorted(set(characters)))


def _by_word(stages: Mapping[Stage, Iterable[str]]) -> dict[str, Stage]:
    return {word: stage for stage, words in stages.items() for word in words}
