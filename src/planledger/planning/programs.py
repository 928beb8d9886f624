"""Linear programs, and HiGHS to solve them: silent, on one thread, with one seed, so that the same gives the same.

Huangfu and Hall, *Parallelizing the dual revised simplex method*, Mathematical Programming Computation 10, 2018.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from planledger.errors import MissingSolver

if TYPE_CHECKING:
    from highspy._core import _Highs as Highs

INFINITE = float("inf")
Term = tuple[int, float]
Tag = tuple[str, str, int]
"""What a row is about: a kind, a name, a year."""
# What must be whole stands beside coefficients of hundreds of thousands: whole only within 1e-6 would hide tenths.
TOLERANCE = 1e-9


@dataclass(slots=True)
class Matrix:
    """A program, row by row.

    Attributes:
        costs: Of each column.
        lower: Lower bounds.
        upper: Upper bounds.
        integer: Whether each column must be a whole number.
        starts: Where each row begins among the terms.
        indices: Column of each term.
        values: Coefficient of each term.
        row_lower: Least of each row.
        row_upper: Most of each row.
        tags: What each row is about, for those who ask afterwards.
    """

    costs: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    integer: list[bool] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    indices: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)

    def column(self, lower: float = 0.0, upper: float = INFINITE, *, cost: float = 0.0, integer: bool = False) -> int:
        """The number of a new column."""
        self.costs.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.integer.append(integer)
        return len(self.lower) - 1

    def row(self, terms: Iterable[Term], lower: float, upper: float, tag: Tag = ("", "", 0)) -> int:
        """The number of a new row, of which zero terms are left out."""
        for column, value in terms:
            if value:
                self.indices.append(column)
                self.values.append(value)
        self.starts.append(len(self.indices))
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        self.tags.append(tag)
        return len(self.row_lower) - 1


def load(matrix: Matrix, *, maximise: bool = False, integer: bool = True, tolerance: float = TOLERANCE) -> Highs:
    """HiGHS with ``matrix`` to minimise or maximise, as far as asked in whole numbers.

    Raises:
        MissingSolver: HiGHS is not installed.
    """
    try:
        import highspy
        from highspy._core import _Highs
    except ImportError as error:
        raise MissingSolver("highspy") from error
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(matrix.lower), len(matrix.row_lower)
    program.col_cost_ = as_array(matrix.costs)
    program.col_lower_, program.col_upper_ = as_array(matrix.lower), as_array(matrix.upper)
    program.row_lower_, program.row_upper_ = as_array(matrix.row_lower), as_array(matrix.row_upper)
    program.sense_ = highspy.ObjSense.kMaximize if maximise else highspy.ObjSense.kMinimize
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = as_integers(matrix.starts)
    program.a_matrix_.index_, program.a_matrix_.value_ = as_integers(matrix.indices), as_array(matrix.values)
    if integer and any(matrix.integer):
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        program.integrality_ = [kinds[whole] for whole in matrix.integer]
    highs = _Highs()  # the class above it greets on standard output, where data goes
    options: dict[str, Any] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": TOLERANCE,
        "mip_feasibility_tolerance": tolerance,
        "primal_feasibility_tolerance": tolerance,
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
