"""One program under one objective after another, the gap beside every answer."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from planledger.planning.programs import INFINITE, TOLERANCE, Matrix, Term, as_array, as_integers, load

Ending = Literal["optimal", "gap", "time", "infeasible", "unknown"]
NOTHING: Mapping[int, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the solver found.

    Attributes:
        ending: Why it stopped; ``gap`` when it was content, ``time`` when the clock ran out.
        value: Of the objective; None without a solution.
        bound: What no solution can be better than.
        columns: Values of the columns; empty without a solution.
        seconds: How long it took.
    """

    ending: Ending
    value: float | None
    bound: float
    columns: Sequence[float]
    seconds: float


def clock() -> float:
    """Seconds that this thread has worked.

    A search that may work for so long finds the same on a busy machine as on an idle one, only later.
    """
    return time.thread_time()


class _Watch:
    """Ends a search when its time is over; apart from the solver, which else would hold itself in memory for good."""

    until = INFINITE

    def stop(self, _kind: Any, _message: str, _told: object, asked: Any, _data: object) -> None:
        """Ask HiGHS to stop, when it is time."""
        asked.user_interrupt = clock() > self.until


class Solver:
    """A program in HiGHS, solved under one objective after another."""

    def __init__(self, matrix: Matrix, *, integer: bool = True, tolerance: float = TOLERANCE) -> None:
        self._highs = load(matrix, maximise=True, integer=integer, tolerance=tolerance)
        self._watch = _Watch()
        if integer:
            from highspy._core import cb

            self._highs.setCallback(self._watch.stop, None)
            self._highs.startCallback(cb.HighsCallbackType.kCallbackMipInterrupt)
        self._columns = len(matrix.lower)
        self._empty = all(low <= 0 <= high for low, high in zip(matrix.row_lower, matrix.row_upper, strict=True))
        self.integer = integer

    def maximise(
        self,
        objective: Mapping[int, float],
        *,
        seconds: float = INFINITE,
        gap: float = 0.0,
        start: Mapping[int, float] = NOTHING,
    ) -> Answer:
        """The best solution by ``objective``.

        Args:
            objective: Coefficients by column.
            seconds: When to stop with what there is.
            gap: Share of the value within which the best is good enough.
            start: Values of some columns to begin with.
        """
        if not self._columns:  # which HiGHS would not look at
            return Answer("optimal", 0.0, 0.0, (), 0.0) if self._empty else Answer("infeasible", None, 0.0, (), 0.0)
        highs = self._highs
        costs = [0.0] * self._columns
        for column, value in objective.items():
            costs[column] = value
        highs.changeColsCost(self._columns, range_of(self._columns), as_array(costs))
        highs.setOptionValue("mip_rel_gap", gap)
        began = clock()
        self._watch.until = began + max(0.1, seconds)
        if start:
            highs.setSolution(len(start), as_integers(list(start)), as_array(list(start.values())))
        highs.run()
        answer = self._answer(clock() - began)
        if not self._tells_its_value(answer, objective):
            highs.clearSolver()
            highs.run()
            answer = self._answer(clock() - began)
        return answer

    def _tells_its_value(self, answer: Answer, objective: Mapping[int, float]) -> bool:
        # HiGHS 1.16 may give back the solution that it began with, beside the value of a better one that it found.
        worth = sum(value * answer.columns[column] for column, value in objective.items()) if answer.columns else 0.0
        return answer.value is None or abs(worth - answer.value) <= 1e-6 * max(1.0, abs(worth))

    def require(self, terms: Sequence[Term], lower: float) -> None:
        """Add that the sum of ``terms`` is at least ``lower``."""
        columns, values = [column for column, _ in terms], [value for _, value in terms]
        self._highs.addRow(lower, INFINITE, len(columns), as_integers(columns), as_array(values))

    def prices(self) -> list[float]:
        """What one more of each row's limit would add, after a program without integers was solved."""
        return list(self._highs.getSolution().row_dual)

    def reduced(self) -> list[float]:
        """What one more of each column would add beside what it takes, likewise."""
        return list(self._highs.getSolution().col_dual)

    def _answer(self, seconds: float) -> Answer:
        highs = self._highs
        status = highs.modelStatusToString(highs.getModelStatus())
        info = highs.getInfo()
        found = info.primal_solution_status == 2
        columns = highs.getSolution().col_value if found else ()
        value = info.objective_function_value if found else None
        bound = (info.mip_dual_bound if self.integer else value) if found else INFINITE
        bound = INFINITE if bound is None else float(bound)
        ending = _ending(status, found)
        if ending == "optimal" and value is not None and bound - value > 1e-6 * max(1.0, abs(value)):
            ending = "gap"
        return Answer(ending, value, bound, columns, seconds)


def _ending(status: str, found: bool) -> Ending:
    if status == "Optimal":
        return "optimal"
    if status in {"Infeasible", "Primal infeasible or unbounded"}:
        return "infeasible"
    if status == "Interrupted by user":  # by _Watch
        return "time"
    return "gap" if found else "unknown"


def range_of(size: int) -> Any:
    """The first ``size`` indices."""
    import numpy as np

    return np.arange(size, dtype=np.int32)
