"""Words that tell whether two phrases mean the same thing, compiled from ``data/reconciling.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from planledger.catalogue import read_data
from planledger.errors import BrokenData

NAME = "reconciling"


@dataclass(frozen=True, slots=True)
class Synonym:
    """One way of writing a thing and the form that all ways are brought to."""

    name: str
    pattern: re.Pattern[str]
    becomes: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The compiled words; see the comments of ``data/reconciling.yaml``."""

    synonyms: tuple[Synonym, ...]
    fillers: re.Pattern[str]
    soft: re.Pattern[str]
    idle_verbs: re.Pattern[str]
    verbs: re.Pattern[str]
    verb_group: Mapping[str, str]
    opposed_verbs: tuple[frozenset[str], ...]
    increment: re.Pattern[str]
    cumulative: re.Pattern[str]
    stock: re.Pattern[str]
    stock_verbs: re.Pattern[str]
    contrasts: tuple[re.Pattern[str], ...]
    grades: re.Pattern[str]
    seasons: re.Pattern[str]
    yearly: re.Pattern[str]
    not_yearly: re.Pattern[str]
    adjusted: re.Pattern[str]
    less_is_better: re.Pattern[str]
    generic: re.Pattern[str]
    outcomes: re.Pattern[str]
    remaining: re.Pattern[str]
    fall: re.Pattern[str]
    classifiers: tuple[frozenset[str], ...]


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of ``words``, the longest that fits.

    >>> any_of(["出口", "进出口"]).findall("进出口与出口")
    ['进出口', '出口']
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile("|".join(re.escape(word) for word in ordered))


def says_yearly(text: str) -> bool:
    """Whether ``text`` speaks of every year; 年均浓度 is one mean, not an amount a year."""
    rules = wording()
    return bool(rules.yearly.search(rules.not_yearly.sub("", text)))


@cache
def wording() -> Wording:
    """The words, compiled once.

    Raises:
        BrokenData: When a key is missing or a pattern does not compile.
    """
    rules = read_data(NAME)
    try:
        return _compile(rules)
    except (KeyError, TypeError, re.error) as error:
        raise BrokenData(f"{NAME}.yaml", "rules", str(error)) from error


def _compile(rules: dict[str, Any]) -> Wording:
    groups = {name: words for name, words in rules["verbs"].items() if name != "left_out"}
    return Wording(
        synonyms=tuple(
            Synonym(rule["name"], re.compile(rule["pattern"]), rule["becomes"]) for rule in rules["synonyms"]
        ),
        fillers=any_of(rules["fillers"]),
        soft=any_of(rules["soft"]),
        idle_verbs=any_of(rules["verbs"]["left_out"]),
        verbs=any_of(word for words in groups.values() for word in words),
        verb_group={word: name for name, words in groups.items() for word in words},
        opposed_verbs=tuple(frozenset(pair) for pair in rules["opposed_verbs"]),
        increment=re.compile(f"(?:{any_of(rules['increment']).pattern})(?!值)"),  # 增加值 adds nothing
        cumulative=any_of(rules["cumulative"]),
        stock=any_of(rules["stock"]),
        stock_verbs=any_of(rules["stock_verbs"]),
        contrasts=tuple(any_of(words) for words in rules["contrasts"]),
        grades=any_of(rules["grades"]),
        seasons=any_of(rules["seasons"]),
        yearly=any_of(rules["yearly"]),
        not_yearly=any_of(rules["not_yearly"]),
        adjusted=any_of(rules["adjusted"]),
        less_is_better=any_of(rules["less_is_better"]),
        generic=any_of(rules["generic"]),
        outcomes=any_of(rules["outcomes"]),
        remaining=any_of(rules["remaining"]),
        fall=any_of(rules["fall"]),
        classifiers=tuple(frozenset(words) for words in rules["classifiers"].values()),
    )
