"""Conditions as one program for HiGHS, and its answer verified in whole numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from planledger.planning.decomposing.conditions import Condition, Row, Var
from planledger.planning.decomposing.cost import Leaving
from planledger.planning.decomposing.highs import answer_of
from planledger.planning.decomposing.propagating import crossing_rows, is_empty
from planledger.planning.programs import INFINITE, Matrix

LARGEST = 2**53
"""Largest whole number up to which floating point has them all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a program.

    Attributes:
        status: ``found``, ``infeasible``, or ``undecided`` (time limit, or an answer that did not hold exactly).
        values: Of the variables, when found.
        gap: Distance to the optimum that is left unproved.
    """

    status: str
    values: Mapping[Var, int]
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Program:
    """Variables with what always holds of them.

    Attributes:
        lows: Least of each variable; None when it may be below zero.
        background: Rows that nobody stated and nobody can lift: parts make wholes.
        leaving: What it costs a variable to leave its path.
    """

    lows: Mapping[Var, int | None]
    background: tuple[Row, ...]
    leaving: Mapping[Var, Leaving]

    def solve(self, conditions: Iterable[Condition], *, cheapest: bool, seconds: float = 60.0) -> Outcome:
        """The cheapest values that keep ``conditions``, or any where ``cheapest`` is not asked for."""
        rows = [*self.background, *(row for condition in conditions for row in condition.rows)]
        if is_empty(self.lows, rows):
            return Outcome("infeasible", {})
        if any(_too_large(row) for row in rows):
            return Outcome("undecided", {})
        matrix, columns = Matrix(), {}
        for variable in sorted(self.lows):
            low = self.lows[variable]
            columns[variable] = matrix.column(-INFINITE if low is None else float(low), integer=True)
        for row in rows:
            terms = [(columns[variable], float(coefficient)) for variable, coefficient in row.terms]
            matrix.row(terms, -INFINITE if row.low is None else row.low, INFINITE if row.high is None else row.high)
        if cheapest:
            for variable in sorted(self.leaving):
                _add_cost(matrix, columns[variable], self.leaving[variable])
        answer = answer_of(matrix, seconds=seconds)
        if answer.status == "infeasible":
            return Outcome("infeasible", {})
        if not len(answer.values):
            return Outcome("undecided", {})
        values = {variable: round(answer.values[column]) for variable, column in columns.items()}
        if not self._holds(values, rows):
            return Outcome("undecided", {})
        return Outcome("found", values, answer.gap)

    def narrowed(self, conditions: Sequence[Condition]) -> Sequence[Condition]:
        """Of conditions that cannot hold together some that cannot either, where crossing bounds tell which."""
        rows, owners = list(self.background), [-1] * len(self.background)
        for number, condition in enumerate(conditions):
            rows += condition.rows
            owners += [number] * len(condition.rows)
        crossing = crossing_rows(self.lows, rows)
        if crossing is None:
            return conditions
        concerned = {owners[row] for row in crossing}
        return [condition for number, condition in enumerate(conditions) if number in concerned]

    def holds(self, values: Mapping[Var, int], conditions: Iterable[Condition]) -> bool:
        """Whether ``values``, which keep the background, keep ``conditions`` as well."""
        return all(row.holds(values) for condition in conditions for row in condition.rows)

    def _holds(self, values: Mapping[Var, int], rows: Collection[Row]) -> bool:
        above = all(low is None or values[variable] >= low for variable, low in self.lows.items())
        return above and all(row.holds(values) for row in rows)

    def cost(self, values: Mapping[Var, int]) -> Fraction:
        """What ``values`` cost, exactly."""
        return sum((one.cost(values[variable]) for variable, one in self.leaving.items()), Fraction(0))


def _too_large(row: Row) -> bool:
    """Whether a number of ``row`` is none that floating point holds exactly."""
    numbers = [coefficient for _, coefficient in row.terms]
    return any(abs(one) > LARGEST for one in (*numbers, row.low or 0, row.high or 0))


def _add_cost(matrix: Matrix, column: int, leaving: Leaving) -> None:
    """Variable = path + what is above - what is below, each in stretches that cost more and more."""
    terms: list[tuple[int, float]] = [(column, 1.0)]
    for length, slope in leaving.stretches():
        most = INFINITE if length is None else float(length)
        terms.append((matrix.column(0.0, most, cost=float(slope * leaving.above)), -1.0))
        terms.append((matrix.column(0.0, most, cost=float(slope * leaving.below)), 1.0))
    matrix.row(terms, leaving.path, leaving.path)
