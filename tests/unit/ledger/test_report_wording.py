"""Numbers, targets and margins read as people write them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.ledger.report_ledgers import city_ledger, make_document, make_fulfilment, make_statement

from planledger.ledger.report.naming import name_documents
from planledger.ledger.report.summary import Pair, headline
from planledger.ledger.report.wording import Both, margin_text, number_text, share_text, value_text
from planledger.model import Guess, Relation, Statement

DOCUMENT = make_document("plan", ["标题", "地区生产总值增长5%"])
LEVEL = {"measure": "level"}


def statement(**fields: Any) -> Statement:
    return make_statement(DOCUMENT, 1, "5", **fields)


@pytest.mark.parametrize(
    ("fields", "zh", "en"),
    [
        ({"low": 5, "high": None, "bound": "at_least"}, "增长5%以上", "at least +5%"),
        ({"low": 6, "high": 7, "bound": "range"}, "增长6%—7%", "+6%–7%"),
        ({"low": 7, "high": 7, "bound": "about"}, "增长7%左右", "about +7%"),
        ({"low": -2.5, "high": -2.5}, "下降2.5%", "−2.5%"),
        ({"low": None, "high": -3, "bound": "at_most"}, "下降3%以上", "at least −3%"),
        ({"low": None, "high": 4, "unit": "%", "bound": "at_most", **LEVEL}, "4%以内", "at most 4%"),
        ({"low": 8, "high": None, "unit": "万人", "bound": "at_least", **LEVEL}, "8万人以上", "at least 8万人"),
        ({"low": 2, "high": 3, "unit": "个", "bound": "range", **LEVEL}, "2—3个", "2–3个"),
        ({"low": 0, "high": 0, "unit": "起", **LEVEL}, "0起", "0起"),
        ({"low": 120000000, "high": 120000000, "unit": "元", **LEVEL}, "1.2亿元", "1.2亿元"),
        ({"low": 1, "high": 1, "unit": "位", "measure": "rank"}, "第1位", "rank 1"),
        ({"low": None, "high": 3, "unit": "位", "measure": "rank"}, "前3位", "top 3"),
        ({"low": 2, "high": 2, "unit": "个百分点", "measure": "change"}, "提高2个百分点", "+2个百分点"),
        ({"low": 52, "high": 52, "unit": "家", "measure": "change"}, "增加52家", "+52家"),
        ({"low": 1.5, "high": 1.5, "unit": "倍", "measure": "change"}, "1.5倍", "1.5倍"),
        ({"low": None, "high": None}, "", ""),
    ],
)
def test_values_read_as_written(fields: dict[str, Any], zh: str, en: str) -> None:
    assert value_text(statement(**fields)) == (zh, en)


def test_relative_targets_name_what_they_refer_to() -> None:
    relation = Relation(
        id="plan#r1-1",
        document="plan",
        start=0,
        end=2,
        text="居民",
        indicator="居民收入",
        indicator_id="",
        measure="growth",
        comparison="above",
        reference="全省平均",
        reference_id="",
        margin=3.0,
        margin_unit="个百分点",
        role="target",
        striving=False,
        period="2020",
        sentence="",
        sentence_start=0,
        sentence_end=0,
        section=(),
        confidence=1.0,
        rule="above",
    )
    assert value_text(relation) == ("高于全省平均3个百分点", "above 全省平均 by 3个百分点")
    assert value_text(replace(relation, comparison="in_step", margin=None)).zh == "与全省平均同步"


@pytest.mark.parametrize(
    ("fields", "margin", "expected"),
    [
        ({}, -1.5, ("差1.5个百分点", "1.5 points worse")),
        ({}, 0.30000000000000004, ("好于目标0.3个百分点", "0.3 points better")),
        ({}, -0.15000000000000036, ("差0.15个百分点", "0.15 points worse")),
        ({"unit": "亿元", **LEVEL}, 1234.6, ("好于目标1235亿元", "1235亿元 better")),
        ({}, 0.04, ("好于目标0.04个百分点", "0.04 points better")),
        ({}, 0.0, ("正好达到", "exactly met")),
        ({"unit": "亿斤", **LEVEL}, -8.4, ("差8.4亿斤", "8.4亿斤 worse")),
        ({"unit": "元", **LEVEL}, 1.2e8, ("好于目标1.2亿元", "1.2亿元 better")),
        ({"unit": "", "measure": "rank"}, -2.0, ("差2位", "2 places worse")),
        ({}, None, ("", "")),
    ],
)
def test_margins_in_words(fields: dict[str, Any], margin: float | None, expected: tuple[str, str]) -> None:
    assert margin_text(make_fulfilment(statement(**fields), None, "missed", margin=margin)) == expected


def test_a_share_of_the_way_is_said_of_amounts_only() -> None:
    amount = make_fulfilment(statement(unit="亿元", **LEVEL), None, "missed", share=0.936)
    assert share_text(amount) == "93.6%"
    assert share_text(replace(amount, promise=statement())) == ""


@given(st.floats(allow_nan=True, allow_infinity=True), st.sampled_from(["元", "万人", "%", "亿元", ""]))
def test_no_number_has_an_exponent(value: float, unit: str) -> None:
    assert "e" not in number_text(value, unit).lower()


def test_headline_counts_what_happened_and_leaves_out_what_did_not() -> None:
    targets, work = headline(city_ledger().fulfilments, [Pair(Both("甲", "A"), Both("乙", "B"))])
    assert targets.zh == "甲的5项量化目标，对照乙：兑现1项，推进中1项，未兑现1项，不可比1项，未报告1项。"
    assert targets.en.startswith("5 quantified targets of A, held against B: 1 kept, 1 in progress")
    assert work.zh == "另有1项工作承诺：部分兑现1项。"


def test_documents_have_names_that_people_use() -> None:
    outline = Guess("five_year_outline", 1.0, "")
    documents = [
        make_document("a", ["标题"]),
        make_document("b", ["标题"]),
        make_document("c", ["标题"], kind=outline, year=Guess(2021, 1.0, ""), plan_period="2021/2025"),
        make_document("d", ["云岭市简况"], kind=Guess("other", 0.2, "")),
        make_document("e", [""], kind=Guess("other", 0.2, ""), title=Guess("", 0.0, "")),
    ]
    names = [name.zh for name in name_documents(documents)]
    assert names == [
        "临江市2020年政府工作报告(a)",
        "临江市2020年政府工作报告(b)",
        "临江市“十四五”规划纲要",
        "云岭市简况",
        "e",
    ]
