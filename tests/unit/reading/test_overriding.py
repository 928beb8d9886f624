"""``documents.yaml``: what it may say, and what is said when it says something else."""

import re
from pathlib import Path

import pytest

from planledger.errors import BrokenOverrides
from planledger.model import ColumnCorrection, TableCorrection
from planledger.reading import Overrides, read_overrides


def written(folder: Path, content: str) -> Path:
    path = folder / "documents.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def test_names_and_patterns(tmp_path: Path) -> None:
    table = read_overrides(
        written(
            tmp_path, "'qinghe-*': {region: '220100', type: digest}\nqinghe-2021: {year: 2021, type: plan_report}\n"
        )
    )
    assert table["qinghe-2021"] == Overrides(region="220100", year=2021, kind="plan_report")
    assert table["qinghe-2020"] == Overrides(region="220100", kind="digest")
    assert table.get("other", Overrides()) == Overrides()
    assert "qinghe-1" in table
    assert "other" not in table


def test_an_empty_file_sets_nothing(tmp_path: Path) -> None:
    assert len(read_overrides(written(tmp_path, "# nothing yet\n"))) == 0


def test_a_code_without_quotes_is_a_code(tmp_path: Path) -> None:
    assert read_overrides(written(tmp_path, "a: {region: 220100}"))["a"].region == "220100"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a: [", "line 1"),
        ("- a\n- b", "must map"),
        ("a: 5", "a: must hold"),
        ("a: {colour: red}", "unknown setting 'colour'"),
        ("a: {year: soon}", "year must be"),
        ("a: {year: true}", "year must be"),
        ("a: {type: novel}", "unknown type 'novel'"),
        ("a: {encoding: utf-9}", "unknown encoding 'utf-9'"),
        ("a: {date: yesterday}", "date must be"),
    ],
)
def test_what_cannot_be_meant_is_said(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(BrokenOverrides, match=r"documents\.yaml") as caught:
        read_overrides(written(tmp_path, content))
    assert said in str(caught.value)
    told = caught.value.message_zh.partition("（")[2]
    assert re.search("[一-龥]", told)
    assert not re.search(r"[a-z]+ [a-z]+", told), "one language at a time"


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BrokenOverrides):
        read_overrides(tmp_path / "documents.yaml")


def test_tables_and_their_columns(tmp_path: Path) -> None:
    content = "a: {tables: {2: {skip: true}, 3: {unit: 万元, head: 2, columns: {4: {role: target, period: 2025}}}}}"
    tables = read_overrides(written(tmp_path, content))["a"].tables
    assert tables[2] == TableCorrection(skip=True)
    assert (tables[3].unit, tables[3].head) == ("万元", 2)
    assert tables[3].columns == {4: ColumnCorrection(role="target", period="2025")}


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ("5", "tables must map"),
        ("{x: {skip: true}}", "named by its number from 1"),
        ("{0: {skip: true}}", "named by its number from 1"),
        ("{1: 5}", "table 1: must hold"),
        ("{1: {colour: red}}", "table 1: unknown setting 'colour'"),
        ("{1: {skip: maybe}}", "skip must be true or false"),
        ("{1: {head: x}}", "head must be the number"),
        ("{1: {unit: [a]}}", "unit must be text"),
        ("{1: {columns: 3}}", "columns must map"),
        ("{1: {columns: {2: {kind: figure}}}}", "column 2: unknown kind 'figure'"),
        ("{1: {columns: {2: {role: hope}}}}", "unknown role 'hope'"),
        ("{1: {columns: {2: {period: soon}}}}", "period must be such as"),
        ("{1: {columns: {2: {period: 2025/2021}}}}", "period must be such as"),
        ("{1: {columns: {2: {kind: label, role: target}}}}", "has no role"),
    ],
)
def test_what_cannot_be_meant_of_a_table_is_refused(tmp_path: Path, tables: str, said: str) -> None:
    with pytest.raises(BrokenOverrides) as error:
        read_overrides(written(tmp_path, f"a: {{tables: {tables}}}"))
    assert said in str(error.value)
    assert "a: " in str(error.value)
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", error.value.message_zh), "one language at a time"


def test_a_type_by_its_chinese_name(tmp_path: Path) -> None:
    assert read_overrides(written(tmp_path, "a: {type: 政府工作报告}"))["a"].kind == "work_report"
