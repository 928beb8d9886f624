"""The words of tables, compiled from ``data/tables.yaml``."""

from __future__ import annotations

import re
from functools import cache

from planledger.catalogue import read_data
from planledger.extracting.grammar import alternation
from planledger.model.statement import Bound

_OPENED, _CLOSED = r"[〔［\[（(【]", r"[〕］\]）)】]"
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The named pattern, compiled."""
    return re.compile(read_data("tables")["patterns"][name]["regex"])


@cache
def bounds(side: str) -> dict[str, Bound]:
    """What the bound words ``before`` or ``after`` a numeral say."""
    table: dict[str, Bound] = {}
    kinds: tuple[Bound, ...] = ("at_least", "at_most", "about")
    for bound in kinds:
        table.update(dict.fromkeys(read_data("tables")["bounds"][f"{bound}_{side}"], bound))
    return table


@cache
def directions() -> dict[str, int]:
    """The sign of each word of direction before a numeral."""
    words = read_data("tables")["directions"]
    return {**dict.fromkeys(words["up"], 1), **dict.fromkeys(words["down"], -1)}


@cache
def verbs() -> tuple[str, ...]:
    """Words before the numeral of a value cell that say no more than that it is reached."""
    return tuple(read_data("tables")["verbs"])


@cache
def value_cell() -> re.Pattern[str]:
    """A cell, without spaces, that holds one value and nothing else."""
    return re.compile(
        rf"(?P<opened>{_OPENED})?(?P<verb>{alternation(verbs())})?(?P<direction>{alternation(directions())})?(?P<before>{alternation(bounds('before'))})?"
        rf"(?P<number>[-−－–—+]?{_NUMBER})"
        rf"(?:(?P<separator>[-—–~～至]+|[:：∶︰])(?P<second>{_NUMBER}))?"
        r"(?P<unit>[^\d\s，。；、（）()\[\]〔〕以左上之及*＊①-⑳+]{1,8})?"
        rf"(?P<after>{alternation(bounds('after'))})?(?P<closed>{_CLOSED})?(?P<mark>[*＊①-⑳])*"
    )
