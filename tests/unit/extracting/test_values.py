"""Numerals with their unit and bounds, wherever they stand."""

from __future__ import annotations

from itertools import pairwise

import pytest

from planledger.catalogue import load_catalogue
from planledger.extracting.numerals import chinese_number
from planledger.extracting.values import Value, find_values

CATALOGUE = load_catalogue()


def only(text: str) -> Value:
    """The single value that ``text`` holds."""
    values = find_values(text, CATALOGUE)
    assert len(values) == 1, [text[value.start : value.end] for value in values]
    return values[0]


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("产量32.6亿斤。", 32.6, "亿斤"),
        ("产量0.5万吨。", 0.5, "万吨"),
        ("面积18万亩。", 18, "万亩"),
        ("提高3.1个百分点。", 3.1, "个百分点"),
        ("浓度31微克/立方米。", 31, "微克/立方米"),
        ("死亡率9.1/10万。", 9.1, "/10万"),
        ("装机95万千瓦。", 95, "万千瓦"),
        ("存款三千万元。", 3, "千万元"),
        ("建成十二座。", 12, "座"),
        ("利用率达到百分之九十六。", 96, "%"),
        ("其中四分之三。", 75, "%"),
        ("比重超过八成。", 80, "%"),
        ("比重达到九成五。", 95, "%"),
        ("开办时间压缩至半小时。", 0.5, "小时"),
        ("产量翻两番。", 4, "倍"),
    ],
)
def test_amount_and_unit(text: str, low: float, unit: str) -> None:
    value = only(text)
    assert (value.low, value.unit) == (low, unit)


def test_thousandths() -> None:
    value = only("死亡率为千分之三。")
    assert (value.low, value.unit) == (3, "‰")


@pytest.mark.parametrize(
    ("text", "bound", "low", "high"),
    [
        ("增长8%", "exact", 8, 8),
        ("增长8%左右", "about", 8, 8),
        ("约8亿元", "about", 8, 8),
        ("近8亿元", "about", 8, 8),
        ("8余家", "about", 8, 8),
        ("80多家", "about", 80, 80),
        ("8万余人", "about", 8, 8),
        ("8%以上", "at_least", 8, None),
        ("8%及以上", "at_least", 8, None),
        ("超过8%", "at_least", 8, None),
        ("突破8亿元", "at_least", 8, None),
        ("逾8亿元", "at_least", 8, None),
        ("不低于8%", "at_least", 8, None),
        ("不少于8家", "at_least", 8, None),
        ("至少8家", "at_least", 8, None),
        ("8%以内", "at_most", None, 8),
        ("8天以下", "at_most", None, 8),
        ("不超过8天", "at_most", None, 8),
        ("不高于8%", "at_most", None, 8),
        ("不足8%", "at_most", None, 8),
        ("6%—7%", "range", 6, 7),
        ("6—7%", "range", 6, 7),
        ("6%至7%", "range", 6, 7),
        ("2-3个", "range", 2, 3),
        ("30至50家", "range", 30, 50),
        ("不低于年消费量的5%", "at_least", 5, None),
        ("严守380万亩", "at_least", 380, None),
    ],
)
def test_bounds(text: str, bound: str, low: float | None, high: float | None) -> None:
    value = only(f"为{text}。")
    assert (value.bound, value.low, value.high) == (bound, low, high)
    assert value.left <= value.start < value.end <= value.right


@pytest.mark.parametrize("text", ["通过8项", "经过8轮", "侦破8起", "节约8吨", "签约8个", "线上8场", "附近8家"])
def test_last_character_of_another_word_is_no_bound(text: str) -> None:
    assert only(f"{text}。").bound == "exact"


@pytest.mark.parametrize(
    ("text", "form", "low", "high", "bound"),
    [
        ("位居首位。", "rank", 1, 1, "exact"),
        ("名列第三位。", "rank", 3, 3, "exact"),
        ("进入前五位。", "rank", None, 5, "at_most"),
        ("重污染天数为零。", "zero", 0, 0, "exact"),
        ("产值翻一番。", "fold", 2, 2, "exact"),
    ],
)
def test_forms(text: str, form: str, low: float | None, high: float | None, bound: str) -> None:
    value = only(text)
    assert (value.form, value.low, value.high, value.bound) == (form, low, high, bound)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("提高4.2和0.7个百分点。", ["个百分点", "个百分点"]),
        ("分别为3、5家。", ["家", "家"]),
        ("由5天压缩至3个。", ["天", "个"]),
        ("增长5.7%6.8%。", ["%", "%"]),
    ],
)
def test_units_of_two(text: str, units: list[str]) -> None:
    assert [value.unit for value in find_values(text, CATALOGUE)] == units


@pytest.mark.parametrize(
    "text", ["", "没有数字。", "十分重要，一定办好，万众一心，千方百计。", "第一产业，半岛，成立。"]
)
def test_words_that_only_look_like_numerals(text: str) -> None:
    assert find_values(text, CATALOGUE) == []


def test_values_are_in_order_and_do_not_overlap() -> None:
    text = "新建学校12所、卫生院五所，增长3.1%—4%，翻一番，为三分之一，达到六成五。"
    values = find_values(text, CATALOGUE)
    assert len(values) == 6
    assert all(one.end <= other.start for one, other in pairwise(values))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", 0),
        ("两", 2),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一百零五", 105),
        ("三千六百", 3600),
        ("百", 100),
        ("万", 10_000),
        ("两万五千", 25_000),
        ("十亿", 10**9),
        ("百亿", 10**10),
        ("万亿", 10**12),
        ("半", 0.5),
        ("", None),
        ("甲", None),
        ("三甲", None),
    ],
)
def test_chinese_numbers(text: str, number: float | None) -> None:
    assert chinese_number(text) == number
