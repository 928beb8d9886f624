"""The words by which reported work is held against promised work, from ``data/qualitative.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from planledger.catalogue import read_data


@dataclass(frozen=True, slots=True)
class Words:
    """Compiled vocabulary of qualitative matching.

    Attributes:
        commonplace: Words of every plan, which carry little.
        doing: Verbs whose promise is kept by doing them at all.
        standing: Verbs of duties that no single result discharges before they are due.
        seeking: Verbs that, reported, tell that something is sought.
        rank: How far each stage is on the way.
        done: What in a counted result closes a task.
        separator: What stands between the items of a list.
        name: An item of a list that is one thing of its own, not a kind of things.
    """

    commonplace: frozenset[str]
    doing: frozenset[str]
    standing: frozenset[str]
    seeking: frozenset[str]
    rank: dict[str, int]
    done: re.Pattern[str]
    separator: re.Pattern[str]
    name: re.Pattern[str]


@cache
def load_words() -> Words:
    """The vocabulary, compiled once."""
    data = read_data("qualitative")
    return Words(
        commonplace=frozenset(data["commonplace"]),
        seeking=frozenset(data["seeking"]),
        standing=frozenset(data["standing"]),
        doing=frozenset(data["doing"]),
        rank=dict(data["rank"]),
        done=re.compile(data["patterns"]["done"]["regex"]),
        separator=re.compile(data["patterns"]["separator"]["regex"]),
        name=re.compile(data["patterns"]["name"]["regex"]),
    )
