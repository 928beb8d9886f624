"""Shares in whole steps that close."""

from __future__ import annotations

from fractions import Fraction

import pytest

from planledger.planning.decomposing.rounding import closed_table, filled, shares_of


def test_largest_remainders_get_what_is_left() -> None:
    # Hamilton's method on the example of Balinski and Young's textbook kind: quotas 4.6, 3.2, 2.2 of ten seats.
    assert shares_of(10, {"a": Fraction(46), "b": Fraction(32), "c": Fraction(22)}) == {"a": 5, "b": 3, "c": 2}


def test_ties_go_to_the_smaller_key_whatever_the_order() -> None:
    weights = {"b": Fraction(1), "a": Fraction(1), "c": Fraction(1)}
    assert shares_of(4, weights) == {"a": 2, "b": 1, "c": 1}
    assert shares_of(4, dict(reversed(weights.items()))) == {"a": 2, "b": 1, "c": 1}


def test_what_a_limit_keeps_from_one_goes_to_the_others_in_proportion() -> None:
    weights = {"a": Fraction(6), "b": Fraction(3), "c": Fraction(1)}
    assert shares_of(100, weights, {"a": (0, 20)}) == {"a": 20, "b": 60, "c": 20}
    assert shares_of(100, weights, {"c": (40, None)}) == {"a": 40, "b": 20, "c": 40}


def test_weights_of_zero_get_only_what_nobody_else_can_take() -> None:
    weights = {"a": Fraction(1), "b": Fraction(0)}
    assert shares_of(10, weights) == {"a": 10, "b": 0}
    assert shares_of(10, weights, {"a": (0, 4)}) == {"a": 4, "b": 6}


@pytest.mark.parametrize("boxes", [{"a": (0, 1), "b": (0, 1)}, {"a": (6, None)}, {"a": (2, 1)}])
def test_boxes_without_room_are_refused(boxes: dict[str, tuple[int, int | None]]) -> None:
    with pytest.raises(ValueError, match="5"):
        filled(5, {"a": Fraction(1), "b": Fraction(1)}, boxes)


def test_a_table_closes_by_row_and_by_column_and_stays_next_to_the_exact_one() -> None:
    rows, columns = {2021: 7, 2022: 8}, {"a": 5, "b": 5, "c": 5}
    cells = {year: [total * columns[name] for name in sorted(columns)] for year, total in rows.items()}
    table = closed_table(rows, columns, cells, 15)
    assert table is not None
    assert {year: sum(line.values()) for year, line in table.items()} == rows
    assert {name: sum(line[name] for line in table.values()) for name in columns} == columns
    assert all(abs(Fraction(cells[y][at], 15) - table[y][n]) < 1 for y in rows for at, n in enumerate(sorted(columns)))


def test_a_table_whose_exact_cells_do_not_close_is_none() -> None:
    assert closed_table({2021: 2}, {"a": 1}, {2021: [3]}, 2) is None
