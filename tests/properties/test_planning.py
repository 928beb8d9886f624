"""What holds for every course, goal and figure."""

from __future__ import annotations

import datetime as dt
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from planledger.planning import Course, Goal, Judgement, Mark, Observation, judge
from planledger.planning.course import sign_of
from planledger.planning.lights import RULES

RANK = {"red": 0, "amber": 1, "green": 2}
values = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))
levels = st.floats(0.01, 1e6, allow_nan=False).map(lambda value: round(value, 3))


@st.composite
def goals(draw: st.DrawFn) -> Goal:
    low = draw(values)
    return Goal(
        year=2025,
        low=low,
        high=draw(st.sampled_from([low, None, low + 1.0])),
        bound=draw(st.sampled_from(["exact", "about", "at_least", "at_most", "range"])),
        first_year=draw(st.sampled_from([None, None, 2021])),
        measure=draw(st.sampled_from(["level", "growth"])),
        striving=draw(st.booleans()),
        annual=draw(st.booleans()),
    )


@st.composite
def courses(draw: st.DrawFn) -> Course:
    based = draw(st.booleans())
    return Course(
        goals=(draw(goals()),),
        direction=draw(st.sampled_from(["more", "less"])),
        kind=draw(st.sampled_from(["stock", "flow", "rate", "index"])),
        binding=draw(st.booleans()),
        frequency=draw(st.sampled_from(["month", "quarter", "half", "year"])),
        base_year=2020 if based else None,
        base_value=draw(values) if based else None,
    )


def light_of(course: Course, periods: list[str], figures: list[float], mark: Mark | None = None) -> Judgement:
    measure = course.goals[0].measure
    seen = [Observation(period, value, measure) for period, value in zip(periods, figures, strict=True)]
    return judge(course, seen, as_of=seen[-1].when.through, mark=mark)


@settings(max_examples=400, deadline=None)
@given(courses(), values, values, st.sampled_from([["2025"], ["2025Q2"], ["2023"], ["2025-01"]]))
def test_a_better_value_never_has_a_worse_light(course: Course, one: float, other: float, periods: list[str]) -> None:
    sign = sign_of(course.goals[0], course.direction)
    worse, better = sorted((one, other), key=lambda value: sign * value)
    low, high = light_of(course, periods, [worse]).light, light_of(course, periods, [better]).light
    if "grey" not in {low, high}:
        assert RANK[low] <= RANK[high]


@settings(max_examples=400, deadline=None)
@given(courses(), st.lists(values, min_size=3, max_size=3), values)
def test_a_better_last_value_never_has_a_worse_light_whatever_came_before(
    course: Course, before: list[float], other: float
) -> None:
    sign = sign_of(course.goals[0], course.direction)
    worse, better = sorted((before[-1], other), key=lambda value: sign * value)
    periods = ["2025-01", "2025-02", "2025-03"]
    low = light_of(course, periods, [*before[:2], worse]).light
    high = light_of(course, periods, [*before[:2], better]).light
    if "grey" not in {low, high}:
        assert RANK[low] <= RANK[high]


@settings(max_examples=400, deadline=None)
@given(courses(), values)
def test_no_target_that_is_missed_at_the_end_is_green(course: Course, value: float) -> None:
    found = light_of(course, ["2025"], [value])
    goal = course.goals[0]
    if goal.bound == "about" or goal.spans_years:
        return
    assert goal.low is not None
    edge = goal.low if sign_of(goal, course.direction) > 0 else max(goal.low, goal.high or goal.low)
    missed = sign_of(goal, course.direction) * (value - edge) < -1e-6 * max(1.0, abs(edge))
    if missed:
        assert found.light != "green"
        if course.binding and not goal.striving:
            assert found.light == "red"
    else:
        assert found.light == "green"


@settings(max_examples=300, deadline=None)
@given(courses(), values)
def test_in_the_year_of_a_lapse_nothing_is_green_again(course: Course, value: float) -> None:
    mark = Mark(dt.date(2025, 2, 1), 2025)
    found = light_of(course, ["2025-06"], [value], mark)
    assert found.light != "green"
    assert found.mark.first == mark.first


@settings(max_examples=300, deadline=None)
@given(courses(), st.lists(values, min_size=1, max_size=5), st.dates(dt.date(2021, 1, 1), dt.date(2030, 1, 1)))
def test_every_judgement_says_by_which_rule_and_why(course: Course, figures: list[float], as_of: dt.date) -> None:
    measure = course.goals[0].measure
    seen = [Observation(str(2021 + at), value, measure) for at, value in enumerate(figures)]
    found = judge(course, seen, as_of=as_of)
    assert found.rule in RULES
    assert found.reason
    assert found.reason_zh
    json.dumps(found.numbers, allow_nan=False)
    assert judge(course, list(reversed(seen)), as_of=as_of) == found
