"""HiGHS, silent, on one thread, so that the same program always gives the same answer.

Huangfu and Hall, *Parallelizing the dual revised simplex method*, Mathematical Programming Computation 10, 2018.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from planledger.errors import MissingSolver

INFINITE = float("inf")
Status = str


@dataclass(slots=True)
class Matrix:
    """A program to minimise, row by row.

    Attributes:
        costs: Of each column.
        lows: Lower bounds.
        highs: Upper bounds.
        whole: Whether each column must be a whole number.
        starts: Where each row begins among the terms.
        indices: Column of each term.
        values: Coefficient of each term.
        row_lows: Least of each row.
        row_highs: Most of each row.
    """

    costs: list[float] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    indices: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    row_lows: list[float] = field(default_factory=list)
    row_highs: list[float] = field(default_factory=list)

    def column(self, low: float, high: float, cost: float = 0.0, *, whole: bool = False) -> int:
        """The number of a new column."""
        self.costs.append(cost)
        self.lows.append(low)
        self.highs.append(high)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(self, terms: Sequence[tuple[int, float]], low: float, high: float) -> None:
        """Add a row."""
        self.indices += [column for column, _ in terms]
        self.values += [value for _, value in terms]
        self.starts.append(len(self.indices))
        self.row_lows.append(low)
        self.row_highs.append(high)


@dataclass(frozen=True, slots=True)
class Answer:
    """What HiGHS says.

    Attributes:
        status: ``optimal``, ``infeasible``, ``stopped`` (time limit, with or without a solution) or ``other``.
        values: Of the columns; empty without a solution.
        gap: Relative distance to the optimum that is left unproved.
    """

    status: Status
    values: Sequence[float] = ()
    gap: float = 0.0


def answer_of(matrix: Matrix, *, seconds: float = 60.0) -> Answer:
    """The answer to ``matrix``."""
    solver, highspy, numpy = _solver()
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(matrix.costs), len(matrix.row_lows)
    program.col_cost_ = numpy.array(matrix.costs, dtype=float)
    program.col_lower_ = numpy.array(matrix.lows, dtype=float)
    program.col_upper_ = numpy.array(matrix.highs, dtype=float)
    program.row_lower_ = numpy.array(matrix.row_lows, dtype=float)
    program.row_upper_ = numpy.array(matrix.row_highs, dtype=float)
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = numpy.array(matrix.starts, dtype=numpy.int32)
    program.a_matrix_.index_ = numpy.array(matrix.indices, dtype=numpy.int32)
    program.a_matrix_.value_ = numpy.array(matrix.values, dtype=float)
    if any(matrix.whole):
        kinds = highspy.HighsVarType
        program.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in matrix.whole]
    solver.clearSolver()
    solver.setOptionValue("time_limit", float(seconds))
    solver.passModel(program)
    solver.run()
    return _answer(solver, highspy, mixed=any(matrix.whole))


_OPTIONS: dict[str, Any] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 1e-9,
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
    "small_matrix_value": 1e-12,
}


def _answer(solver: Any, highspy: Any, *, mixed: bool) -> Answer:
    statuses = highspy.HighsModelStatus
    status, info = solver.getModelStatus(), solver.getInfo()
    if status == statuses.kOptimal:
        return Answer("optimal", solver.getSolution().col_value)
    if status in {statuses.kInfeasible, statuses.kUnboundedOrInfeasible}:  # costs are never below zero
        return Answer("infeasible")
    if status == statuses.kTimeLimit:
        found = mixed and info.primal_solution_status == 2
        return Answer("stopped", solver.getSolution().col_value if found else (), float(info.mip_gap) if found else 1.0)
    return Answer("other")


@cache
def _solver() -> tuple[Any, Any, Any]:
    try:
        import highspy
        import numpy as np
        from highspy._core import _Highs
    except ImportError as error:
        raise MissingSolver("highspy") from error
    # The class above it greets on standard output, where our data goes.
    solver = _Highs()
    for name, value in _OPTIONS.items():
        solver.setOptionValue(name, value)
    return solver, highspy, np


def raised_cells(
    rests: Sequence[Sequence[float]], rows: Sequence[int], columns: Sequence[int]
) -> list[list[int]] | None:
    """Which cells of a table are rounded up, so that each row and column has its number of them; None when none fit.

    Of all ways the one that raises the largest remainders. A transportation problem: its corners are whole numbers.

    Args:
        rests: Remainder of each cell; -1 where it is whole already and must stay.
        rows: How many of each row.
        columns: How many of each column.
    """
    matrix, places = Matrix(), []
    for row, cells in enumerate(rests):
        for column, rest in enumerate(cells):
            if rest >= 0:
                places.append((row, column, matrix.column(0.0, 1.0, 1.0 - rest)))
    by_row: list[list[tuple[int, float]]] = [[] for _ in rows]
    by_column: list[list[tuple[int, float]]] = [[] for _ in columns]
    for row, column, variable in places:
        by_row[row].append((variable, 1.0))
        by_column[column].append((variable, 1.0))
    for terms, wanted in zip(by_row + by_column, [*rows, *columns], strict=True):
        if not terms and wanted:
            return None
        if terms:
            matrix.row(terms, wanted, wanted)
    found = [[0] * len(columns) for _ in rows]
    answer = answer_of(matrix) if places else Answer("optimal")
    if answer.status != "optimal":
        return None
    for row, column, variable in places:
        found[row][column] = round(answer.values[variable])
    closes = [sum(cells) for cells in found] == list(rows)
    return found if closes and [sum(cells) for cells in zip(*found, strict=True)] == list(columns) else None
