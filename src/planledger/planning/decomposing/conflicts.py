"""The smallest set of conditions that cannot hold together (最小冲突约束组).

QuickXplain (Junker, *QUICKXPLAIN: Preferred Explanations and Relaxations for Over-Constrained Problems*, AAAI 2004)
with the deletion filter's proof at its end (Chinneck and Dravnieks, *Locating Minimal Infeasible Constraint Sets in
Linear Programs*, ORSA Journal on Computing 3, 1991): the set is infeasible, and without any of its members it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
Oracle = Callable[[Sequence[T]], bool | None]
"""Whether conditions can hold together; None when that could not be decided in time."""


def smallest_conflict(conditions: Sequence[T], feasible: Oracle[T]) -> tuple[tuple[T, ...], bool]:
    """An irreducible infeasible subset of ``conditions``, and whether that it is one was proved.

    Args:
        conditions: In an order of preference: the first are rather kept out of the conflict, the last rather in.
        feasible: Tells whether some of them can hold together.
    """
    sure = _Sure(feasible)
    found = _explain([], False, list(conditions), sure) if conditions and sure.holds([]) else []
    kept = list(found)
    for condition in found:  # the deletion filter, which is proof as well
        rest = [one for one in kept if one is not condition]
        if not sure.holds(rest):
            kept = rest
    proved = not sure.doubtful and not sure.holds(kept)
    return tuple(kept), proved


class _Sure(Generic[T]):
    """An oracle that takes what is undecided for feasible, and remembers that."""

    def __init__(self, feasible: Oracle[T]) -> None:
        self._feasible = feasible
        self.doubtful = False

    def holds(self, conditions: Sequence[T]) -> bool:
        found = self._feasible(conditions)
        self.doubtful |= found is None
        return found is not False


def _explain(background: list[T], grown: bool, conditions: list[T], sure: _Sure[T]) -> list[T]:
    """Those of ``conditions`` that conflict with ``background`` and each other."""
    if grown and not sure.holds(background):
        return []
    if len(conditions) == 1:
        return conditions
    half = len(conditions) // 2
    first, second = conditions[:half], conditions[half:]
    of_second = _explain(background + first, True, second, sure)
    of_first = _explain(background + of_second, bool(of_second), first, sure)
    return of_first + of_second
