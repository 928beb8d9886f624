"""The words that hold one figure against another, compiled from ``data/relations.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from planledger.catalogue import read_data
from planledger.extracting.commitment_words import DELIMITERS
from planledger.extracting.grammar import alternation

Comparison: TypeAlias = Literal["in_step", "above", "below", "not_below", "not_above"]


@dataclass(frozen=True, slots=True)
class Words:
    """Compiled vocabulary of relations.

    Attributes:
        in_step: 与经济增长同步.
        compared: 高于全省平均3个百分点以上; what stands before is the subject.
        comparisons: What each comparator says.
        reference: A word that a reference must hold.
        growth: Growth words at the end of a subject.
        trailing: Adverbs at the end of a subject.
        lead: Words before a subject that are no part of it.
        counted: A value at the end of a subject (增长7.7%、).
        shared: Words that name two subjects at once.
        indicators: Catalogue indicator of a reference's stem.
    """

    in_step: re.Pattern[str]
    compared: re.Pattern[str]
    comparisons: dict[str, Comparison]
    reference: re.Pattern[str]
    growth: re.Pattern[str]
    trailing: re.Pattern[str]
    lead: re.Pattern[str]
    counted: re.Pattern[str]
    shared: dict[str, tuple[str, ...]]
    indicators: dict[str, str]


@cache
def load_words() -> Words:
    """The vocabulary, compiled once."""
    data = read_data("relations")
    comparisons: dict[str, Comparison] = {
        word: comparison for comparison, words in data["comparators"].items() for word in words
    }
    patterns = {name: pattern["regex"] for name, pattern in data["patterns"].items()}
    comparator = alternation(comparisons)
    reference = rf"[^{DELIMITERS}、\d（(]{{2,18}}?"
    return Words(
        in_step=re.compile(patterns["in_step"]),
        compared=re.compile(
            rf"(?P<comparator>{comparator})(?P<reference>{reference})"
            rf"(?:{patterns['margin']}|(?=[{DELIMITERS}、（(）)]|$))"
        ),
        comparisons=comparisons,
        reference=re.compile(alternation(data["references"])),
        growth=re.compile(rf"(?:{alternation(data['growth'])})+$"),
        trailing=re.compile(rf"(?:{alternation(data['adverbs'])}|{patterns['spell'].removesuffix('$')})+$"),
        lead=re.compile(rf"(?:{alternation(data['lead'])})*"),
        counted=re.compile(patterns["counted"]),
        shared={short: tuple(long) for short, long in data["shared"].items()},
        indicators={stem: indicator for indicator, stems in data["indicators"].items() for stem in stems},
    )
