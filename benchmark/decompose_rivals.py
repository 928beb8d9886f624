"""What becomes of the same task by hand, and with a solver that knows no whole last digits (手工分解与连续松弛取整)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from planledger.planning.decomposing import Aim, Decomposed, Part, PartTarget, Task, broken_constraints, decompose

_FINER = 3
"""Digits that the relaxation has beyond those that are to be stated."""

_OPEN = ("parts sum to", "the parts' mean")
_OF_PLAN = re.compile(r"^[^ ]+: ")
_OF_YEAR = ("the floor", "the ceiling", "is above", "rises by", "falls by", "too fast", "too slowly")


def by_hand(task: Task, found: Decomposed) -> Decomposed:
    """Every year where its path has it, every part by its weight, each cell rounded by itself."""
    aims = {aim.name: aim for aim in task.aims}
    years = [one if one.reached else replace(one, value=_rounded(one.path, aims[one.aim])) for one in found.years]
    lines: defaultdict[str, list[Part]] = defaultdict(list)
    for part in task.parts:
        lines[part.aim].append(part)
    parts = []
    for year in years:
        aim, line = aims[year.aim], lines[year.aim]
        if year.reached:
            continue
        for part, share in zip(line, _shares(aim, Fraction(year.value), line), strict=True):
            parts.append(PartTarget(aim.name, year.year, part.name, _rounded(share, aim)))
    return Decomposed(tuple(years), tuple(parts))


def _shares(aim: Aim, whole: Fraction, line: list[Part]) -> list[Fraction]:
    weights = [part.weight or Fraction(0) for part in line]
    if aim.combining == "sum":
        return [whole * weight / sum(weights) for weight in weights]
    return [(part.base or Fraction(0)) + whole - (aim.base or Fraction(0)) for part in line]


def relaxed(task: Task) -> Decomposed:
    """The best that may have any decimals, as a spreadsheet's solver finds it, each cell rounded afterwards."""
    aims = {aim.name: aim for aim in task.aims}
    finer = replace(task, aims=tuple(replace(aim, digits=aim.digits + _FINER) for aim in task.aims))
    found = decompose(finer)
    years = [one if one.reached else replace(one, value=_rounded(one.value, aims[one.aim])) for one in found.years]
    parts = [one if one.reached else replace(one, value=_rounded(one.value, aims[one.aim])) for one in found.parts]
    return Decomposed(tuple(years), tuple(parts))


def _rounded(value: Decimal | Fraction, aim: Aim) -> Decimal:
    return Decimal(round(Fraction(value) * aim.scale)) / aim.scale


def rivals(task: Task, found: Decomposed) -> dict[str, Counter[str]]:
    """How often each way breaks each kind of demand; ``found`` is what exactness gives."""
    ways = {"hand": by_hand(task, found), "relaxed": relaxed(task), "exact": found}
    return {name: Counter(map(_kind, broken_constraints(task, made))) for name, made in ways.items()}


def _kind(said: str) -> str:
    if any(words in said for words in _OPEN):
        return "open"
    if _OF_PLAN.match(said):
        return "target"
    return "limit" if any(words in said for words in _OF_YEAR) else "other"
