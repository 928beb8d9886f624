"""The smallest conflict, and the proof without a solver."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from planledger.planning.decomposing.conditions import Row, Var, value_of
from planledger.planning.decomposing.conflicts import smallest_conflict
from planledger.planning.decomposing.propagating import crossing_rows, is_empty

X, Y = value_of("指标", 2021), value_of("指标", 2022)


@given(st.sets(st.frozensets(st.integers(0, 7), min_size=1, max_size=3), min_size=1, max_size=4))
def test_what_is_left_is_a_conflict_without_anything_to_spare(conflicts: set[frozenset[int]]) -> None:
    def feasible(chosen: Sequence[int]) -> bool:
        return not any(one <= set(chosen) for one in conflicts)

    found, proved = smallest_conflict(list(range(8)), feasible)
    assert proved
    assert not feasible(found)
    assert all(feasible([other for other in found if other != one]) for one in found)


def test_what_cannot_be_decided_is_not_called_proved() -> None:
    def feasible(chosen: Sequence[int]) -> bool | None:
        return None if len(chosen) == 2 else 3 not in chosen

    found, proved = smallest_conflict([1, 2, 3], feasible)
    assert not proved
    assert 3 in found


def test_bounds_that_cross_are_named_with_the_rows_behind_them() -> None:
    lows: dict[Var, int | None] = {X: 0, Y: 0}
    rows = [
        Row(((X, 1),), None, 50),
        Row(((Y, 1), (X, -1)), None, 5),
        Row(((Y, 1),), None, 90),
        Row(((Y, 1),), 60, None),
    ]
    assert is_empty(lows, rows)
    assert crossing_rows(lows, rows) == {0, 1, 3}
    assert not is_empty(lows, rows[:3])


def test_a_chain_of_rows_is_infeasible_only_together() -> None:
    rows = [Row(((X, 2), (Y, 1)), 11, None), Row(((X, 1),), None, 3), Row(((Y, 1),), None, 4)]
    lows: dict[Var, int | None] = {X: 0, Y: 0}
    assert crossing_rows(lows, rows) == {0, 1, 2}
    for kept in combinations(rows, 2):
        assert not is_empty(lows, kept)
