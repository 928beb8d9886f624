"""Tables of figures, cell by cell."""

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from planledger.catalogue import load_catalogue
from planledger.catalogue.files import DATA, parse, read_source
from planledger.extracting import extract
from planledger.extracting.table_grid import find_tables
from planledger.extracting.tables import find_table_relations, find_table_statements, read_tables
from planledger.model import Block, Document, Guess, OffsetMap
from planledger.model.offsets import Edit, StepMap
from planledger.reading.html_tables import find_html_grids

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "tables.yaml").read_text(encoding="utf-8"))
_TAGS = re.compile(r"<[^<>]*>")
_SPANS = re.compile(r"(?P<text>.*?)(?:\^(?P<down>\d))?(?:>(?P<across>\d))?$")


def cell_of(written: str) -> str:
    """A cell of a case as a page has it."""
    match = _SPANS.fullmatch(written)
    assert match is not None
    down, across = match["down"] or 1, match["across"] or 1
    return f'<td rowspan="{down}" colspan={across}><span>{match["text"]}</span></td>'


def page(case: dict[str, Any]) -> Document:
    """A document whose source is a page with the case's table: tags go, cells part by tabs, thousands by nothing."""
    rows = ["".join(map(cell_of, row.split("|"))) for row in case["rows"]]
    source = f"<p>{case.get('caption', '')}</p>\n<table><tr>" + "</tr>\n<tr>".join(rows) + "</tr></table>\n"
    edits = []
    for match in re.finditer(r"(?:<[^<>]*>)+|(?<=\d),(?=\d{3})", source):
        kept = "\t" if "</td><td" in match.group() else ""
        edits.append(Edit(match.start(), match.end(), kept))
    return document_of(source, edits, case)


def document_of(source: str, edits: list[Edit], case: dict[str, Any]) -> Document:
    pieces, at = [], 0
    for start, end, text in edits:
        pieces += [source[at:start], text]
        at = end
    text = "".join([*pieces, source[at:]])
    blocks, start = [], 0
    for line in text.split("\n"):
        if line:
            kind = "table_row" if "\t" in line else "paragraph"
            blocks.append(Block(start, start + len(line), kind, 0, (), case.get("part", "")))  # type: ignore[arg-type]
        start += len(line) + 1
    return Document(
        id="table", path="", source=source, text=text, offsets=OffsetMap((StepMap.from_edits(edits, len(source)),)),
        blocks=tuple(blocks), encoding=Guess("utf-8", 1.0, "test"), title=Guess("", 0.0, ""),
        issuer=Guess("", 0.0, ""), region=Guess("", 0.0, ""), region_name="云岭市", date=Guess("", 0.0, ""),
        year=Guess(case["year"], 1.0, "test"), plan_period=case.get("plan", ""), kind=Guess(case["kind"], 1.0, "test"),
        grids=find_html_grids(source, 100_000),
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    document = page(case)
    tables = read_tables(document, load_catalogue())
    rows = [
        [one.text, one.indicator, one.measure, one.low, one.high, one.unit, one.bound, one.role, one.period]
        for one in tables.statements
    ]
    assert rows == case["statements"]
    assert all(document.source[one.start : one.end] == one.text for one in tables.statements)
    compared = [[one.indicator, one.comparison, one.reference, one.role, one.period] for one in tables.relations]
    assert compared == case.get("relations", [])
    assert [document.text[start:end] for start, end in tables.prose] == case.get("prose", [])


def test_rows_between_tabs_are_read_without_any_element() -> None:
    text = "指标\t单位\t2023年实际\t2024年目标\n城镇新增就业\t万人\t4.05\t4以上\n粮食产量\t万吨\t80\t—"
    document = document_of(text, [], {"kind": "work_report", "year": 2024})
    found = find_table_statements(document, load_catalogue())
    assert [(one.text, one.indicator, one.unit, one.role, one.period) for one in found] == [
        ("4.05", "城镇新增就业", "万人", "actual", "2023"),
        ("4", "城镇新增就业", "万人", "target", "2024"),
        ("80", "粮食产量", "万吨", "actual", "2023"),
    ]
    assert find_table_relations(document, load_catalogue()) == ()


def test_rows_below_a_spanning_cell_are_read_from_the_right() -> None:
    text = "类别\t指标\t单位\t2020年\t2025年\n经济\t粮食产量\t万吨\t80\t90\n水稻产量\t万吨\t40\t45"
    document = document_of(text, [], {"kind": "five_year_outline", "year": 2021, "plan": "2021/2025"})
    found = find_table_statements(document, load_catalogue())
    assert [(one.text, one.indicator, one.period) for one in found][2:] == [
        ("40", "水稻产量", "2020"),
        ("45", "水稻产量", "2025"),
    ]


def test_attribute_and_head_are_told() -> None:
    (one, *_) = find_table_statements(page(CASES[0]), load_catalogue())
    assert one.attribute == "anticipatory"
    assert "column 2020年" in one.notes
    assert one.rule == "table"
    assert one.sentence.startswith("经济发展\t1.地区生产总值")


def test_cells_of_running_text_go_through_the_grammar_and_no_numeral_is_said_twice() -> None:
    case = next(case for case in CASES if case["id"] == "projects")
    statements = extract(page(case), load_catalogue()).statements
    assert "56000" in [one.text for one in statements]
    assert len({one.start for one in statements}) == len(statements)
    assert [one.start for one in statements] == sorted(one.start for one in statements)


def test_a_relation_in_a_cell_is_said_of_its_row_and_once() -> None:
    relations = extract(page(CASES[1]), load_catalogue()).relations
    assert [(one.indicator, one.text) for one in relations] == [("居民人均可支配收入", "与经济增长同步")]


def test_a_document_without_tables_has_nothing_to_read() -> None:
    document = document_of("地区生产总值增长6%。", [], {"kind": "work_report", "year": 2024})
    assert find_tables(document) == []
    assert read_tables(document, load_catalogue()).prose_at(3) is None


WORDS = [
    "指标",
    "单位",
    "2025年",
    "目标",
    "亿元",
    "1",
    "6.5%左右",
    "〔20〕",
    "—",
    "",
    "其中：工业",
    "增长（%）",
    "与经济增长同步",
    "^2",
    ">3",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map("|".join), min_size=1, max_size=6))
def test_any_table_gives_statements_whose_spans_lie_in_it(rows: list[str]) -> None:
    document = page({"kind": "plan_report", "year": 2025, "rows": rows, "caption": "表1 主要指标"})
    extraction = extract(document, load_catalogue())
    assert len({one.id for one in extraction.statements}) == len(extraction.statements)
    for one in extraction.statements:
        assert one.text == document.source[one.start : one.end]
        assert one.sentence_start <= one.start <= one.end <= one.sentence_end
        assert one.rule != "table" or one.low is not None or one.high is not None


def test_data_is_as_its_schema_says() -> None:
    schema = parse("tables.schema", (DATA / "tables.schema.json").read_bytes())
    jsonschema.validate(parse("tables", read_source("tables")), schema)


def test_every_pattern_proves_itself() -> None:
    for name, pattern in parse("tables", read_source("tables"))["patterns"].items():
        for phrase in pattern["matches"]:
            assert re.search(pattern["regex"], phrase), f"{name} misses {phrase}"
        for phrase in pattern["rejects"]:
            assert not re.search(pattern["regex"], phrase), f"{name} wrongly finds {phrase}"
