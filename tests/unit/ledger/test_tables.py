"""Rows carry what a reader needs to find the sentence, and nothing is lost in them."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

import pytest
from tests.unit.ledger.sample_ledger import PLAN, commitment, relation, sample_ledger
from tests.unit.ledger.sample_ledger import statement as make_statement

from planledger.ledger.columns import load_sheets, load_tables, load_words
from planledger.ledger.phrasing import indicator_of, places_text, value_text
from planledger.ledger.tables import ledger_tables
from planledger.model import Commitment, Place, Relation, Statement, document, findings, places, statement


def test_every_row_has_the_columns_of_its_table_in_order() -> None:
    tables = ledger_tables(sample_ledger())
    assert list(tables) == list(load_tables())
    for name, table in load_tables().items():
        names = [column.name for column in table.columns]
        assert tables[name], name
        assert all(list(row) == names for row in tables[name]), name


@pytest.mark.parametrize(
    ("table", "record"), [("statements", Statement), ("relations", Relation), ("commitments", Commitment)]
)
def test_no_field_of_a_record_is_left_out(table: str, record: type) -> None:
    assert {field.name for field in fields(record)} <= {column.name for column in load_tables()[table].columns}


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("verdict", findings.Verdict),
        ("role", statement.Role),
        ("measure", statement.Measure),
        ("bound", statement.Bound),
        ("kind", document.Kind),
        ("part", document.Part),
        ("block", document.BlockKind),
        ("format", places.Format),
    ],
)
def test_every_code_has_words(words: str, codes: object) -> None:
    assert set(load_words()[words]) == set(get_args(codes))


def test_sheets_name_real_tables_and_columns() -> None:
    for sheet in load_sheets():
        names = {column.name for column in load_tables()[sheet.table].columns}
        assert sheet.columns.keys() | sheet.where.keys() <= names, sheet.chinese


def test_a_record_says_on_which_page_it_stands() -> None:
    rows = ledger_tables(sample_ledger())["statements"]
    assert {(row["place"], row["page"]) for row in rows} == {("第2页", 2)}


@pytest.mark.parametrize(
    ("locator", "said"),
    [
        ("paragraph:12:3", "第12段"),
        ("table:2:3:4", "表2第3行第4列"),
        ("cell:Sheet1:B5", "Sheet1!B5"),
        ("footnote:2", "脚注2"),
        ("chart:1", "chart:1"),
    ],
)
def test_a_place_is_said_as_people_say_it(locator: str, said: str) -> None:
    assert places_text([Place(0, 2, locator), Place(2, 4, locator)]) == said


def test_a_fulfilment_leads_to_both_sentences() -> None:
    row = ledger_tables(sample_ledger())["fulfilments"][0]
    assert PLAN[row["promise_start"] : row["promise_end"]] == row["promise_text"] == "5%以上"
    assert row["promise_path"] == "papers/plan.txt"
    assert row["promise_sentence"].startswith("临江市2020年计划")
    assert row["result_sentence"].startswith("临江市2021年计划")
    assert (row["promise_value"], row["result_value"]) == ("增长5%以上", "增长3.5%")


def test_problems_say_where_they_come_from() -> None:
    rows = ledger_tables(sample_ledger())["problems"]
    assert [row["origin"] for row in rows] == ["run", "reading", "reading", "extracting"]
    assert rows[0]["path"] == "papers/none.txt"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"measure": "level", "low": 20, "high": 20, "bound": "exact", "unit": "户"}, "20户"),
        ({"measure": "level", "low": 12.5, "high": 12.5, "bound": "about", "unit": "亿元"}, "12.5亿元左右"),
        ({"measure": "level", "low": None, "high": 3, "bound": "at_most", "unit": "天"}, "3天以内"),
        ({"measure": "growth", "low": 6, "high": 7, "bound": "range", "unit": "%"}, "增长6—7%"),
        ({"measure": "growth", "low": -2.5, "high": -2.5, "bound": "exact", "unit": "%"}, "下降2.5%"),
        ({"measure": "growth", "low": None, "high": -3, "bound": "at_most", "unit": "%"}, "下降3%以上"),
        ({"measure": "change", "low": 4.3, "high": 4.3, "bound": "exact", "unit": "倍"}, "4.3倍"),
        ({"measure": "change", "low": -1, "high": -1, "bound": "exact", "unit": "个百分点"}, "降低1个百分点"),
        ({"measure": "change", "low": -5, "high": -5, "bound": "exact", "unit": "家"}, "减少5家"),
        ({"measure": "rank", "low": 14, "high": 14, "bound": "exact", "unit": "位"}, "第14位"),
        ({"measure": "rank", "low": None, "high": 2, "bound": "at_most", "unit": "位"}, "前2位"),
        ({"measure": "level", "low": 1e8, "high": 1e8, "bound": "exact", "unit": "元"}, "100000000元"),
        ({"measure": "level", "low": None, "high": None, "bound": "exact", "unit": "元"}, ""),
    ],
)
def test_values_are_written_as_people_write_them(values: dict[str, object], text: str) -> None:
    assert value_text(make_statement("plan", PLAN, "5%以上", **values)) == text


def test_relations_and_commitments_in_words() -> None:
    assert value_text(relation()) == "与经济增长同步"
    assert value_text(commitment()) is None
    assert indicator_of(commitment()) == "建成东环大桥"
