"""Workbooks and CSV files become lines and tables, every figure with its cell."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planledger.catalogue import load_catalogue
from planledger.errors import BinaryDocument, DamagedDocument, EmptyDocument, LimitExceeded, UnknownEncoding
from planledger.extracting import extract
from planledger.reading import Overrides, read_document
from planledger.reading.lifting import Lifted, lift
from planledger.reading.limits import Limits


def read(data: bytes, suffix: str, *, limits: Limits | None = None, encoding: str = "") -> Lifted:
    return lift(data, name="甲市", suffix=suffix, overrides=Overrides(encoding=encoding), limits=limits or Limits())


def workbook(write: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    write(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled(sheet: Any, rows: list[list[Any]], top: int = 1) -> None:
    for row, values in enumerate(rows, top):
        for column, value in enumerate(values, 1):
            if value is not None:
                sheet.cell(row, column, value)


def of_rows(rows: list[list[Any]]) -> Lifted:
    return read(workbook(lambda book: filled(book.active, rows)), ".xlsx")


def located(found: Lifted) -> dict[str, str]:
    return {place.locator: found.text[place.start : place.end] for place in found.places}


def main_indicators(book: Any) -> None:
    sheet = book.active
    sheet.title = "主要指标"
    filled(sheet, [
        ["甲市“十四五”主要指标"], [None, None, None, None, "单位：亿元、%"],
        ["类别", "指标", "目标值", None, "年均增长"], [None, None, "2020年", "2025年"],
        ["经济\n发展", "地区生产总值", 1234.5, "> 2000", 0.065],
        [None, "合　　计", 5.7 - 1e-15, dt.date(2025, 1, 1)],
        ["注：〔〕为累计数。"],
    ])  # fmt: skip
    for merged in ("A1:E1", "A3:A4", "B3:B4", "C3:D3", "E3:E4", "A5:A6", "A7:E7"):
        sheet.merge_cells(merged)
    sheet["C5"].number_format, sheet["E5"].number_format = "0", "0.0%"
    sheet["D6"].number_format = 'yyyy"年"m"月"'


def test_titles_units_and_notes_are_lines_around_the_table() -> None:
    found = read(workbook(main_indicators), ".xlsx")
    assert found.text.split("\n") == [
        "主要指标", "甲市“十四五”主要指标", "单位：亿元、%", "类别\t指标\t目标值\t年均增长", "2020年\t2025年",
        "经济 发展\t地区生产总值\t1235\t> 2000\t6.5%", "合 计\t5.7\t2025年1月", "注：〔〕为累计数。",
    ]  # fmt: skip
    (grid,) = found.grids
    told = {found.text[one.start : one.end]: one[2:] for one in grid.cells}
    assert told["类别"] == (0, 0, 2, 1)
    assert told["目标值"] == (0, 2, 1, 2)
    assert told["2025年"] == (1, 3, 1, 1)
    assert told["经济 发展"] == (2, 0, 2, 1)
    assert told["6.5%"] == (2, 4, 1, 1)
    assert located(found)["cell:主要指标:C5"] == "1235"
    assert found.headings == {0: 1}


def test_tables_are_parted_by_empty_rows_unless_figures_go_on() -> None:
    found = of_rows([
        ["表一"], ["指标", "数值"], ["产值", 5], [], ["收入", 6], [], [], ["表二"], ["名称", "2021年"], ["高铁", 7],
    ])  # fmt: skip
    assert len(found.grids) == 2
    assert found.text.split("\n")[3:5] == ["收入\t6", "表二"]
    assert [one.row for one in found.grids[0].cells] == [0, 0, 1, 1, 3, 3]


def test_a_head_over_several_columns_belongs_to_the_table() -> None:
    def write(book: Any) -> None:
        filled(book.active, [["表一"], [None, "2021年"], ["指标", "计划", "实际"], ["产值", 5, 6]])
        book.active.merge_cells("B2:C2")

    found = read(workbook(write), ".xlsx")
    assert {found.text[one.start : one.end]: one[2:] for one in found.grids[0].cells}["2021年"] == (0, 1, 1, 2)


def test_what_is_hidden_is_left_out_and_told() -> None:
    def write(book: Any) -> None:
        sheet = book.active
        filled(
            sheet,
            [["组", "暗列", "指标", "数值"], ["一", "甲", "产值", 5], [None, "乙", "暗行", 6], [None, "丙", "收入", 7]],
        )
        sheet.merge_cells("A2:A4")
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[3].hidden = True
        book.create_sheet("旧表")["A1"] = "旧"
        book["旧表"].sheet_state = "hidden"

    found = read(workbook(write), ".xlsx")
    assert found.text == "组\t指标\t数值\n一\t产值\t5\n收入\t7"
    assert {found.text[one.start : one.end]: one[2:] for one in found.grids[0].cells}["一"] == (1, 0, 2, 1)
    assert [problem.code for problem in found.problems] == ["sheet.hidden", "cell.hidden"]


def test_a_formula_without_result_is_told() -> None:
    found = of_rows([["指标", "数值"], ["产值", "=1+1"]])
    assert [(problem.code, problem.text) for problem in found.problems] == [("cell.no_value", "Sheet!B2")]


def test_a_cell_at_the_far_end_costs_nothing() -> None:
    def write(book: Any) -> None:
        book.active["A1"], book.active["B1"], book.active["XFD1048576"] = "指标", "数值", "远"

    assert read(workbook(write), ".xlsx").text == "指标\t数值\n远"


def test_a_merge_over_the_whole_sheet_covers_what_is_there() -> None:
    data = workbook(
        lambda book: (filled(book.active, [["指标", "数值"], ["产值", 5]]), book.active.merge_cells("A1:A2"))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name).replace(b"A1:A2", b"A1:XFD1048576"))
    found = read(out.getvalue(), ".xlsx")
    assert max(one.row + one.rows for one in found.grids[0].cells) == 2


def test_cells_are_counted() -> None:
    data = workbook(lambda book: filled(book.active, [["指标"] * 20] * 20))
    with pytest.raises(LimitExceeded, match="cells"):
        read(data, ".xlsx", limits=Limits(cells=100))
    with pytest.raises(LimitExceeded, match="cells"):
        read(("指标," * 20 + "\n").encode() * 20, ".csv", limits=Limits(cells=100))


def test_broken_and_empty_workbooks() -> None:
    data = workbook(main_indicators)
    with pytest.raises(DamagedDocument):
        read(data[: len(data) // 2], ".xlsx")
    with pytest.raises(EmptyDocument):
        read(workbook(lambda book: None), ".xlsx")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.bin", b"x")
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a"'
            ' Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        )
    with pytest.raises(BinaryDocument):
        read(out.getvalue(), ".xlsb")
    with pytest.raises(DamagedDocument):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le") + bytes(600), ".xls")


def test_a_workbook_is_a_document(tmp_path: Path) -> None:
    path = tmp_path / "甲市.xlsx"
    path.write_bytes(workbook(main_indicators))
    document = read_document(path)
    assert document.format == "xlsx"
    assert [block.kind for block in document.blocks].count("table_row") == 4
    assert len(document.grids) == 1


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_any_encoding_and_with_any_delimiter(delimiter: str, encoding: str) -> None:
    rows = [["指标", "2021年", "增长"], ['"地区生产总值\n（亿元）"', '"1,200"', "6.5%"], ["财政收入", "100", ""]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    found = read(text.encode(encoding), ".csv")
    assert found.text == "指标\t2021年\t增长\n地区生产总值 （亿元）\t1,200\t6.5%\n财政收入\t100"
    assert found.format == "csv"
    assert located(found)["cell:甲市:B2"] == "1,200"


def test_the_encoding_that_a_user_sets_reaches_csv() -> None:
    data = "專案,數值\n產值,5\n".encode("big5")
    found = read(data, ".csv", encoding="big5")
    assert (found.text.split("\n")[1], found.encoding.reason) == ("產值\t5", "user")
    with pytest.raises(UnknownEncoding):
        read(data, ".csv", encoding="nonsense")


def test_a_csv_field_without_end_is_no_document() -> None:
    with pytest.raises(DamagedDocument):
        read(('指标,"' + "数" * 200_000).encode(), ".csv")


def test_an_amount_in_a_cell_is_no_year_and_the_first_year_of_a_plain_table_is_no_target(tmp_path: Path) -> None:
    table = "指标,单位,2020年,2025年{}\n地区生产总值,亿元,1500,2000\n"
    for head, role in (("", "actual"), ("目标", "baseline")):
        path = tmp_path / "indicators.csv"
        path.write_text(table.format(head), encoding="utf-8")
        document = read_document(path)
        found = extract(document, load_catalogue()).statements
        assert (document.year.value, [one.role for one in found]) == (2020, [role, "target"])
