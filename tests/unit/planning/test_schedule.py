"""Where an indicator should stand."""

from __future__ import annotations

import datetime as dt

import pytest

from planledger.planning import Course, Goal, Observation, due_by, find_period
from planledger.planning.periods import periods_since
from planledger.planning.schedule import Latitude, path_of


def test_amounts_grow_by_rates_and_stocks_by_steps() -> None:
    flow = Course((), kind="flow", base_year=2020, base_value=100.0)
    stock = Course((), kind="stock", base_year=2020, base_value=100.0)
    goal = Goal(2022, 144.0, None)
    assert path_of(flow, goal) == {2020: 100.0, 2021: 120.0, 2022: 144.0}
    assert path_of(stock, goal) == {2020: 100.0, 2021: 122.0, 2022: 144.0}
    assert path_of(Course(()), goal) == {}


def test_months_of_a_year_on_the_way_are_held_against_the_usual_share() -> None:
    course = Course((), kind="flow", base_year=2020, base_value=100.0)
    due = due_by(course, Goal(2022, 144.0, None), [Observation("2021Q2", 60.0)])
    assert due is not None
    assert due.expected == pytest.approx(60.0)
    assert due.lead == pytest.approx(0.0)
    assert not due.ended


def test_a_rate_that_must_fall_is_on_its_way() -> None:
    course = Course((), kind="rate", direction="less", base_year=2020, base_value=40.0)
    due = due_by(course, Goal(2025, None, 30.0, "at_most"), [Observation("2022", 37.0)])
    assert due is not None
    assert (due.expected, due.done, due.due) == (36.0, pytest.approx(0.3), pytest.approx(0.4))
    assert due.lead < 0


def test_what_is_there_already_must_hold() -> None:
    course = Course((), kind="rate", base_year=2020, base_value=99.0)
    due = due_by(course, Goal(2025, 95.0, None), [Observation("2022", 96.0)])
    assert due is not None
    assert (due.way, due.scale, due.lead) == ("hold", "points", pytest.approx(1.0))


def test_a_year_begins_where_the_last_one_ended() -> None:
    course = Course((), kind="stock")
    seen = [Observation("2024", 100.0), Observation("2025-03", 104.0)]
    due = due_by(course, Goal(2025, 120.0, None, annual=True), seen)
    assert due is not None
    assert (due.way, due.expected) == ("within_year", 105.0)


def test_average_growth_is_compounded_over_the_years() -> None:
    seen = [Observation("2021", 10.0, "growth"), Observation("2022", 2.0, "growth")]
    due = due_by(Course(()), Goal(2025, 6.0, None, first_year=2021, measure="growth"), seen)
    assert due is not None
    assert due.value == pytest.approx(5.925, abs=0.001)
    assert due_by(Course(()), Goal(2025, 6.0, None, first_year=2020, measure="growth"), seen) is None


def test_about_leaves_room_on_the_wrong_side_only() -> None:
    goal = Goal(2025, 100.0, 100.0, "about")
    course = Course((), kind="stock")
    met = due_by(course, goal, [Observation("2025", 97.5)], latitude=Latitude(0.03))
    missed = due_by(course, goal, [Observation("2025", 96.5)], latitude=Latitude(0.03))
    assert met is not None
    assert missed is not None
    assert met.met
    assert not missed.met


@pytest.mark.parametrize(
    ("text", "through"),
    [("2025", (2025, 12, 31)), ("2025H1", (2025, 6, 30)), ("2025Q3", (2025, 9, 30)), ("2024-02", (2024, 2, 29))],
)
def test_periods(text: str, through: tuple[int, int, int]) -> None:
    found = find_period(text)
    assert found is not None
    assert found.through == dt.date(*through)


@pytest.mark.parametrize("text", ["", "2025-13", "2025Q5", "2021/2025", "25", "2025-3", "2025H3", "0000"])
def test_what_is_no_period(text: str) -> None:
    assert find_period(text) is None


def test_periods_that_should_have_been_reported() -> None:
    through = dt.date(2024, 12, 31)
    assert periods_since(through, dt.date(2025, 12, 31), frequency="year", grace_days=90) == 0
    assert periods_since(through, dt.date(2026, 3, 31), frequency="year", grace_days=90) == 1
    assert periods_since(through, dt.date(2025, 8, 1), frequency="quarter", grace_days=30) == 2
    assert periods_since(dt.date(2025, 6, 30), dt.date(2025, 6, 30), frequency="half", grace_days=0) == 0
