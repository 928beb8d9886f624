"""Every proof of ``data/lights.yaml`` comes out as it says, and a lapse leaves its mark."""

from __future__ import annotations

import datetime as dt
import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
import yaml

from planledger.planning import Course, Goal, Mark, Observation, judge
from planledger.planning.lights import RULES

DATA = files("planledger").joinpath("data")
RULED = yaml.safe_load(DATA.joinpath("lights.yaml").read_text(encoding="utf-8"))


def course_of(proof: dict[str, Any]) -> Course:
    said = {"low": None, "high": None, "bound": "at_least", **proof["goal"]}
    base_year, base_value = proof.get("base", (None, None))
    return Course(
        goals=(Goal(**said),),
        direction=proof.get("direction", "more"),
        kind=proof.get("kind", "flow"),
        binding=proof.get("binding", False),
        frequency=proof.get("frequency", "year"),
        base_year=base_year,
        base_value=base_value,
        unit="亿元",
    )


def test_the_file_is_as_its_schema_says() -> None:
    schema = json.loads(DATA.joinpath("lights.schema.json").read_text(encoding="utf-8"))
    plain = json.loads(json.dumps(RULED, default=str))
    jsonschema.validate(plain, schema, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("proof", RULED["proofs"], ids=lambda proof: proof["name"])
def test_proof(proof: dict[str, Any]) -> None:
    course = course_of(proof)
    seen = [Observation(period, float(value), course.goals[0].measure) for period, value in proof["figures"].items()]
    found = judge(course, seen, as_of=proof["as_of"], probability=proof.get("probability"))
    assert (found.light, found.rule) == (proof["light"], proof["rule"]), found.reason
    assert found.reason.endswith(".")
    assert found.reason_zh.endswith("。")
    json.dumps(found.numbers)


def test_every_rule_has_a_proof() -> None:
    proven = {proof["rule"] for proof in RULED["proofs"]}
    assert set(RULES) - proven == {"caught_up", "no_number"}  # below


MONTHLY = Course((Goal(2025, 120.0, None, annual=True), Goal(2026, 120.0, None, annual=True)), frequency="month")


def test_late_once_is_amber_for_the_rest_of_the_year_and_marked_for_good() -> None:
    late = judge(MONTHLY, [Observation("2025-03", 5)], as_of=dt.date(2025, 4, 10))
    assert late.light == "red"
    assert late.mark == Mark(dt.date(2025, 4, 10), 2025)
    caught_up = judge(MONTHLY, [Observation("2025-06", 70)], as_of=dt.date(2025, 7, 10), mark=late.mark)
    assert (caught_up.light, caught_up.rule) == ("amber", "caught_up")
    assert "本年度内曾滞后" in caught_up.reason_zh
    end = judge(MONTHLY, [Observation("2025", 130)], as_of=dt.date(2026, 1, 10), mark=caught_up.mark)
    assert (end.light, end.rule) == ("amber", "caught_up")
    next_year = judge(MONTHLY, [Observation("2026-01", 12)], as_of=dt.date(2026, 2, 10), mark=end.mark)
    assert next_year.light == "green"
    assert next_year.mark.first == dt.date(2025, 4, 10)


def test_a_light_turned_red_by_the_forecast_leaves_its_mark_and_says_the_probability() -> None:
    course = Course((Goal(2025, 200.0, None),), kind="stock", base_year=2020, base_value=100.0)
    seen = [Observation("2022", 141)]
    found = judge(course, seen, as_of=dt.date(2023, 2, 1), probability=0.004)
    assert (found.light, found.rule, found.mark.year) == ("red", "unlikely", 2022)
    assert found.numbers["probability"] == 0.004
    assert "仅不到1%" in found.reason_zh
    plain = judge(course, seen, as_of=dt.date(2023, 2, 1))
    assert "probability" not in plain.numbers


def test_silence_does_not_take_red_away() -> None:
    found = judge(MONTHLY, [Observation("2025-03", 5)], as_of=dt.date(2025, 12, 1))
    assert found.light == "red"
    assert found.missed == 7


def test_a_target_without_a_number_has_no_light() -> None:
    course = Course((Goal(2025, None, None),))
    assert judge(course, [Observation("2025", 5)], as_of=dt.date(2026, 2, 1)).rule == "no_number"


def test_figures_of_the_future_and_from_before_the_plan_do_not_count() -> None:
    course = Course((Goal(2025, 200.0, None),), kind="stock", base_year=2020, base_value=100.0)
    seen = [Observation("2020", 100), Observation("2021", 130)]
    assert judge(course, seen, as_of=dt.date(2021, 6, 1)).rule == "no_figure"
    assert judge(course, seen, as_of=dt.date(2022, 1, 5)).light == "green"


def test_nothing_is_due_after_the_plan_is_over() -> None:
    course = Course((Goal(2025, 200.0, None),), kind="stock", base_year=2020, base_value=100.0)
    assert judge(course, [Observation("2025", 210)], as_of=dt.date(2031, 1, 1)).rule == "end_met"


def test_words_name_the_numbers() -> None:
    course = Course((Goal(2025, 200.0, None),), kind="stock", base_year=2020, base_value=100.0, unit="公里")
    found = judge(course, [Observation("2022", 120)], as_of=dt.date(2023, 1, 5))
    assert found.reason_zh == "2022年120公里，此时应为140公里，进度20.0%，时序应达40.0%，落后20.0个百分点。"
    assert found.reason == (
        "2022: 120 公里; expected by now 140 公里, 20.0% of the way where 40.0% is due; 20.0 points behind schedule."
    )


def test_words_for_what_is_back_behind_its_start_name_no_negative_progress() -> None:
    course = Course((Goal(2025, None, 30.0, "at_most"),), kind="stock", base_year=2020, base_value=36.0)
    found = judge(course, [Observation("2022", 37)], as_of=dt.date(2023, 1, 5))
    assert found.reason_zh == "2022年37，此时应为33.6，不及起始水平，落后于序时进度。"
    assert found.reason == "2022: 37; expected by now 33.6; worse than at the start, behind schedule."
