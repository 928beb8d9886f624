"""Forms: what people filled in, what is wrong by cell, and templates that read back."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openpyxl import Workbook, load_workbook

from planledger.catalogue.files import DATA, data_names
from planledger.forms import Column, Form, ResultSheet, WrongOutput, load_form, read_form, write_results, write_template
from planledger.forms.form import form_of

FORM = form_of(
    "steps",
    {
        "name": {"zh": "步骤", "en": "Steps"},
        "help": {"zh": "每步一行", "en": "A step a row"},
        "sheets": {
            "goals": {
                "zh": "目标",
                "en": "Goals",
                "required": True,
                "key": ["indicator"],
                "columns": {
                    "indicator": {"zh": "指标", "en": "Indicator", "type": "text", "required": True},
                    "value": {"zh": "目标值", "en": "Value", "type": "number", "required": True, "min": 0},
                    "rate": {"zh": "增速", "en": "Growth", "type": "number", "unit": "%"},
                    "year": {"zh": "年份", "en": "Year", "type": "year", "default": 2030},
                    "count": {"zh": "个数", "en": "Count", "type": "integer", "max": 100},
                    "binding": {"zh": "约束性", "en": "Binding", "type": "flag", "default": False},
                    "way": {
                        "zh": "方式",
                        "en": "Way",
                        "type": "choice",
                        "default": "even",
                        "choices": {
                            "even": {"zh": "均匀", "en": "even"},
                            "front": {"zh": "前高后低", "en": "front-loaded"},
                        },
                    },
                    "bodies": {"zh": "责任单位", "en": "Bodies", "type": "list", "default": ()},
                },
                "example": [
                    {"indicator": "=云河大桥", "value": 12.5, "rate": 5.5, "binding": True, "way": "front"},
                    {"indicator": "公园", "value": 3, "bodies": ["住建局", "云东区"]},
                ],
            },
            "figures": {
                "zh": "数据",
                "en": "Figures",
                "columns": {"period": {"zh": "时期", "en": "Period", "type": "period", "required": True}},
                "example": [{"period": "2026Q1"}],
            },
        },
    },
)


def book(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        page = made.create_sheet(title)
        for row in rows:
            page.append(row)
    made.save(path)
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_template_reads_back_as_its_examples(tmp_path: Path, language: Any, suffix: str) -> None:
    path = tmp_path / f"steps{suffix}"
    write_template(FORM, path, language=language)
    filled = read_form(FORM, sorted(tmp_path.iterdir()))
    assert filled.problems == ()
    bridge, park = filled.rows["goals"]
    assert bridge["indicator"] == "=云河大桥"
    assert (bridge["value"], bridge["rate"], bridge["binding"], bridge["way"]) == (12.5, 5.5, True, "front")
    assert (park["year"], park["binding"], park["way"], park["bodies"]) == (2030, False, "even", ("住建局", "云东区"))
    assert [row["period"] for row in filled.rows["figures"]] == ["2026Q1"]


def test_equal_content_gives_equal_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_template(FORM, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("column", "value", "code", "said"),
    [
        ("目标值", "约12", "cell.not_number", "目标!B2"),
        ("目标值", None, "cell.missing", "目标!B2"),
        ("目标值", -1, "cell.out_of_range", "0"),
        ("目标值", "5%", "cell.wrong_unit", "百分数"),
        ("目标值", True, "cell.not_number", "不是数"),
        ("目标值", "1,23,4", "cell.not_number", "不是数"),
        ("目标值", "inf", "cell.not_number", "不是数"),
        ("目标值", "=B9", "cell.no_value", "保存"),
        ("年份", "去年", "cell.not_year", "年份"),
        ("个数", 2.5, "cell.not_integer", "整数"),
        ("个数", 101, "cell.out_of_range", "100"),
        ("约束性", "也许", "cell.not_flag", "是或否"),
        ("方式", "随意", "cell.unknown_choice", "均匀、前高后低"),
    ],
)
def test_a_wrong_cell_is_named_and_its_row_left_out(
    tmp_path: Path, column: str, value: Any, code: str, said: str
) -> None:
    heads = ["指标", "目标值", "年份", "个数", "约束性", "方式"]
    wrong = ["公园", 1, None, None, None, None]
    wrong[heads.index(column)] = value
    path = book(tmp_path / "a.xlsx", {"目标": [heads, wrong, ["绿地", 2]]})
    filled = read_form(FORM, [path])
    assert [problem.code for problem in filled.problems] == [code]
    assert said in filled.problems[0].message_zh
    assert "目标!" in filled.problems[0].message
    assert [row["indicator"] for row in filled.rows["goals"]] == ["绿地"]


def test_percentages_are_read_as_people_see_them(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", {"目标": [["指标", "目标值", "增速"], ["公园", "1,200", "5.5%"], ["绿地", 2, 0.055]]}
    )
    opened = load_workbook(path)
    opened["目标"]["C3"].number_format = "0.0%"
    opened.save(path)
    assert [(row["value"], row["rate"]) for row in read_form(FORM, [path]).rows["goals"]] == [(1200, 5.5), (2, 5.5)]


@pytest.mark.parametrize(
    ("form", "sheet", "lines", "value"),
    [
        ("forecast", "目标", ("指标,目标年份,目标值或下限,单位", "污水处理率,2030,100%,%", "甲,2030,100%,亿元"), 100),
        ("forecast", "目标", ("指标,目标年份,目标值或下限,目标是", "甲,2030,6%,增速", "甲,2030,6%,数值"), 6),
        ("check", "指标", ("指标,目标年,目标值,单位", "覆盖率,2030,61%,%", "甲,2030,61%,亿元"), 61),
        ("align", "目标", ("规划,指标,目标值,单位", "市,覆盖率,61%,％", "市,甲,61%,亿元"), 61),
        (
            "decompose",
            "目标",
            ("指标,目标值,基期年,末年,目标类型", "甲,6%,2025,2030,年均增长", "甲,6%,2025,2030,累计"),
            6,
        ),
        ("allocate", "指标", ("指标,目标,单位", "覆盖率,90%,%", "甲,90%,亿元"), 90),
    ],
)
def test_a_per_cent_sign_is_right_where_the_row_is_in_per_cent(
    tmp_path: Path, form: str, sheet: str, lines: tuple[str, str, str], value: float
) -> None:
    (heads, per_cent, other), path = lines, tmp_path / f"{sheet}.csv"
    path.write_text(f"{heads}\n{per_cent}\n", encoding="utf-8-sig")
    (row,) = [row for rows in read_form(load_form(form), [path]).rows.values() for row in rows]
    assert row.get("low", row.get("target")) == value
    path.write_text(f"{heads}\n{other}\n", encoding="utf-8-sig")
    assert "cell.wrong_unit" in [one.code for one in read_form(load_form(form), [path]).problems]


def rewritten(path: Path, old: str, new: str) -> Path:
    """The workbook with other XML in its first sheet, as programs other than Excel write it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    assert old in parts[name].decode()
    parts[name] = parts[name].decode().replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return path


def test_rows_beyond_the_area_that_a_file_claims_are_read(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"目标": [["指标", "目标值"], ["公园", 1], ["绿地", 2], ["道路", 3]]})
    said = read_form(FORM, [rewritten(path, 'ref="A1:B4"', 'ref="A1"')])
    assert [row["indicator"] for row in said.rows["goals"]] == ["公园", "绿地", "道路"]


def test_what_is_merged_down_a_column_holds_for_each_row(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", {"目标": [["指标", "目标值", "方式"], ["公园", 1, "前高后低"], ["绿地", 2], ["道路", 3]]}
    )
    opened = load_workbook(path)
    opened["目标"].merge_cells("C2:C3")
    opened.save(path)
    assert [row["way"] for row in read_form(FORM, [path]).rows["goals"]] == ["front", "front", "even"]


@pytest.mark.parametrize(("shown", "rate"), [('0"%"', 8.0), ("0\\%", 8.0), ("0%", 800.0), ("[红色]0.0", 8.0)])
def test_a_sign_that_a_format_only_shows_multiplies_nothing(tmp_path: Path, shown: str, rate: float) -> None:
    path = book(tmp_path / "a.xlsx", {"目标": [["指标", "目标值", "增速"], ["公园", 1000.1 + 2000.2, 8]]})
    opened = load_workbook(path)
    opened["目标"]["C2"].number_format = shown
    opened.save(path)
    [row] = read_form(FORM, [path]).rows["goals"]
    assert (row["value"], row["rate"]) == (3000.3, rate)


def test_a_formula_that_comes_to_nothing_is_blank_and_one_without_result_is_told(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"目标": [["指标", "目标值", "年份"], ["公园", 1, 2029]]})
    blank = '<c r="C2" t="str"><f>IF(A9="","",1)</f><v></v></c>'
    [row] = read_form(FORM, [rewritten(path, '<c r="C2" t="n"><v>2029</v></c>', blank)]).rows["goals"]
    assert row["year"] == 2030
    said = read_form(FORM, [rewritten(path, blank, '<c r="C2"><f>1+1</f><v></v></c>')])
    assert [one.code for one in said.problems] == ["cell.no_value"]


def test_repeated_rows_are_both_left_out(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"目标": [["指标", "目标值"], ["公园", 1], ["绿地", 2], ["公园", 3]]})
    filled = read_form(FORM, [path])
    assert [row["indicator"] for row in filled.rows["goals"]] == ["绿地"]
    assert [(problem.code, "A2" in problem.message_zh) for problem in filled.problems] == [("row.duplicate", True)]


def test_heads_may_stand_below_a_title_and_carry_units(tmp_path: Path) -> None:
    rows = [["云河市目标表"], [], ["指标*", "目标值（亿元）*", "备注"], [], ["公园", 1, "无"]]
    filled = read_form(FORM, [book(tmp_path / "a.xlsx", {"Sheet1": rows})])
    assert [row["indicator"] for row in filled.rows["goals"]] == ["公园"]
    assert filled.rows["goals"][0].place("value") == "Sheet1!B5"
    assert [problem.code for problem in filled.problems] == ["column.unknown"]


@pytest.mark.parametrize(
    ("sheets", "codes"),
    [
        ({"目标": [["指标"], ["公园"]]}, ["column.missing"]),
        ({"目标": [["指标", "目标值"]]}, ["sheet.empty"]),
        ({"目标": [["甲", "乙"], ["公园", 1]]}, ["sheet.no_heads"]),
        ({"数据": [["时期"], ["2025"]], "杂": [["甲"]]}, ["sheet.unknown", "sheet.missing"]),
        ({"数据": [["时期"], ["2025年13月"]], "目标": [["指标", "目标值"], ["公园", 1]]}, ["cell.not_period"]),
    ],
)
def test_wrong_sheets_are_named(tmp_path: Path, sheets: dict[str, list[list[Any]]], codes: list[str]) -> None:
    assert [problem.code for problem in read_form(FORM, [book(tmp_path / "a.xlsx", sheets)]).problems] == codes


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"PK\x03\x04 not a workbook", "form.damaged"),
        ("a.xlsx", b"", "form.empty"),
        ("a.docx", b"PK", "form.wrong_kind"),
        ("a.csv", b'"\xd6\xb8\xb1\xea', "form.damaged"),
    ],
)
def test_a_file_that_is_no_form_is_a_problem(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    filled = read_form(FORM, [tmp_path / name, tmp_path / "missing.csv"])
    assert [problem.code for problem in filled.problems] == [code, "form.unreadable"]
    assert not any(filled.rows.values())


def test_csv_files_are_known_by_their_names_and_any_encoding(tmp_path: Path) -> None:
    (tmp_path / "目标.csv").write_bytes("指标,目标值\n公园,1\n".encode("gb18030"))
    (tmp_path / "figures.csv").write_text("时期\n2025H1\n", encoding="utf-8-sig")
    filled = read_form(FORM, [tmp_path / "目标.csv", tmp_path / "figures.csv"])
    assert filled.problems == ()
    assert [row["indicator"] for row in filled.rows["goals"]] == ["公园"]
    assert [row["period"] for row in filled.rows["figures"]] == ["2025H1"]


SHEET = ResultSheet(
    ("annual", "年度目标", "Annual targets"),
    [
        Column("name", "指标", "Indicator"),
        Column("value", "目标值", "Value", "number", 1),
        Column("late", "滞后", "Late", "flag"),
    ],
    [{"name": "=1+1", "value": 1234.56, "late": True}, {"name": None, "value": None}],
)


def test_results_say_the_same_in_every_format(tmp_path: Path) -> None:
    for name in ("a.xlsx", "a.json", "a.csv"):
        write_results(tmp_path / name, [SHEET], notes=["依据：计划"])
    said = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert said["annual"][0] == {"name": "=1+1", "value": 1234.56, "late": True}
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()[1] == "'=1+1,1234.56,是"
    opened = load_workbook(tmp_path / "a.xlsx")
    cells = opened["年度目标"][2]
    assert [cell.value for cell in cells] == ["=1+1", 1234.56, "是"]
    assert cells[0].data_type == "s"
    assert cells[1].number_format == "#,##0.0"
    assert opened["说明"]["A1"].value == "依据：计划"
    assert zipfile.ZipFile(tmp_path / "a.xlsx").testzip() is None


def test_csv_has_a_file_for_each_table_that_has_rows(tmp_path: Path) -> None:
    further, empty = (
        replace(SHEET, name=(name, name, name), rows=rows) for name, rows in (("parts", SHEET.rows), ("none", []))
    )
    write_results(tmp_path / "a.csv", [SHEET, further, empty])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-parts.csv", "a.csv"]


def test_a_name_without_format_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(WrongOutput) as caught:
        write_results(tmp_path / "a.doc", [SHEET])
    assert ".xlsx或.json或.csv" in caught.value.message_zh
    assert list(tmp_path.iterdir()) == []


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.text(max_size=6) | st.floats() | st.booleans() | st.none(), max_size=9), max_size=6))
def test_no_content_of_a_csv_file_breaks_reading(rows: list[list[Any]]) -> None:
    import csv
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "目标.csv"
        with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
            csv.writer(file).writerows([["指标", "目标值"], *rows])
        filled = read_form(FORM, [path])
    for row in filled.rows["goals"]:
        assert row["indicator"]
        assert row["value"] >= 0


@pytest.mark.parametrize("name", data_names("forms"))
def test_forms_follow_their_schema_and_their_examples_are_right(name: str, tmp_path: Path) -> None:
    schema = json.loads((DATA / "forms.schema.json").read_text(encoding="utf-8"))
    said = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    assert [f"{list(error.path)}: {error.message}" for error in Draft202012Validator(schema).iter_errors(said)] == []
    form: Form = load_form(name.removeprefix("forms/"))
    for language in ("zh", "en"):
        path = tmp_path / f"{language}.xlsx"
        write_template(form, path, language=language)
        filled = read_form(form, [path])
        assert filled.problems == ()
        assert {sheet.name: len(sheet.example) for sheet in form.sheets} == {
            sheet: len(rows) for sheet, rows in filled.rows.items()
        }
