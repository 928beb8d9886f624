"""HiGHS behind one door: one thread, one seed, and the gap beside every answer."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from planledger.errors import MissingSolver
from planledger.planning.allocating.model import INFINITE, Matrix, Term

if TYPE_CHECKING:
    from highspy._core import _Highs as Highs

Ending = Literal["optimal", "gap", "time", "infeasible", "unknown"]
NOTHING: Mapping[int, float] = MappingProxyType({})
# A start counts hundreds of thousands, so a start that is whole only within 1e-6 would hide a limit broken by tenths.
TOLERANCE = 1e-9


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
        self._highs = _loaded(matrix, integer, tolerance)
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


def _loaded(matrix: Matrix, integer: bool, tolerance: float) -> Highs:
    try:
        import highspy
        import numpy as np
        from highspy._core import _Highs
    except ImportError as error:
        raise MissingSolver("highspy") from error

    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(matrix.lower), len(matrix.row_lower)
    program.col_cost_ = np.zeros(len(matrix.lower))
    program.col_lower_, program.col_upper_ = as_array(matrix.lower), as_array(matrix.upper)
    program.row_lower_, program.row_upper_ = as_array(matrix.row_lower), as_array(matrix.row_upper)
    program.sense_ = highspy.ObjSense.kMaximize
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = as_integers(matrix.starts)
    program.a_matrix_.index_, program.a_matrix_.value_ = as_integers(matrix.indices), as_array(matrix.values)
    if integer:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        program.integrality_ = [kinds[whole] for whole in matrix.integer]
    highs = _Highs()  # the class above it greets on standard output, where data goes
    options: dict[str, Any] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_feasibility_tolerance": tolerance,
        "primal_feasibility_tolerance": tolerance,
        "mip_abs_gap": TOLERANCE,
        "small_matrix_value": 1e-12,
    }
    for name, said in options.items():
        highs.setOptionValue(name, said)
    highs.passModel(program)
    return highs


def as_array(values: Sequence[float]) -> Any:
    """``values`` as HiGHS takes them."""
    import numpy as np

    return np.asarray(values, dtype=np.float64)


def as_integers(values: Sequence[int]) -> Any:
    """``values`` as HiGHS takes indices."""
    import numpy as np

    return np.asarray(values, dtype=np.int32)


def range_of(size: int) -> Any:
    """The first ``size`` indices."""
    import numpy as np

    return np.arange(size, dtype=np.int32)
