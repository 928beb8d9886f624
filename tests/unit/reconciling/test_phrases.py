from __future__ import annotations

import pytest

from planledger.reconciling.likeness import contrast, likeness
from planledger.reconciling.phrases import parse_phrase


@pytest.mark.parametrize(
    ("stated", "core"),
    [
        ("全市规模以上工业增加值", "规上工业增加值"),
        ("城镇新增就业人数", "城镇就业"),
        ("新增城镇就业", "城镇就业"),
        ("建成高标准农田", "高标准农田"),
        ("GDP", "生产总值"),
        ("社会消费品零售总额", "社会消费品零售额"),
        ("“个转企”数量", "个转企"),
    ],
)
def test_core(stated: str, core: str) -> None:
    assert parse_phrase(stated).core == core


def test_increment_and_stock() -> None:
    assert parse_phrase("新认定高新技术企业").increment
    assert parse_phrase("有效发明专利拥有量").stock or parse_phrase("5G基站总数").stock
    assert not parse_phrase("高新技术企业").increment


@pytest.mark.parametrize("stated", ["超亿元项目", "亿元以上项目", "投资1亿元以上项目"])
def test_one_threshold_written_three_ways(stated: str) -> None:
    assert parse_phrase(stated).thresholds == frozenset({"亿"})


def test_ordinals_and_seasons() -> None:
    assert parse_phrase("第4批通办事项").ordinals == frozenset({"第4批"})
    assert parse_phrase("新雪季接待游客人次").season == "雪季"


def test_likeness_names_what_stands_apart() -> None:
    alike = likeness("规上工业增加值", "规上装备工业增加值")
    assert alike.only_first == ()
    assert alike.only_second == ("装备",)
    assert alike.score < 1


def test_likeness_does_not_mind_order() -> None:
    assert likeness("老旧小区供水改造", "供水老旧小区改造").score == 1


def test_contrast() -> None:
    assert contrast(parse_phrase("实际利用内资"), parse_phrase("实际利用外资")) == ("内资", "外资")
    assert contrast(parse_phrase("进出口"), parse_phrase("出口")) == ("进出口", "出口")
    assert contrast(parse_phrase("供水、排水管网"), parse_phrase("排水管网")) is None
