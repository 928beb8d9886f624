"""The least cost of a decomposition, and the rounding of tables, as HiGHS finds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planledger.planning.programs import Matrix, load

Status = str


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
    """The columns of ``matrix`` that cost least; costs are never below zero."""
    solver = load(matrix)
    solver.setOptionValue("time_limit", float(seconds))
    solver.run()
    status, info = solver.modelStatusToString(solver.getModelStatus()), solver.getInfo()
    if status == "Optimal":
        return Answer("optimal", solver.getSolution().col_value)
    if status in {"Infeasible", "Primal infeasible or unbounded"}:
        return Answer("infeasible")
    if status == "Time limit reached":
        found = any(matrix.integer) and info.primal_solution_status == 2
        return Answer("stopped", solver.getSolution().col_value if found else (), float(info.mip_gap) if found else 1.0)
    return Answer("other")


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
                places.append((row, column, matrix.column(0.0, 1.0, cost=1.0 - rest)))
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
