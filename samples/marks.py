"""Gold marks inside the clean sources: what they mean, and how they travel through damage.

A numeral that is the value of a quantified statement is written ``[[8.1|地区生产总值|g]]%``: the numeral as printed,
the indicator, and flags separated by spaces; ``=`` as indicator repeats the last one. Every other numeral is left bare:
it is not a statement. A passage that promises work or a relation, or that answers one, is written
``{{#id kind|passage}}`` and may hold numerals. A line ``@@T 2022`` sets role and period for what follows and is not
printed.

=====================  =============================================================================================
flag                   meaning
=====================  =============================================================================================
``g c r -``            growth in per cent, change, rank, negative
``>= <= ~ ..7``        at least, at most, about, upper end of a range
``v=70 u=亿元``        value and unit, where they are not the numeral and what follows it
``A T B C s``          role, and striving
``p=2025 +``           period; ``+`` is a sum over the plan
``ap= am= ar= ab=``    as good a period, measure, role, bound; ``au=`` unit, ``al=`` indicator (``;``); ``av=1..2``
``#id``                name for ``links.tsv``
``!optional``          kind, when it is not a statement that is scored
=====================  =============================================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

_UNITS = (Path(__file__).parent / "clean" / "units.txt").read_text(encoding="utf-8").split()
_UNIT = re.compile("[余多]?(" + "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True)) + ")")
_TOKEN = re.compile(
    r"\[\[([^\[\]|]+)\|([^\[\]|]*)(?:\|([^\[\]|]*))?\]\]|\{\{#(\S+) (\w+)\||(\}\})|^@@([ATBC]) ?(\S*)\n", re.MULTILINE
)
_ROLES = {"A": "actual", "T": "target", "B": "baseline", "C": "context"}
_SIMPLE: dict[str, dict[str, Any]] = {
    "g": {"measure": "growth"},
    "c": {"measure": "change"},
    "r": {"measure": "rank"},
    ">=": {"bound": "at_least"},
    "<=": {"bound": "at_most"},
    "~": {"bound": "about"},
    "s": {"striving": True},
    "+": {"period": "2021/2025", "alt_period": ["2025"]},
    **{letter: {"role": role} for letter, role in _ROLES.items()},
}
_ALTERNATIVES = {"ap": "period", "am": "measure", "ar": "role", "ab": "bound", "au": "unit"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked stretch: a numeral (``row`` holds its gold fields) or a passage (``row`` holds its kind)."""

    start: int
    end: int
    row: dict[str, Any]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Tracked:
    """A text together with its marks, which follow every edit."""

    text: str
    marks: tuple[Mark, ...] = field(default=())

    def edited(self, edits: list[tuple[int, int, str]]) -> Tracked:
        """The text after replacements ``(start, end, new)``, which must not overlap, with the marks moved along."""
        edits = sorted(edits)
        pieces, at = [], 0
        for start, end, new in edits:
            if start < at:
                raise ValueError(f"edits overlap at {start}")
            pieces += [self.text[at:start], new]
            at = end
        pieces.append(self.text[at:])
        ends = _Positions(edits)
        moved = (replace(mark, start=ends.start(mark.start), end=ends.end(mark.end)) for mark in self.marks)
        return Tracked("".join(pieces), tuple(moved))


class _Positions:
    """Where positions go when edits are applied; asked in any order."""

    def __init__(self, edits: list[tuple[int, int, str]]) -> None:
        self.edits = edits

    def start(self, position: int) -> int:
        """New place of a stretch's start: behind what is inserted there, at the head of what replaces it."""
        shift = 0
        for start, end, new in self.edits:
            if end <= position:
                shift += len(new) - (end - start)
            elif start < position:
                return start + shift
            else:
                break
        return position + shift

    def end(self, position: int) -> int:
        """New place of a stretch's end: before what is inserted there, behind what replaces its last character."""
        shift = 0
        for start, end, new in self.edits:
            if end > position and start < position:
                return start + shift + len(new)
            if start >= position:
                break
            shift += len(new) - (end - start)
        return position + shift


def parse(source: str) -> Tracked:
    """The printed text of a clean source with its marks."""
    pieces: list[str] = []
    marks: list[Mark] = []
    opened: list[tuple[int, str, str]] = []
    role, period, last, at, length = "actual", "", "", 0, 0
    for token in _TOKEN.finditer(source):
        pieces.append(source[at : token.start()])
        length += token.start() - at
        at = token.end()
        numeral, indicator, flags, name, kind, close, new_role, new_period = token.groups()
        if new_role:
            role, period = _ROLES[new_role], new_period
        elif name:
            opened.append((length, name, kind))
        elif close:
            start, name, kind = opened.pop()
            marks.append(Mark(start, length, {"type": kind}, name))
        else:
            last = indicator if indicator != "=" else last
            row, name = _row(numeral, last, flags or "", role, period, source[at : at + 12])
            marks.append(Mark(length, length + len(numeral), row, name))
            pieces.append(numeral)
            length += len(numeral)
    if opened:
        raise ValueError(f"passage never closed: {opened}")
    return Tracked("".join([*pieces, source[at:]]), tuple(sorted(marks, key=lambda mark: mark.start)))


def _row(numeral: str, indicator: str, flags: str, role: str, period: str, after: str) -> tuple[dict[str, Any], str]:
    """Gold fields of a mark, and its name."""
    row: dict[str, Any] = {"text": numeral, "kind": "stmt", "indicator": indicator, "aliases": [], "measure": "level"}
    row |= {"low": None, "high": None, "unit": "", "bound": "exact", "role": role, "striving": False, "period": period}
    given: dict[str, str] = {}
    for flag in flags.split():
        key, _, value = flag.partition("=")
        if flag in _SIMPLE:
            row |= _SIMPLE[flag]
        elif flag.startswith(("#", "!", "..")) or flag == "-":
            given[flag[0]] = flag.lstrip("#!.-")
        elif key in ("v", "u", "p", "al", "av", *_ALTERNATIVES):
            given[key] = value
        else:
            raise ValueError(f"unknown flag {flag!r} on {numeral} {indicator}")
    if "!" in given:
        return {"text": numeral, "kind": given["!"]}, given.get("#", "")
    row |= {"period": given.get("p", row["period"]), "aliases": given["al"].split(";") if "al" in given else []}
    row |= {f"alt_{_ALTERNATIVES[key]}": value.split(";") for key, value in given.items() if key in _ALTERNATIVES}
    if "av" in given:
        row["alt_value"] = [[float(number) for number in given["av"].split("..")]]
    _set_value(row, given.get("v") or numeral, given.get("."), negative="-" in given)
    row["unit"] = given.get("u") or _unit_of(row, after)
    return row, given.get("#", "")


def _set_value(row: dict[str, Any], stated: str, top: str | None, *, negative: bool) -> None:
    low = float(stated) * (-1 if negative else 1)
    row["bound"] = "range" if top else row["bound"]
    row["low"] = None if row["bound"] == "at_most" else low
    row["high"] = None if row["bound"] == "at_least" else float(top) if top else low


def _unit_of(row: dict[str, Any], after: str) -> str:
    found = _UNIT.match(after)
    if row["measure"] == "rank":
        return "位"
    if row["measure"] == "growth":
        return "%"
    if found is None:
        raise ValueError(f"no unit after {row['text']} ({row['indicator']}): {after!r}")
    return found.group(1).replace("％", "%")
