from __future__ import annotations

from tests.unit.reconciling.records import document, extraction, statement

from planledger.catalogue import load_catalogue
from planledger.reconciling import reconcile

AFTER_REFUNDS = "扣除退税因素后，一般公共预算收入增长5.6%。"
EARLIER, LATER = document("p", year=2021), document("r", year=2022)


def run(promises: object, results: object) -> tuple[object, ...]:
    return reconcile(promises, results, promise_document=EARLIER, result_document=LATER, catalogue=load_catalogue())  # type: ignore[arg-type]


def test_every_open_target_has_a_row() -> None:
    promises = extraction(
        "p",
        statement("有效发明专利", "100件", start=0),
        statement("绿化面积", "20公顷", start=9),
        statement("旧目标", "5个", start=20, period="2020"),
    )
    found = run(promises, extraction("r"))
    assert [one.promise.indicator for one in found] == ["有效发明专利", "绿化面积"]  # type: ignore[attr-defined]
    assert {one.verdict for one in found} == {"not_reported"}  # type: ignore[attr-defined]


def test_next_target_stands_beside() -> None:
    promise = statement("粮食产量", "100亿斤")
    following = statement("粮食总产量", "105亿斤", period="2022", document="r")
    (found,) = run(extraction("p", promise), extraction("r", following))
    assert found.verdict == "not_reported"  # type: ignore[attr-defined]
    assert found.next_target == following  # type: ignore[attr-defined]


def test_one_result_does_not_serve_two_promises() -> None:
    first = statement("建成日间照料中心", "20个", start=0)
    second = statement("建成智慧日间照料中心", "25个", start=30)
    result = statement("建成日间照料中心", "21个", role="actual", document="r")
    found = run(extraction("p", first, second), extraction("r", result))
    assert [one.result is not None for one in found] == [True, False]  # type: ignore[attr-defined]


def test_plain_result_is_preferred_to_a_sum_of_years() -> None:
    promise = statement("城镇新增就业", "85万人")
    whole = statement("城镇新增就业", "522万人", role="actual", period="2017/2021", start=0, document="r")
    year = statement("城镇新增就业", "107万人", role="actual", start=90, document="r")
    (found,) = run(extraction("p", promise), extraction("r", whole, year))
    assert found.result == year  # type: ignore[attr-defined]


def test_a_document_against_itself_gives_the_starting_point() -> None:
    target = statement("粮食总产量", "240亿斤", period="2022", document="r")
    base = statement("粮食产量", "233亿斤", role="actual", period="2021", start=40, document="r")
    both = extraction("r", base, target)
    (found,) = reconcile(both, both, promise_document=LATER, result_document=LATER, catalogue=load_catalogue())
    assert found.verdict == "progress"
    assert found.result == base


def test_plain_figure_is_preferred_to_an_adjusted_one() -> None:
    promise = statement("一般公共预算收入", "5%", measure="growth")
    adjusted = statement(
        "一般公共预算收入",
        "5.6%",
        measure="growth",
        role="actual",
        document="r",
        sentence=AFTER_REFUNDS,
    )
    plain = statement("一般公共预算收入", "-2.1%", measure="growth", role="actual", start=90, document="r")
    (found,) = run(extraction("p", promise), extraction("r", adjusted, plain))
    assert found.result == plain  # type: ignore[attr-defined]


def test_a_report_cannot_tell_of_years_it_has_not_seen() -> None:
    plan = document("p", year=2021, kind="five_year_outline", plan="2021/2025")
    promise = statement("新增城镇就业", "20万人以上", period="2021/2025")
    result = statement("新增城镇就业", "8.41万人", period="2021/2025", role="actual", document="r")
    (found,) = reconcile(
        extraction("p", promise),
        extraction("r", result),
        promise_document=plan,
        result_document=document("r", year=2023),
        catalogue=load_catalogue(),
    )
    assert found.verdict == "progress"


def test_words_tell_a_figure_of_several_years() -> None:
    promise = statement("城镇新增就业", "85万人")
    result = statement("城镇新增就业", "107万人", role="actual", document="r", sentence="五年累计城镇新增就业107万人。")
    (found,) = run(extraction("p", promise), extraction("r", result))
    assert found.verdict == "not_comparable"  # type: ignore[attr-defined]
