"""What of a text names the thing that is measured."""

from __future__ import annotations

import pytest
from tests.unit.extracting.statement_cases import read_paper

from planledger.extracting import phrases
from planledger.extracting.distribution import distribute, shared_members, subjects_of
from planledger.extracting.grammar import words
from planledger.extracting.ranking import split_rank


@pytest.mark.parametrize("verb", sorted(words()["up"]))
def test_verb_of_increase(verb: str) -> None:
    [found] = read_paper(f"粮食产量{verb}3.2%。", "work-review").statements
    assert (found.indicator, found.measure, found.low) == ("粮食产量", "growth", 3.2)


@pytest.mark.parametrize("verb", sorted(words()["down"]))
def test_verb_of_decrease(verb: str) -> None:
    [found] = read_paper(f"粮食产量{verb}3.2%。", "work-review").statements
    assert (found.indicator, found.measure, found.low) == ("粮食产量", "growth", -3.2)


@pytest.mark.parametrize(
    "text", ["全市粮食产量", "到2025年，粮食产量", "今年粮食产量", "力争全市粮食产量", "其中粮食产量", "粮食产量的"]
)
def test_lead_is_stripped(text: str) -> None:
    assert phrases.strip_lead(text) == "粮食产量"


@pytest.mark.parametrize(
    "text", ["新增就业", "新能源装机", "对外贸易额", "集中供热面积", "有效发明专利", "全国文明城市"]
)
def test_words_that_only_begin_like_a_lead_stay(text: str) -> None:
    assert phrases.strip_lead(text) == text


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("文化地标", "文化地标"),
        ("的文化地标，", "文化地标"),
        ("示范园区和配套道路", "示范园区"),
        ("示范基地、检测平台", "示范基地"),
        ("（套）保障性住房", "保障性住房"),
    ],
)
def test_counted_thing(text: str, thing: str) -> None:
    assert phrases.right_object(text) == thing


@pytest.mark.parametrize(
    ("text", "verb"), [("新建学校", "新建"), ("累计建成厂房", "累计建成"), ("粮食产量", ""), ("", "")]
)
def test_delivering_verb_at_the_start(text: str, verb: str) -> None:
    assert phrases.deliver_verb(text) == verb


@pytest.mark.parametrize(("text", "verb"), [("全市新建", "新建"), ("已经建成了", "建成"), ("粮食产量", ""), ("", "")])
def test_delivering_verb_at_the_end(text: str, verb: str) -> None:
    assert phrases.ends_with_deliver(text) == verb


def test_names_of_a_list_are_dropped_and_shared_measures_kept() -> None:
    assert phrases.drop_named("实施东山路、西岭路等市政道路改造") == "实施市政道路改造"
    kept = "食品、纺织等产业增加值"
    assert phrases.drop_named(kept) == kept


def test_tidy_takes_filler_and_stray_marks() -> None:
    assert phrases.tidy("，顺利完成技术改造的") == "完成技术改造"
    assert phrases.tidy("高等学校") == "高等学校"


@pytest.mark.parametrize(
    ("text", "ranked", "among"),
    [
        ("茶叶出口额居全省", "茶叶出口额", "全省"),
        ("总量和增速均位居全国", "总量和增速", "全国"),
        ("营商环境位次由", "营商环境", ""),
        ("粮食产量连续五年保持全省", "粮食产量", "全省"),
    ],
)
def test_rank_is_split(text: str, ranked: str, among: str) -> None:
    assert split_rank(text) == (ranked, among)


@pytest.mark.parametrize(
    ("phrase", "count", "subjects"),
    [
        ("进口、出口", 2, ["进口", "出口"]),
        ("粮食、蔬菜和水果产量", 3, ["粮食产量", "蔬菜产量", "水果产量"]),
        ("国有企业营业收入、利润总额", 2, ["国有企业营业收入", "国有企业利润总额"]),
        ("城乡居民收入", 2, ["城镇居民收入", "农村居民收入"]),
        ("粮食产量", 2, []),
        ("城乡居民收入", 3, []),
    ],
)
def test_subjects(phrase: str, count: int, subjects: list[str]) -> None:
    assert subjects_of(phrase, count) == subjects


def test_members_of_a_shared_head() -> None:
    assert shared_members("城乡居民收入", 2) == ("城镇", "农村")
    assert shared_members("城乡居民收入", 3) == ()
    assert shared_members("粮食产量", 2) == ()


def test_measures_of_their_own_are_not_lengthened() -> None:
    assert distribute(["污水处理率", "垃圾分类覆盖率"]) == ["污水处理率", "垃圾分类覆盖率"]
