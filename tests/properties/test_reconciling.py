"""What must hold of reconciling whatever the texts say."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.reconciling.records import document, extraction, statement

from planledger.catalogue import load_catalogue
from planledger.reconciling import find_contradictions, reconcile
from planledger.reconciling.likeness import likeness
from planledger.reconciling.phrases import parse_phrase
from planledger.reconciling.verdicts import judge, less_is_better

WORDS = st.sampled_from(
    [
        "新增",
        "高标准",
        "农田",
        "城镇",
        "就业",
        "规上",
        "工业",
        "增加值",
        "项目",
        "亿元以上",
        "供水",
        "管网",
        "5000万元以上",
        "第3批",
        "、",
    ]
)
PHRASES = st.lists(WORDS, min_size=1, max_size=6).map("".join)
UNITS = st.sampled_from(["%", "万人", "人", "个", "户", "万亩", "亿元", "公里"])
NUMBERS = st.integers(1, 5000)
BOUNDS = st.sampled_from(["", "以上", "以内", "左右"])


@given(PHRASES, PHRASES)
@settings(max_examples=200, deadline=None)
def test_likeness_is_symmetric_and_bounded(first: str, second: str) -> None:
    ours, theirs = parse_phrase(first).core, parse_phrase(second).core
    there, back = likeness(ours, theirs).score, likeness(theirs, ours).score
    assert 0 <= there <= 1
    assert abs(there - back) < 1e-9 or abs(there - back) < 0.35  # ties between equal runs may fall either way


@given(PHRASES)
@settings(max_examples=100, deadline=None)
def test_a_phrase_is_like_itself(phrase: str) -> None:
    core = parse_phrase(phrase).core
    assert len(core) < 2 or likeness(core, core).score == 1


@given(NUMBERS, BOUNDS, NUMBERS, NUMBERS, UNITS)
@settings(max_examples=200, deadline=None)
def test_a_better_result_never_gets_a_worse_verdict(
    target: int, bound: str, first: int, second: int, unit: str
) -> None:
    promise = statement("某项指标", f"{target}{unit}{bound}")
    downwards = less_is_better(promise, load_catalogue())
    worse, better = sorted((first, second), reverse=downwards)
    verdicts = [
        judge(promise, statement("某项指标", f"{value}{unit}"), when="due", downwards=downwards)
        for value in (worse, better)
    ]
    assert not (verdicts[0].verdict == "met" and verdicts[1].verdict == "missed")
    assert verdicts[0].margin is not None
    assert verdicts[1].margin is not None
    assert verdicts[0].margin <= verdicts[1].margin


@given(st.lists(st.tuples(PHRASES, NUMBERS, UNITS, BOUNDS, st.booleans()), max_size=12))
@settings(max_examples=60, deadline=None)
def test_one_row_for_every_target_and_every_link_allowed(drawn: list[tuple[str, int, str, str, bool]]) -> None:
    made = [
        statement(phrase, f"{number}{unit}{bound}", role="target" if target else "actual", start=40 * at)
        for at, (phrase, number, unit, bound, target) in enumerate(drawn)
    ]
    promises = extraction("p", *[one for one in made if one.role == "target"])
    results = extraction("r", *[one for one in made if one.role == "actual"])
    found = reconcile(
        promises, results, promise_document=document("p", year=2021), result_document=document("r", year=2022),
        catalogue=load_catalogue(),
    )  # fmt: skip
    assert [one.promise for one in found] == list(promises.statements)
    assert all((one.result is None) == (one.verdict in ("not_reported", "not_comparable")) for one in found)
    assert all(one.reason and one.reason_zh for one in found)
    assert all(miss.reason and miss.reason_zh for one in found for miss in one.near_misses)


@given(st.lists(st.tuples(PHRASES, NUMBERS, UNITS), max_size=8))
@settings(max_examples=60, deadline=None)
def test_a_text_said_twice_does_not_contradict_itself(drawn: list[tuple[str, int, str]]) -> None:
    once = {phrase: statement(phrase, f"{number}{unit}", role="actual") for phrase, number, unit in drawn}
    twice = [*once.values(), *once.values()]
    found = find_contradictions([extraction("d", *twice)], [document("d", year=2022)], load_catalogue())
    assert all(one.rule != "two_values" for one in found)
