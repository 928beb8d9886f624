"""Annual targets: of one indicator, or of several that share means (年度分解)."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from planledger.planning.decomposing.conditions import (
    Condition,
    Row,
    Stated,
    Var,
    conditions_of,
    part_conditions,
    value_of,
)
from planledger.planning.decomposing.conflicts import smallest_conflict
from planledger.planning.decomposing.cost import SHORT, Leaving
from planledger.planning.decomposing.goals import base_of, path_of_years
from planledger.planning.decomposing.paths import in_steps
from planledger.planning.decomposing.program import Program
from planledger.planning.decomposing.records import Aim, Conflict
from planledger.planning.decomposing.rounding import ceiling
from planledger.planning.decomposing.wholes import closing_rows, implied_rows, open_years, rise_rows

Years = dict[str, dict[int, int]]


@dataclass(frozen=True, slots=True)
class Annual:
    """What came of a group of indicators that share means.

    Attributes:
        values: Steps by indicator and year; empty when there is a conflict or nothing was decided.
        conflicts: What cannot hold together.
        cost: What leaving the paths costs.
        gap: What is left unproved of the optimum.
    """

    values: Years
    conflicts: tuple[Conflict, ...] = ()
    cost: Fraction = Fraction(0)
    gap: float = 0.0


class Group:
    """Indicators that share means, and all their conditions."""

    def __init__(self, stated: Stated, aims: Sequence[Aim], means: Sequence[Condition], *, seconds: float) -> None:
        self.stated, self.aims, self.means, self.seconds = stated, aims, tuple(means), seconds
        self.own = {aim.name: tuple(conditions_of(stated, aim)) for aim in aims}
        self.of_parts = {aim.name: tuple(part_conditions(stated, aim)) for aim in aims}
        self.paths = {aim.name: path_of_years(aim, stated.results(aim)) for aim in aims}

    def annual(self, opened: Collection[str] = ()) -> Annual:
        """The annual targets.

        Args:
            opened: Indicators whose parts are reckoned along, year by year, since their limits do not show in the sums.
        """
        conditions = self._conditions(self.aims, opened)
        program = self._program(self.aims, opened)
        if not opened and (values := self._along_the_paths(conditions, program)) is not None:
            return Annual(values)
        outcome = program.solve(conditions, cheapest=True, seconds=self.seconds)
        if outcome.status == "found":
            found = {aim.name: {y: outcome.values[value_of(aim.name, y)] for y in aim.years} for aim in self.aims}
            return Annual(found, cost=program.cost(outcome.values), gap=outcome.gap)
        return Annual({}, self._conflicts() if outcome.status == "infeasible" else ())

    def _conditions(self, aims: Iterable[Aim], opened: Collection[str]) -> list[Condition]:
        found = [one for aim in aims for one in self.own[aim.name]]
        return [*found, *(one for aim in aims if aim.name in opened for one in self.of_parts[aim.name]), *self.means]

    def _program(self, aims: Iterable[Aim], opened: Collection[str]) -> Program:
        lows: dict[Var, int | None] = {}
        rows: list[Row] = []
        leaving: dict[Var, Leaving] = {}
        rising = {v for one in self.means for row in one.rows for v, _ in row.terms if v[0] == "rise"}
        for aim in aims:
            least = 0 if aim.combining == "sum" else None
            lows |= {value_of(aim.name, year): least for year in aim.years}
            leaving |= {value_of(aim.name, y): _leaving(aim, value) for y, value in self.paths[aim.name].items()}
            if any(variable[1] == aim.name for variable in rising):
                lows |= {("rise", aim.name, year, ""): 0 for year in aim.years}
                rows += rise_rows(aim, aim.years, set(self.stated.results(aim)))
            if aim.name in opened:
                names = self.stated.names(aim)
                lows |= {value_of(aim.name, y, name): least for y in open_years(self.stated, aim) for name in names}
                rows += closing_rows(self.stated, aim)
            elif self.of_parts[aim.name]:
                rows += implied_rows(self.stated, aim, self.of_parts[aim.name])
        return Program(lows, tuple(rows), leaving)

    def _along_the_paths(self, conditions: Sequence[Condition], program: Program) -> Years | None:
        """The paths themselves where they keep every condition, without a program."""
        values: dict[Var, int] = {}
        found: Years = {}
        for aim in self.aims:
            found[aim.name] = dict(sorted((self.stated.results(aim) | self.paths[aim.name]).items()))
            values |= {value_of(aim.name, year): value for year, value in found[aim.name].items()}
            values |= {("rise", aim.name, year, ""): rise for year, rise in _rises(aim, found[aim.name]).items()}
        if any(low is not None and values[variable] < low for variable, low in program.lows.items()):
            return None
        rows = (row for condition in conditions for row in condition.rows)
        return found if all(row.holds(values) for row in (*rows, *program.background)) else None

    def _conflicts(self) -> tuple[Conflict, ...]:
        """Conflicts of single indicators; only where there are none, of those that share means."""
        alone = [found for aim in self.aims if (found := self._conflict([aim], ())) is not None]
        if alone:
            return tuple(alone)
        for one in self.means:  # a single ceiling that is too low says more than several together
            takers = [aim for aim in self.aims if aim.name in one.takers]
            if (found := self._conflict(takers, (one,))) is not None:
                return (found,)
        together = self._conflict(self.aims, self.means)
        return (together,) if together is not None else ()

    def _conflict(self, aims: Sequence[Aim], means: Sequence[Condition]) -> Conflict | None:
        opened = [aim.name for aim in aims if self.of_parts[aim.name]]
        program = self._program(aims, opened)

        witnesses: list[Mapping[Var, int]] = []
        end = time.monotonic() + self.seconds

        def feasible(conditions: Sequence[Condition]) -> bool | None:
            if time.monotonic() > end:  # what is found by then is a conflict, though perhaps not the smallest
                return None
            if any(program.holds(values, conditions) for values in witnesses):
                return True
            outcome = program.solve(conditions, cheapest=False, seconds=self.seconds)
            witnesses.extend([outcome.values] if outcome.status == "found" else [])
            return {"found": True, "infeasible": False}.get(outcome.status)

        conditions = [one for aim in aims for one in (*self.own[aim.name], *self.of_parts[aim.name])]
        # What was done cannot be undone, and what is stated as target is seldom what gives way: they are kept
        # out of a conflict only where something else explains it as well.
        ordered = sorted([*conditions, *means], key=lambda one: (_RANK.get(one.kind, 1), one.key))
        if feasible(ordered) is not False:
            return None
        found, proved = smallest_conflict(program.narrowed(ordered), feasible)
        concerned = {one.aim for one in found if one.aim} | {t for one in found for t in one.takers}
        return Conflict(tuple(sorted(concerned)), tuple(sorted(found, key=lambda one: one.key)), proved)


_RANK = {"reached": 0, "target": 0}


def _leaving(aim: Aim, path: int) -> Leaving:
    if not aim.binding or aim.direction == "neutral":
        return Leaving(path)
    return Leaving(path, below=SHORT) if aim.direction == "more" else Leaving(path, above=SHORT)


def _rises(aim: Aim, values: dict[int, int]) -> dict[int, int]:
    """The increase of each year over the one before, never below zero."""
    base = base_of(aim)
    before = {aim.base_year: in_steps(base, aim) if base is not None else Fraction(0)} | {
        year: Fraction(value) for year, value in values.items()
    }
    return {year: max(0, ceiling(before[year] - before[year - 1])) for year in values}
