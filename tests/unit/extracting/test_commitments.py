"""Promised and reported work, clause by clause."""

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.extracting.paper import paper

from planledger.catalogue.files import DATA, parse, read_source
from planledger.extracting.commitment_words import load_words
from planledger.extracting.commitments import find_commitments
from planledger.extracting.relations import find_relations
from planledger.model import Document
from planledger.model.offsets import Edit, OffsetMap, StepMap

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "commitments.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    document = paper(case["text"], case.get("part", "outlook"))
    found = find_commitments(document)
    if case.get("none"):
        assert found == ()
        return
    assert len(found) == 1
    commitment = found[0]
    assert (commitment.action, commitment.object) == (case["action"], case["object"])
    assert commitment.stage == case["stage"]
    assert commitment.role == case.get("role", "target")
    assert commitment.deadline == case.get("deadline", "")
    assert commitment.striving == case.get("striving", False)
    assert commitment.body == case.get("body", "")
    if "span" in case:
        assert commitment.text == case["span"]


def test_the_veto_finds_quantities_and_slogans_wherever_they_stand() -> None:
    data = parse("commitments", read_source("commitments"))
    quantity, veto = data["patterns"]["quantity"], load_words().veto
    assert [text for text in (*quantity["matches"], *data["slogans"]) if not veto.search("建设" + text)] == []
    assert [text for text in quantity["rejects"] if veto.search("建设" + text)] == []


def test_a_list_of_clauses_gives_one_commitment_each_in_text_order() -> None:
    document = paper("完成云海大桥维修，编制综合交通规划，坚持绿色发展。\n建成城北体育馆。")
    found = find_commitments(document)
    assert [commitment.text for commitment in found] == ["完成云海大桥维修", "编制综合交通规划", "建成城北体育馆"]
    assert found[0].sentence == found[1].sentence == "完成云海大桥维修，编制综合交通规划，坚持绿色发展。"
    assert found[2].sentence == "建成城北体育馆。"
    assert all(commitment.section == ("一、工作安排",) for commitment in found)


def test_spans_lie_in_the_source_through_repairs() -> None:
    cleaned = "完成云海大桥维修。建成城北体育馆。"
    source = "完成云海 大桥维修。建成城北(chéng)体育馆。"
    inserted = [Edit(4, 5, ""), Edit(14, 21, "")]
    plain = paper(cleaned)
    document = Document(
        **{name: getattr(plain, name) for name in plain.__slots__ if name not in ("source", "offsets")},
        source=source,
        offsets=OffsetMap((StepMap.from_edits(inserted, len(source)),)),
    )
    found = find_commitments(document)
    assert [commitment.text for commitment in found] == ["完成云海 大桥维修", "建成城北(chéng)体育馆"]
    assert all(source[one.start : one.end] == one.text for one in found)
    assert all(one.id == f"paper#c{one.start}" for one in found)
    assert source[found[0].sentence_start : found[0].sentence_end] == "完成云海 大桥维修。"


def test_a_five_year_plan_promises_where_no_section_says_so() -> None:
    document = paper("建设北方影视城。", "", kind="five_year_outline", year=2021, plan="2021/2025")
    assert [commitment.role for commitment in find_commitments(document)] == ["target"]


def test_headings_promise_nothing() -> None:
    document = paper("建成城北体育馆。")
    heading = document.blocks[0].__class__(0, 8, "heading", 1, (), "outlook")
    named = {name: getattr(document, name) for name in document.__slots__ if name != "blocks"}
    assert find_commitments(Document(**named, blocks=(heading,))) == ()


PIECES = [
    "建成",
    "完成",
    "推进",
    "与经济增长同步",
    "高于全省",
    "大桥",
    "项目",
    "，",
    "。",
    "\n",
    "不",
    "年内",
    "增长5%",
    "、",
    "（",
    "）",
    "“",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join))
def test_any_text_gives_spans_that_lie_in_it(text: str) -> None:
    document = paper(text)
    for one in (*find_commitments(document), *find_relations(document)):
        assert 0 <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end]
        assert one.sentence_start <= one.start
        assert one.end <= one.sentence_end


@pytest.mark.parametrize("name", ["commitments", "relations", "qualitative"])
def test_data_is_as_its_schema_says(name: str) -> None:
    schema = parse(f"{name}.schema", (DATA / f"{name}.schema.json").read_bytes())
    jsonschema.validate(parse(name, read_source(name)), schema)


@pytest.mark.parametrize("name", ["commitments", "relations", "qualitative"])
def test_every_pattern_proves_itself(name: str) -> None:
    for key, pattern in parse(name, read_source(name))["patterns"].items():
        for phrase in pattern["matches"]:
            assert re.search(pattern["regex"], phrase), f"{key} misses {phrase}"
        for phrase in pattern["rejects"]:
            assert not re.search(pattern["regex"], phrase), f"{key} wrongly finds {phrase}"
