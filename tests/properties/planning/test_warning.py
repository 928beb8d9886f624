"""What holds for every light with a forecast beside it, and for every alert."""

from __future__ import annotations

import datetime as dt
import os

from hypothesis import given, settings
from hypothesis import strategies as st

from planledger.planning import Course, Goal, Observation, judge
from planledger.planning.alerts import AlertRule, Case, parse_conditions, raise_alerts

EXAMPLES = settings(max_examples=int(os.environ.get("PLANLEDGER_EXAMPLES", "150")), deadline=None)
RANK = {"red": 0, "amber": 1, "grey": 1, "green": 2}
VALUES = st.floats(-100, 1000).map(lambda value: round(value, 2))
CHANCES = st.floats(0, 1)
PERIODS = [f"{year}-{month:02}" for year in (2023, 2024, 2025) for month in range(1, 13)]
SERIES = st.dictionaries(st.sampled_from(PERIODS), VALUES, max_size=30)
WHEN = st.sampled_from(
    [
        "连续2期下降",
        "rising 3",
        "高于100",
        "低于0",
        "同比高于5%",
        "同比低于-5%",
        "2期未报告",
        "2024-06-30以来未报告",
        "实现概率低于30%",
    ]
)
KINDS = st.sampled_from(["flow", "stock", "rate", "index"])
DAY = dt.date(2025, 7, 1)


@EXAMPLES
@given(st.booleans(), VALUES, st.sampled_from(["2025Q2", "2024", "2025"]), CHANCES, CHANCES)
def test_a_probability_makes_no_light_better_and_a_higher_one_none_worse(
    binding: bool, value: float, period: str, one: float, other: float
) -> None:
    course = Course((Goal(2025, 500.0, None),), binding=binding, base_year=2020, base_value=100.0)
    seen = [Observation(period, value)]
    lights = [
        RANK[judge(course, seen, as_of=seen[0].when.through, probability=chance).light]
        for chance in (*sorted((one, other)), None)
    ]
    assert lights == sorted(lights)


@EXAMPLES
@given(st.data(), SERIES, WHEN, KINDS, st.none() | CHANCES)
def test_alerts_know_no_order_and_no_later_figure(
    data: st.DataObject, series: dict[str, float], when: str, kind: str, chance: float | None
) -> None:
    rule = AlertRule("tried", parse_conditions(when))
    seen = [Observation(period, value) for period, value in series.items()]
    before = [one for one in seen if one.when.through <= DAY]
    shuffled = data.draw(st.permutations(seen))
    found, other = (
        raise_alerts([rule], Case("投资", figures, "month", kind, probability=chance), as_of=DAY)
        for figures in (shuffled, before)
    )
    assert found == other
    [alert] = found
    assert alert.state in {"fired", "quiet", "unknown"}
    assert alert.reason_zh.endswith("。")


@EXAMPLES
@given(SERIES, WHEN, WHEN, KINDS)
def test_two_conditions_fire_when_both_do(series: dict[str, float], one: str, other: str, kind: str) -> None:
    case = Case(
        "投资", [Observation(period, value) for period, value in series.items()], "month", kind, probability=0.2
    )
    rules = [AlertRule(text, parse_conditions(text)) for text in (one, other, f"{one}且{other}")]
    first, second, both = (alert.state for alert in raise_alerts(rules, case, as_of=DAY))
    assert (both == "fired") == (first == second == "fired")
    assert (both == "quiet") == ("quiet" in {first, second})
