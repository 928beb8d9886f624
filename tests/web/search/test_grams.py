"""Words of the index: what finds what."""

from __future__ import annotations

import doctest

import pytest

from planweb.search import grams as module
from planweb.search.grams import grams, marked, phrases_of


def found(query: str, text: str) -> list[str]:
    return [text[start:end] for start, end in marked(text, phrases_of(query))]


@pytest.mark.parametrize(
    ("query", "text", "what"),
    [
        ("就业", "城镇新增就业4万人", ["就业"]),
        ("就业", "成就事业", []),
        ("就业", "就，业", []),
        ("就业率", "新增就业，率先完成", []),
        ("就業", "城镇新增就业", ["就业"]),
        ("就业", "城鎮新增就業", ["就業"]),
        ("业", "新增就业4万人，工业增长", ["业", "业"]),
        ("粮", "粮食产量", ["粮"]),
        ("1303.96", "完成1303.96亿元", ["1303.96"]),
        ("1303.96", "完成1,303.96亿元", ["1,303.96"]),
        ("1,303.96亿元", "完成1303.96亿元", ["1303.96亿元"]),
        ("１３０３．９６", "完成1303.960亿元", ["1303.960"]),
        ("1303", "完成1303.96亿元", []),
        ("303.96", "完成1,303.96亿元", []),
        ("2025", "2025年", ["2025"]),
        ("GDP", "人均ｇｄｐ增长", ["ｇｄｐ"]),
        ("5G基站", "新建5G基站100个", ["5G基站"]),
        ("十四五规划", "“十四五”规划纲要", ["十四五”规划"]),
        ("第3位", "居全省第3位", ["第3位"]),
        ("就业 2023", "2023年新增就业", ["2023", "就业"]),
        ("café", "CAFE", ["CAFE"]),
    ],
)
def test_what_a_query_finds(query: str, text: str, what: list[str]) -> None:
    assert found(query, text) == what


def test_the_words_of_a_query_stand_in_the_grams_of_the_text_that_it_finds() -> None:
    text = "“十四五”时期，5G基站达到1,303.96万个，居全省第3位"
    said = f" {grams(text)} "
    for query in ("十四五", "5G基站", "1303.96万个", "全省第3", "时期 全省"):
        for phrase in phrases_of(query):
            assert f" {' '.join(phrase.words)} " in said, query


@pytest.mark.parametrize("query", ["", "  ", "，。！", '"', "*", "-", "%", "'; DROP TABLE", "AND OR NOT", "a*b:c^d"])
def test_no_query_is_an_error(query: str) -> None:
    assert all(word.isalnum() for phrase in phrases_of(query) for word in phrase.words)


def test_the_examples_hold() -> None:
    assert doctest.testmod(module).failed == 0
