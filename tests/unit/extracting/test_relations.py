"""Figures held against other figures, clause by clause."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.unit.extracting.paper import paper

from planledger.extracting.relations import find_relations

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "relations.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    document = paper(case["text"], case.get("part", "outlook"))
    found = find_relations(document)
    rows = [[one.indicator, one.comparison, one.reference, one.margin, one.margin_unit] for one in found]
    assert rows == [row + [None, ""][len(row) - 3 :] if len(row) == 3 else row for row in case["rows"]]
    for one in found:
        assert document.source[one.start : one.end] == one.text
        assert one.measure == case["measure"]
        assert one.striving == case.get("striving", False)
    if case.get("gdp"):
        assert {one.reference_id for one in found} == {"gdp"}


def test_role_and_period_come_from_the_part() -> None:
    text = "居民收入增长与经济增长同步。"
    assert [(one.role, one.period) for one in find_relations(paper(text))] == [("target", "2024")]
    assert [(one.role, one.period) for one in find_relations(paper(text, "review"))] == [("actual", "2023")]
    plan = paper(text, kind="five_year_outline", year=2021, plan="2021/2025")
    assert [one.period for one in find_relations(plan)] == ["2021/2025"]


def test_relations_of_one_phrase_share_their_span_and_differ_in_id() -> None:
    found = find_relations(paper("今年，城乡居民人均可支配收入与经济增长同步。"))
    assert len({(one.start, one.end) for one in found}) == 1
    assert len({one.id for one in found}) == len(found) == 2
    assert found[0].text == "城乡居民人均可支配收入与经济增长同步"
