from __future__ import annotations

from typing import Any

import pytest
from tests.unit.reconciling.records import document, extraction, relation, statement

from planledger.catalogue import load_catalogue
from planledger.reconciling import reconcile
from planledger.reconciling.relative import variants


def answer(promise: Any, *results: Any) -> Any:
    (found,) = reconcile(
        extraction("p", promise),
        extraction("r", *results),
        promise_document=document("p", year=2021),
        result_document=document("r", year=2022),
        catalogue=load_catalogue(),
    )
    return found


def growth(indicator: str, value: str, start: int) -> Any:
    return statement(indicator, value, measure="growth", role="actual", start=start, document="r")


IN_STEP = relation("城乡居民人均可支配收入", "in_step", "经济增长", text="城乡居民人均可支配收入与经济增长同步")
GDP = growth("地区生产总值", "5.5%", 0)


@pytest.mark.parametrize(
    ("town", "country", "verdict"),
    [("5.7%", "6.8%", "met"), ("4.4%", "5.6%", "partly"), ("4.4%", "5%", "missed"), ("5.3%", "6%", "met")],
)
def test_in_step_with_growth(town: str, country: str, verdict: str) -> None:
    found = answer(
        IN_STEP, GDP, growth("城镇居民人均可支配收入", town, 10), growth("农村居民人均可支配收入", country, 20)
    )
    assert found.verdict == verdict
    assert found.result is not None
    assert "地区生产总值" in found.reason_zh


def test_level_does_not_answer() -> None:
    level = statement("城镇居民人均可支配收入", "36000元", role="actual", document="r")
    assert answer(IN_STEP, GDP, level).verdict == "not_comparable"


def test_reference_not_given() -> None:
    assert answer(IN_STEP, growth("城镇居民人均可支配收入", "5.7%", 10)).verdict == "not_comparable"


def test_nothing_said() -> None:
    assert answer(IN_STEP, GDP).verdict == "not_reported"


def test_relation_answers_relation() -> None:
    promise = relation("进出口增速", "above", "全国平均")
    said = relation("进出口增速", "above", "全国", role="actual", text="进出口增速高于全国", document="r")
    found = answer(promise, said)
    assert found.verdict == "met"
    assert found.result == said


def test_half_of_the_people_does_not_hide_the_other() -> None:
    assert variants("城乡居民收入") == ("城乡居民收入", "城镇居民收入", "农村居民收入")
    assert variants("城镇居民收入") == ("城镇居民收入",)
