"""The workbook opens, reads well, leads from promise to source row, and holds no surprises."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.unit.ledger.sample_ledger import sample_ledger, with_statement

from planledger.ledger import ledger_tables
from planledger.ledger.cells import LONGEST_TEXT, letters
from planledger.ledger.columns import load_sheets
from planledger.ledger.workbook import write_workbook
from planledger.model import Ledger


def workbook(ledger: Ledger, folder: Path) -> Workbook:
    write_workbook(ledger_tables(ledger), folder / "ledger.xlsx", version=ledger.version)
    return openpyxl.load_workbook(folder / "ledger.xlsx")


@pytest.fixture
def book(tmp_path: Path) -> Workbook:
    return workbook(sample_ledger(), tmp_path)


def column(page: Worksheet, english: str) -> int:
    return next(cell.column for cell in page[1] if str(cell.value).endswith(f"\n{english}"))


def test_one_sheet_a_record_type(book: Workbook) -> None:
    assert book.sheetnames == ["概况", *(sheet.chinese for sheet in load_sheets())]
    rows = {page.title: page.max_row - 1 for page in book.worksheets[1:]}
    assert rows == {
        "兑现": 4, "目标": 2, "完成值": 2, "其他量化表述": 1, "相对目标": 1, "承诺事项": 1,
        "项目": 1, "表格读法": 1, "表列读法": 2,
        "相近不可比": 1, "矛盾": 1, "损坏与存疑": 4, "修复": 2, "文献": 2,
    }  # fmt: skip


def test_heads_stay_in_view_and_filter(book: Workbook) -> None:
    for page in book.worksheets[1:]:
        assert str(page.freeze_panes).endswith("2"), page.title
        assert page.auto_filter.ref == page.dimensions, page.title
        assert page.print_title_rows == "$1:$1"
        assert all("\n" in str(cell.value) for cell in page[1])


def test_verdicts_are_said_in_words_and_marks(book: Workbook) -> None:
    page = book["兑现"]
    cells = [page.cell(row, column(page, "Verdict")) for row in range(2, 6)]
    assert [cell.value for cell in cells] == ["■ 未兑现", "◇ 不可比", "● 兑现", "○ 未报告"]
    assert len({cell.fill.start_color.rgb for cell in cells}) == 3  # the last and the second are both grey


def test_a_promise_leads_to_the_row_of_its_statement(book: Workbook) -> None:
    page = book["兑现"]
    for head, sheet, value in (("Target", "目标", "增长5%以上"), ("Result", "完成值", "增长3.5%")):
        cell = page.cell(2, column(page, head))
        assert cell.value == value
        assert cell.hyperlink is not None
        title, place = str(cell.hyperlink.location).split("!")
        row = book[title.strip("'")][place].row
        assert title == f"'{sheet}'"
        assert book[sheet].cell(row, column(book[sheet], "Value in words")).value == value


def test_numbers_are_numbers_with_a_format(book: Workbook) -> None:
    page = book["兑现"]
    margin, share = (page.cell(2, column(page, head)) for head in ("Margin", "Share of the way"))
    assert (margin.value, share.value) == (-1.5, 0.7)
    assert (margin.number_format, share.number_format) == ("#,##0.0#########", "0.0%")


def test_sentences_wrap(book: Workbook) -> None:
    page = book["目标"]
    assert page.cell(2, column(page, "Sentence")).alignment.wrap_text


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("x")', "+1", "-5%", "@SUM(A1)", "#REF!"])
def test_text_is_never_a_formula(tmp_path: Path, text: str) -> None:
    page = workbook(with_statement(indicator=text), tmp_path)["目标"]
    cell = page.cell(2, column(page, "Indicator"))
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix == (text[0] != "#")


def test_what_xml_cannot_hold_is_replaced(tmp_path: Path) -> None:
    text = "a\x00b\x0bc\ud800d\uffffe<&>\r\nf\rg" + "长" * LONGEST_TEXT
    page = workbook(with_statement(sentence=text), tmp_path)["目标"]
    value = str(page.cell(2, column(page, "Sentence")).value)
    assert value.startswith("a\ufffdb\ufffdc\ufffdd\ufffde<&>\nf\ng长")
    assert len(value) == LONGEST_TEXT


def test_an_empty_ledger_gives_every_sheet(tmp_path: Path) -> None:
    book = workbook(Ledger((), (), (), (), (), "0.1.0"), tmp_path)
    assert len(book.sheetnames) == len(load_sheets()) + 1
    assert "共读入文献 0 份" in str(book["概况"]["A2"].value)


def test_the_overview_counts_promises(book: Workbook) -> None:
    page = book["概况"]
    assert "对照承诺 4 项：兑现 1 项，未兑现 1 项，未报告 1 项，不可比 1 项" in str(page["A2"].value)
    links = {cell.value for row in page.iter_rows() for cell in row if cell.hyperlink}
    assert links == {sheet.chinese for sheet in load_sheets()}


def test_many_rows(tmp_path: Path) -> None:
    ledger = sample_ledger()
    first, second = ledger.extractions
    many = replace(first, statements=first.statements * 500)
    page = workbook(replace(ledger, extractions=(many, second)), tmp_path)["目标"]
    assert page.max_row == 1001


def test_column_letters() -> None:
    assert [letters(number) for number in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
