from dataclasses import dataclass, field

import pytest

from planledger.errors import EmptyDocument, LimitExceeded
from planledger.model.places import Box
from planledger.reading.lifting import Lifted
from planledger.reading.limits import Limits
from planledger.reading.printed import lifting
from planledger.reading.printed.lifting import lift_printed
from planledger.reading.printed.page import PrintedLine, PrintedPage

SIZE = 10.0
WIDTH, HEIGHT = 300.0, 400.0


def line(text: str, left: float, top: float, *, size: float = SIZE, bold: bool = False) -> PrintedLine:
    """A line of full-width characters."""
    edges = tuple(left + at * size for at in range(len(text) + 1))
    return PrintedLine(text, Box(left, top, edges[-1], top + size), edges, size, bold)


def upright(text: str, left: float, top: float) -> PrintedLine:
    """A line set from top to bottom."""
    edges = tuple(top + at * SIZE for at in range(len(text) + 1))
    return PrintedLine(text, Box(left, top, left + SIZE, edges[-1]), edges, SIZE, vertical=True)


def page(*lines: PrintedLine, number: int = 1) -> PrintedPage:
    return PrintedPage(number, WIDTH, HEIGHT, list(lines))


def lift(*pages: PrintedPage, **limits: int) -> Lifted:
    return lift_printed(pages, name="文件", limits=Limits(**limits))


@dataclass
class Cell:
    row: int
    column: int
    lines: list[PrintedLine] = field(default_factory=list)
    rows: int = 1
    columns: int = 1


@dataclass
class Table:
    box: Box
    cells: list[Cell]
    taken: list[PrintedLine]


def test_rows_become_paragraphs_over_the_break_of_a_page() -> None:
    first = page(line("甲" * 18, 50, 60), line("乙" * 20, 30, 76), line("丙" * 20, 30, 92), line("丁" * 8, 30, 108),
                 line("戊" * 18, 50, 124), line("己" * 20, 30, 140))  # fmt: skip
    second = page(line("庚" * 20, 30, 60), line("辛" * 5, 30, 76), line("壬" * 10, 50, 92), number=2)
    text = lift(first, second).text.split("\n")
    assert [one[0] + one[-1] for one in text] == ["甲丁", "戊辛", "壬壬"]


def test_only_latin_words_are_joined_with_a_space() -> None:
    rows = ["增长5%，新增gross", "domestic等指标共" + "数" * 9, "12个，完成率98." + "一" * 9, "五成。"]
    lines = [line(text, 30, 60 + 16 * at) for at, text in enumerate(rows)]
    lines[0] = PrintedLine(rows[0], Box(30, 60, 230, 70), lines[0].edges, SIZE)
    lines[1] = PrintedLine(rows[1], Box(30, 76, 230, 86), lines[1].edges, SIZE)
    lines[2] = PrintedLine(rows[2], Box(30, 92, 230, 102), lines[2].edges, SIZE)
    assert (
        lift(page(*lines)).text
        == "增长5%，新增gross domestic等指标共" + "数" * 9 + "12个，完成率98." + "一" * 9 + "五成。"
    )


def test_vertical_pages_are_read_from_the_right() -> None:
    found = lift(page(upright("二二二二", 200, 40), upright("一一一一一一", 230, 40), upright("三三", 170, 40)))
    assert "".join(found.text.split()) == "一一一一一一二二二二三三"
    assert all(place.vertical for place in found.places)


def test_a_table_stands_at_its_place_and_goes_on_over_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    head = [line("指标", 30, 200), line("目标", 150, 200)]
    long = [line("生产总值", 30, 220), line("增长", 30, 232), line("5%", 150, 220)]
    again = [line("指标", 30, 40), line("目标", 150, 40)]
    more = [line("就业", 30, 60), line("3万人", 150, 60)]
    tables = {
        1: [Table(Box(30, 200, 250, 244), [Cell(0, 0, head[:1]), Cell(0, 1, head[1:]), Cell(1, 0, long[:2]),
                                           Cell(1, 1, long[2:])], head + long)],
        2: [Table(Box(30, 40, 250, 70), [Cell(0, 0, again[:1]), Cell(0, 1, again[1:]), Cell(1, 0, more[:1]),
                                         Cell(1, 1, more[1:])], again + more)],
    }  # fmt: skip
    monkeypatch.setattr(lifting, "find_page_tables", lambda one: tables[one.number])
    found = lift(
        page(line("前文说明。", 30, 170), *head, *long), page(*again, *more, line("后文。", 30, 100), number=2)
    )
    assert found.text.split("\n") == ["前文说明。", "指标\t目标", "生产总值增长\t5%", "就业\t3万人", "后文。"]
    [grid] = found.grids
    assert grid.page == 1
    assert [(found.text[cell.start : cell.end], cell.row, cell.column) for cell in grid.cells] == [
        ("指标", 0, 0), ("目标", 0, 1), ("生产总值增长", 1, 0), ("5%", 1, 1), ("就业", 2, 0), ("3万人", 2, 1)
    ]  # fmt: skip
    assert {place.page for place in found.places} == {1, 2}
    with pytest.raises(LimitExceeded):
        lift(page(*head, *long), cells=3)


def test_the_first_page_may_lack_what_the_second_has() -> None:
    with pytest.raises(EmptyDocument):
        lift(page())
    assert len(lift(page(), page(line("正文。", 30, 100), number=2)).pages) == 2


def test_confidence_reaches_places_and_pages() -> None:
    sure, unsure = line("清楚的一行。", 30, 100), line("模糊的一行。", 30, 120)
    unsure.confidence = 0.5
    found = lift(page(sure, unsure))
    assert [place.confidence for place in found.places] == [1.0, 0.5]
    assert found.pages[0].confidence == pytest.approx(0.75)
