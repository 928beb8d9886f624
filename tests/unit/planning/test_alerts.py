"""The language of alerts reads what it says, every proof comes out, and reasons name the numbers."""

from __future__ import annotations

import datetime as dt
import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
import yaml

from planledger.planning import Observation
from planledger.planning.alerts import AlertRule, Case, WrongCondition, parse_conditions, published_rules, raise_alerts

DATA = files("planledger").joinpath("data")
RULED = yaml.safe_load(DATA.joinpath("alerts.yaml").read_text(encoding="utf-8"))
WORDED = [(name, text) for name, one in RULED["conditions"].items() for text in one["matches"]]
REJECTED = [(name, text) for name, one in RULED["conditions"].items() for text in one["rejects"]]


def test_the_file_is_as_its_schema_says() -> None:
    schema = json.loads(DATA.joinpath("alerts.schema.json").read_text(encoding="utf-8"))
    plain = json.loads(json.dumps(RULED, default=str))
    jsonschema.validate(plain, schema, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize(("name", "text"), WORDED)
def test_a_condition_is_read(name: str, text: str) -> None:
    [condition] = parse_conditions(text)
    assert condition.name == name
    assert parse_conditions(condition.said("zh")) == (condition,)


QUARTERS = [
    Observation(f"{year}Q{quarter}", 60 - year + 2020 - quarter) for year in (2024, 2025) for quarter in (1, 2, 3)
]
YEARS = [Observation(str(year), value) for year, value in ((2022, 60), (2023, 58), (2024, 56))]


@pytest.mark.parametrize(
    ("when", "seen", "state", "told"),
    [
        ("连续2年下降", QUARTERS, "unknown", "连续2年下降"),
        ("连续2个季度下降", QUARTERS, "fired", "连续2个季度下降"),
        ("连续2期下降", QUARTERS, "fired", "连续2期下降"),
        ("连续2年下降", [*YEARS, *QUARTERS], "fired", "连续2年下降：2022 60 → 2023 58 → 2024 56"),
        ("2个季度未报告", QUARTERS, "fired", "2个季度未报告"),
        ("2年未报告", QUARTERS, "quiet", ""),
    ],
)
def test_a_rule_counts_the_periods_that_it_names(when: str, seen: list[Observation], state: str, told: str) -> None:
    case = Case("占比", seen, "quarter", kind="rate")
    (alert,) = raise_alerts([AlertRule("甲", parse_conditions(when))], case, as_of=dt.date(2026, 6, 1))
    assert alert.state == state
    assert told in alert.reason_zh


@pytest.mark.parametrize(("name", "text"), REJECTED)
def test_a_text_that_says_something_else_is_not_read_so(name: str, text: str) -> None:
    try:
        [condition] = parse_conditions(text)
    except WrongCondition:
        return
    assert condition.name != name


@pytest.mark.parametrize(
    "text", ["", "尽快完成", "高于4且", "falling 0", "2025-13-40以来未报告", "概率低于130%", "高" * 300]
)
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(WrongCondition):
        parse_conditions(text)


@pytest.mark.parametrize("proof", RULED["proofs"], ids=lambda proof: proof["name"])
def test_proof(proof: dict[str, Any]) -> None:
    rule = AlertRule("tried", parse_conditions(proof["when"]))
    case = Case(
        "失业率",
        [Observation(period, float(value)) for period, value in proof["figures"].items()],
        frequency=proof["frequency"],
        kind=proof["kind"],
        probability=proof.get("probability"),
    )
    [found] = raise_alerts([rule], case, as_of=proof["as_of"])
    assert found.state == proof["state"], found.reason
    assert found.rule == "tried"
    assert found.reason.endswith(".")
    assert found.reason_zh.endswith("。")
    json.dumps(found.numbers)


def test_every_condition_has_a_proof() -> None:
    proven = {condition.name for proof in RULED["proofs"] for condition in parse_conditions(proof["when"])}
    assert set(RULED["conditions"]) - proven == {"below"}  # as above


def test_rules_speak_of_their_indicators_and_directions_only() -> None:
    rules = [AlertRule("own", parse_conditions("低于60"), indicators=("城镇化率",)), *published_rules()]
    case = Case("失业率", [Observation("2025", 50.0)], direction="less")
    found = {alert.rule for alert in raise_alerts(rules, case, as_of=dt.date(2026, 1, 1))}
    assert found == {"rising-three", "silent-two", "unlikely", "hardly"}


def test_a_reason_names_rule_numbers_and_action() -> None:
    rule = AlertRule("fell", parse_conditions("falling 2"), severity="urgent", action="约谈责任单位")
    seen = [Observation("2025-02", 4.8), Observation("2025-01", 5.0), Observation("2025-03", 4.1)]
    [found] = raise_alerts([rule], Case("投资增速", seen, frequency="month", kind="rate"), as_of=dt.date(2025, 4, 1))
    assert found.reason_zh == "连续2期下降：2025-01 5 → 2025-02 4.8 → 2025-03 4.1。约谈责任单位"
    assert found.severity == "urgent"
    assert found.numbers["falling"]["figures"][0] == ["2025-01", 5.0]


def test_without_any_figure_silence_alone_is_told() -> None:
    states = {
        alert.rule: alert.state
        for alert in raise_alerts(published_rules(), Case("投资", []), as_of=dt.date(2025, 4, 1))
    }
    assert states == {"falling-three": "unknown", "silent-two": "fired", "unlikely": "unknown", "hardly": "unknown"}
