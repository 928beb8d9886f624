from __future__ import annotations

from typing import Any

from tests.unit.reconciling.records import document, extraction, statement

from planledger.catalogue import load_catalogue
from planledger.reconciling import find_contradictions


def found(*records: Any, others: tuple[Any, ...] = ()) -> list[Any]:
    extractions, documents = [extraction("a", *records)], [document("a", year=2022)]
    if others:
        extractions.append(extraction("b", *others))
        documents.append(document("b", year=2022, kind="plan_report"))
    return list(find_contradictions(extractions, documents, load_catalogue()))


def actual(indicator: str, value: str, start: int, **fields: Any) -> Any:
    return statement(indicator, value, role="actual", start=start, document=fields.pop("document", "a"), **fields)


def test_two_values() -> None:
    (one,) = found(actual("城镇登记失业率", "3.1%", 0), actual("城镇登记失业率", "3.4%", 100))
    assert one.rule == "two_values"
    assert "3.1%" in one.reason_zh
    assert "3.4%" in one.reason


def test_rounding_bounds_and_other_periods_are_no_contradiction() -> None:
    assert not found(actual("城镇登记失业率", "3.1%", 0), actual("城镇登记失业率", "3%", 100))
    assert not found(actual("城镇登记失业率", "3.1%", 0), actual("城镇登记失业率", "4%以内", 100))
    assert not found(actual("城镇登记失业率", "3.1%", 0), actual("城镇登记失业率", "3.9%", 100, period="2020"))
    assert not found(actual("城镇登记失业率", "3.1%", 0), actual("农村登记失业率", "3.9%", 100))


def test_between_documents_of_one_year() -> None:
    other = actual("城镇登记失业率", "3.9%", 5, document="b")
    (one,) = found(actual("城镇登记失业率", "3.1%", 0), others=(other,))
    assert {statement.document for statement in one.statements} == {"a", "b"}


def test_part_that_pulls_more_than_the_whole_grew() -> None:
    whole = actual("地区生产总值", "3.5%", 0, measure="growth")
    part = actual("四个园区", "10.3个百分点", 50, sentence="四个园区拉动经济增长10.3个百分点。")
    (one,) = found(whole, part)
    assert one.rule == "growth_level"
    assert one.severity == "certain"


def test_shares_beyond_the_whole() -> None:
    sentence = "一产、二产、三产占地区生产总值比重分别为20%、45%、41%。"
    parts = [
        actual(f"{name}占地区生产总值比重", value, at, sentence=sentence, sentence_start=0)
        for at, (name, value) in enumerate([("一产", "20%"), ("二产", "45%"), ("三产", "41%")])
    ]
    (one,) = found(*parts)
    assert one.rule == "shares"
    assert "106%" in one.reason_zh


def test_part_larger_than_its_total() -> None:
    sentence = "实施项目120个，其中新开工项目150个。"
    total = actual("实施项目", "120个", 4, sentence=sentence, sentence_start=0, sentence_end=len(sentence))
    part = actual("新开工项目", "150个", 15, sentence=sentence, sentence_start=0, sentence_end=len(sentence))
    (one,) = found(total, part)
    assert one.rule == "parts"
    assert not found(
        total, actual("新开工项目", "50个", 15, sentence=sentence, sentence_start=0, sentence_end=len(sentence))
    )
