"""A good plan soon: the relaxation first, then only the starts that it leaves open or nearly so.

E. Angelelli, R. Mansini, M. G. Speranza, *Kernel search: A general heuristic for the multi-dimensional knapsack
problem*, Computers & Operations Research 37, 2010. The relaxation bounds what any plan can reach, so how good the plan
is stays known; where it is not good enough, it is what the search among all starts begins with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from planledger.planning.allocating.model import Model
from planledger.planning.allocating.solver import Answer, Solver, clock
from planledger.planning.programs import Term

KERNEL = 500
"""Starts that are left open."""
_OPEN = 1e-6


class Kernel:
    """The starts of ``model`` that a relaxation leaves open, aim after aim."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._relaxed = Solver(model.matrix, integer=False, tolerance=1e-7)
        self._required: list[tuple[Sequence[Term], float]] = []

    def require(self, terms: Sequence[Term], lower: float) -> None:
        """Add that the sum of ``terms`` is at least ``lower``."""
        self._relaxed.require(terms, lower)
        self._required.append((terms, lower))

    def maximise(
        self, objective: Mapping[int, float], *, seconds: float, gap: float, known: Mapping[int, float]
    ) -> Answer:
        """A plan from the open starts, with the relaxation's bound; without a plan where there is none so near."""
        began = clock()
        relaxed = self._relaxed.maximise(objective, seconds=seconds)
        if relaxed.value is None:
            return replace(relaxed, columns=())
        fixed = self._fixed(relaxed.columns, self._relaxed.reduced(), known)
        matrix = self._model.matrix
        lower, upper = list(matrix.lower), list(matrix.upper)
        for column, value in fixed.items():
            lower[column] = upper[column] = value
        solver = Solver(replace(matrix, lower=lower, upper=upper))
        for terms, least in self._required:
            solver.require(terms, least)
        # Half of the gap is left for what the fixed starts lose.
        found = solver.maximise(objective, seconds=began + seconds - clock(), gap=gap / 2)
        found = replace(found, bound=relaxed.value, seconds=clock() - began)
        if found.value is None:
            return replace(found, ending="unknown")
        near = relaxed.value - found.value <= max(gap, 1e-7) * max(1.0, abs(found.value))
        return replace(found, ending=("gap" if gap else "optimal") if near else "time")

    def _fixed(
        self, values: Sequence[float], reduced: Sequence[float], known: Mapping[int, float]
    ) -> Mapping[int, float]:
        """Starts that the relaxation is surest of, with their values; what the plan so far starts stays open."""
        columns = list(self._model.start.values())
        sure = {
            column: abs(reduced[column]) if min(values[column], 1 - values[column]) <= _OPEN else 0.0
            for column in columns
        }
        ranked = sorted(columns, key=lambda column: (sure[column], column))
        moved = {column for column in columns if abs(known.get(column, values[column]) - values[column]) > 0.5}
        opened = moved.union(ranked[:KERNEL])
        return {column: float(round(values[column])) for column in columns if column not in opened}
