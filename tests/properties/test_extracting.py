"""Whatever the text: statements that lie in their source and agree with themselves, and no untyped error."""

from __future__ import annotations

import math

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.unit.extracting.statement_cases import CASES, FRAMES, Paper, read_paper

from planledger.catalogue import load_catalogue
from planledger.errors import PlanLedgerError
from planledger.extracting import extract
from planledger.extracting.numerals import chinese_number
from planledger.extracting.values import find_values
from planledger.model import Extraction, Statement
from planledger.reading import read_document

CATALOGUE = load_catalogue()
SENTENCES = [case["text"] for case in CASES]
WORDS = """
全市 粮食产量 城乡居民人均可支配收入 三次产业结构 开发区 新建 分别 均 各 其中 占比 由 一是 的
增长 下降 提高到 达到 控制在 超过 不低于 力争 预计 年均 位居全省 翻一番 到2025年 2024年 3月
6.2 12 0 ３．５ 1,234 9999999999999999 三 百 两 千亿 零 十二 半 首位 第3位 前五 5G H9 “十四五”
% ‰ 个百分点 亿元 万亩 家 项 倍 /10万 小时 成 万 亿 级 元 天 年 月 第 前 分之 点
以上 以下 左右 余 多 以内 — - 至 ∶ : / 、 ， 。 ； 和 （ ） “ ” ?
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", " "])
CLAUSES = sorted({clause for text in SENTENCES for clause in (text, *text.split("，"))})
FRAGMENTS = st.lists(st.sampled_from(CLAUSES), max_size=8)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=30).map("".join),
    FRAGMENTS.map("".join),
    FRAGMENTS.map("\n".join),
)
FRAME_NAMES = st.sampled_from(sorted(FRAMES))
MULTIPLES = {"%", "‰", "倍"}


def contradiction(one: Statement, source: str) -> str:
    """What ``one`` says against itself or its source, or empty."""
    checks = {
        "span": source[one.start : one.end] == one.text != "",
        "sentence": one.sentence_start <= one.start and one.end <= one.sentence_end,
        "id": one.id == f"{one.document}#{one.start}",
        "bounds": one.low is None or one.high is None or one.low <= one.high,
        "open": (one.bound == "at_least") == (one.high is None) and (one.bound == "at_most") == (one.low is None),
        "single": one.bound not in ("exact", "about") or one.low == one.high,
        "finite": all(bound is None or math.isfinite(bound) for bound in (one.low, one.high)),
        "growth": one.measure != "growth" or one.unit in MULTIPLES,
        "rank": one.measure != "rank" or one.unit == "位",
        "confidence": 0 < one.confidence <= 1,
        "rule": bool(one.rule),
    }
    return ", ".join(name for name, holds in checks.items() if not holds)


FIELDS = ("text", "indicator", "measure", "low", "high", "unit", "bound", "role", "striving", "estimate", "period")


def said(found: tuple[Statement, ...], fields: tuple[str, ...] = FIELDS) -> list[tuple[object, ...]]:
    """What statements say, but for their place."""
    return [tuple(getattr(one, field) for field in fields) for one in found]


def hold_together(found: Extraction, source: str) -> None:
    """Every promise of an extraction, of itself and of its source."""
    assert {one.id: contradiction(one, source) for one in found.statements if contradiction(one, source)} == {}
    starts = [one.start for one in found.statements]
    assert starts == sorted(set(starts))
    assert len({one.id for one in found.statements}) == len(found.statements)


@given(TEXTS, FRAME_NAMES)
@settings(max_examples=120, deadline=None)
@example("增长6.2%—3%，下降5%—8%以上", "work-outlook")
@example("分别增长5.7%6.8%28%12%", "work-review")
@example("第〇位、前零名、零分之三", "work-review")
def test_statements_hold_together(text: str, frame: str) -> None:
    paper = read_paper(text, frame)
    hold_together(paper.found, paper.document.source)


def test_endless_digits_are_no_infinite_value() -> None:
    paper = read_paper(f"完成投资{'9' * 400}亿元。", "work-review")
    hold_together(paper.found, paper.document.source)


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_statements_or_a_typed_error(raw: bytes) -> None:
    try:
        document = read_document(raw, name="raw")
    except PlanLedgerError:
        return
    hold_together(extract(document, CATALOGUE), document.source)


@given(FRAGMENTS, FRAME_NAMES)
@settings(max_examples=60, deadline=None)
def test_line_ends_do_not_matter(fragments: list[str], frame: str) -> None:
    text = "\n".join(fragments)
    papers: list[Paper] = [read_paper(text, frame, line_end) for line_end in ("\n", "\r\n")]
    assert said(papers[0].statements) == said(papers[1].statements)


@given(st.sampled_from(SENTENCES), st.sampled_from(["工作扎实推进，作风持续转变。", "群众生活更加便利。"]), FRAME_NAMES)
@settings(max_examples=60, deadline=None)
def test_other_paragraphs_do_not_matter(text: str, other: str, frame: str) -> None:
    alone = said(read_paper(text, frame).statements)
    assert said(read_paper(f"{other}\n{text}\n{other}", frame).statements) == alone


@given(st.sampled_from(SENTENCES), st.sampled_from(SENTENCES), FRAME_NAMES)
@settings(max_examples=60, deadline=None)
def test_paragraphs_add_up(first: str, second: str, frame: str) -> None:
    # A paragraph that looks over five years says so for those behind it too; everything else ends with its paragraph.
    fields = FIELDS[:-1]
    apart = [row for text in (first, second) for row in said(read_paper(text, frame).statements, fields)]
    assert said(read_paper(f"{first}\n{second}", frame).statements, fields) == apart


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_values_lie_in_order_inside_their_text(text: str) -> None:
    for value in find_values(text, CATALOGUE):
        assert 0 <= value.left <= value.start < value.end <= value.right <= len(text)
    starts = [value.start for value in find_values(text, CATALOGUE)]
    assert starts == sorted(starts)


@given(st.integers(min_value=1, max_value=99_999_999))
@settings(max_examples=100)
def test_chinese_numerals_read_as_they_are_written(number: int) -> None:
    assert chinese_number(written(number)) == number


def written(number: int) -> str:
    """``number`` in Chinese numerals, below a hundred million."""
    if number >= 10_000:
        rest = number % 10_000
        return written(number // 10_000) + "万" + ("零" if 0 < rest < 1000 else "") + (written(rest) if rest else "")
    text = ""
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += "零一二三四五六七八九"[digit] + name
        elif text and not text.endswith("零") and number % place:
            text += "零"
    return text


@given(st.text(max_size=8))
def test_chinese_number_is_a_number_or_nothing(text: str) -> None:
    number = chinese_number(text)
    assert number is None or (math.isfinite(number) and number >= 0)
