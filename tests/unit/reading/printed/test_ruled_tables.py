"""Tables whose cells are ruled, wholly or in part."""

from __future__ import annotations

import random

import pytest
from tests.unit.reading.printed.sheets import put, put_vertical, read, ruled, sheet, typeset

from planledger.reading.printed.page import PrintedLine, Rule
from planledger.reading.printed.tables import find_page_tables

XS = (50.0, 200.0, 300.0, 400.0)
YS = (100.0, 120.0, 140.0, 160.0)
TEXTS = [["指标", "2025年", "2030年"], ["森林覆盖率", "31.5", "33"], ["港口吞吐量", "1,250", "1,600"]]


def filled(texts: list[list[str]] = TEXTS) -> list[PrintedLine]:
    return [
        put(text, x + 5, y + 5) for y, row in zip(YS, texts, strict=False) for x, text in zip(XS, row, strict=False)
    ]


def test_each_cell_of_a_ruled_grid_holds_its_text() -> None:
    page = sheet([put("本页所列均为虚构。", 50, 60), *filled()], ruled(XS, YS))
    (table,) = find_page_tables(page)
    assert read(table) == TEXTS
    assert [id(line) for line in table.taken] == [id(line) for line in page.lines[1:]]
    assert table.box == (50.0, 100.0, 400.0, 160.0)


def test_merged_cells_cover_rows_and_columns() -> None:
    xs, ys = (50.0, 100.0, 200.0, 300.0, 400.0), (100.0, 120.0, 140.0, 160.0)
    rules = [Rule(50, 100, 400, 100), Rule(50, 160, 400, 160), Rule(50, 100, 50, 160), Rule(400, 100, 400, 160)]
    rules += [Rule(200, 120, 400, 120), Rule(50, 140, 400, 140), Rule(300, 120, 300, 160)]
    rules += [Rule(200, 100, 200, 160), Rule(100, 140, 100, 160)]
    lines = [put("类别和指标", 60, 115), put("完成情况", 280, 105), put("计划", 210, 125), put("实际", 310, 125)]
    lines += [put("生态", 60, 145), put("造林", 110, 145), put("8.5", 210, 145), put("9.25", 310, 145)]
    (table,) = find_page_tables(sheet(lines, rules))
    assert [(c.row, c.column, c.rows, c.columns) for c in table.cells] == [
        (0, 0, 2, 2), (0, 2, 1, 2), (1, 2, 1, 1), (1, 3, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1), (2, 3, 1, 1)
    ]  # fmt: skip
    assert read(table)[2] == ["生态", "造林", "8.5", "9.25"]
    assert xs[0] == table.box.left
    assert ys[-1] == table.box.bottom


def test_a_line_over_two_cells_is_cut_at_their_border() -> None:
    lines = [put("指标", 55, 105), put("2025年 2030年", 255, 105), put("森林覆盖率", 55, 125), put("31.5", 205, 125)]
    lines += [put("33", 305, 125)]
    lines[1] = put("2025年 2030年", 264, 105)  # its space lies on the border at 300
    (table,) = find_page_tables(sheet(lines, ruled(XS, YS[:3])))
    assert read(table)[0] == ["指标", "2025年", "2030年"]
    piece = next(cell for cell in table.cells if (cell.row, cell.column) == (0, 2)).lines[0]
    assert len(piece.edges) == len(piece.text) + 1
    assert piece.box.left == piece.edges[0] > 298
    assert lines[1] in table.taken


def test_text_wider_than_its_cell_is_not_cut() -> None:
    texts = [*TEXTS[:2], ["港口吞吐量", "1,250", "1,600"]]
    lines = filled(texts)
    lines[4] = put("21,766,953.00", 238, 125)  # ends beyond 300
    (table,) = find_page_tables(sheet(lines, ruled(XS, YS)))
    assert read(table)[1] == ["森林覆盖率", "21,766,953.00", "33"]


def test_vertical_text_is_cut_at_the_borders_of_rows() -> None:
    lines = [put_vertical("生态", 60, 101), put("造林", 110, 105), put("8.5", 210, 105)]
    lines += [put_vertical("民生", 60, 121), put("就业", 110, 125), put("9.25", 210, 125)]
    (table,) = find_page_tables(sheet(lines, ruled((50, 100, 200, 300), (100, 120, 142))))
    assert read(table) == [["生态", "造林", "8.5"], ["民生", "就业", "9.25"]]


def test_outer_borders_may_be_missing() -> None:
    rules = [Rule(50, y, 400, y) for y in YS] + [Rule(x, 100, x, 160) for x in XS[1:3]]
    (table,) = find_page_tables(sheet(filled(), rules))
    assert read(table) == TEXTS


def test_rows_of_figures_between_two_rules_are_rows() -> None:
    lines = [put("项目", 60, 104), put("预算数", 210, 104), put("执行数", 310, 104)]
    for index, name in enumerate(["人员经费", "公用经费", "项目支出", "合计"]):
        top = 124 + 18 * index
        lines += [put(name, 60, top), put(f"{120 + index},500", 210, top), put(f"{110 + index},250", 310, top + 2)]
    rules = [Rule(50, y, 400, y) for y in (100, 120, 196)] + [Rule(x, 100, x, 196) for x in (200, 300)]
    (table,) = find_page_tables(sheet(lines, rules))
    assert [row[0] for row in read(table)] == ["项目", "人员经费", "公用经费", "项目支出", "合计"]
    assert read(table)[3] == ["项目支出", "122,500", "112,250"]


def test_a_name_of_two_lines_stays_in_the_row_of_its_figure() -> None:
    lines = [put("项目", 60, 104), put("预算数", 210, 104)]
    lines += [put("甲", 60, 130), put("1,500", 210, 130)]
    lines += [put("城乡供水管网和再生水", 60, 149), put("设施改造", 60, 161), put("2,500", 210, 155)]
    lines += [put("丙", 60, 180), put("3,500", 210, 180)]
    rules = [Rule(50, y, 400, y) for y in (100, 120, 200)] + [Rule(x, 100, x, 200) for x in (50, 200, 400)]
    (table,) = find_page_tables(sheet(lines, rules))
    assert read(table)[1:] == [["甲", "1,500"], ["城乡供水管网和再生水设施改造", "2,500"], ["丙", "3,500"]]


def test_texts_of_several_lines_in_ruled_cells_are_one_row() -> None:
    lines = [put("任务", 60, 104), put("措施", 210, 104)]
    lines += [put("新建绿道三条", 60, 124 + 12 * n) for n in range(3)]
    lines += [put("分段施工按期", 210, 124 + 12 * n) for n in range(3)]
    (table,) = find_page_tables(sheet(lines, ruled((50, 200, 400), (100, 120, 162))))
    assert len(read(table)) == 2


def test_a_figure_broken_in_its_cell_makes_no_row() -> None:
    lines = [put("项目", 60, 104), put("一", 210, 104), put("二", 260, 104)]
    lines += [put("合计", 60, 130), put("308,37", 205, 124), put("2", 215, 136), put("325,16", 255, 124)]
    lines += [put("6", 265, 136)]
    (table,) = find_page_tables(sheet(lines, ruled((50, 200, 250, 400), (100, 120, 150))))
    assert read(table)[1] == ["合计", "308,372", "325,166"]


@pytest.mark.parametrize("seed", range(8))
def test_rules_of_a_picture_may_lean_break_and_double(seed: int) -> None:
    shaken = random.Random(seed)
    rules: list[Rule] = []
    for left, top, right, bottom in ruled(XS, YS):
        for _ in range(shaken.choice((1, 1, 2))):
            across = right > left
            cut = shaken.uniform(0.3, 0.7)
            for start, end in ((0.0, cut), (cut + 0.004, 1.0)):
                a, b = shaken.uniform(-1, 1), shaken.uniform(-1, 1)
                if across:
                    x0, x1 = left + start * (right - left), left + end * (right - left)
                    rules.append(Rule(x0, top + a, x1, top + b))
                else:
                    y0, y1 = top + start * (bottom - top), top + end * (bottom - top)
                    rules.append(Rule(left + a, y0, left + b, y1))
    shaken.shuffle(rules)
    (table,) = find_page_tables(sheet(filled(), rules))
    assert read(table) == TEXTS


def test_two_tables_of_a_page_are_two() -> None:
    moved = [put(line.text, line.box.left, line.box.top + 300) for line in filled()]
    rules = ruled(XS, YS) + ruled(XS, [y + 300 for y in YS])
    first, second = find_page_tables(sheet([*moved, *filled()], rules))
    assert first.box.top == 100
    assert second.box.top == 400
    assert read(first) == read(second) == TEXTS


def test_frames_boxes_and_underlines_are_no_tables() -> None:
    text = [put("为了方便阅读，本栏列出三项说明。", 60, 110 + 20 * n) for n in range(5)]
    frame = ruled((20, 575), (20, 822))
    box = ruled((50, 400), (100, 220))
    titled = ruled((50, 400), (100, 125, 220))
    underline = [Rule(60, 121, 200, 121), Rule(60, 700, 200, 700)]
    for rules in (frame, box, titled, underline, frame + box + underline):
        assert find_page_tables(sheet(text, rules)) == []


def test_a_table_within_the_frame_of_the_page_is_found() -> None:
    (table,) = find_page_tables(sheet(filled(), ruled((20, 575), (20, 60, 822)) + ruled(XS, YS)))
    assert read(table) == TEXTS


def test_hostile_pages_give_no_table_soon() -> None:
    shaken = random.Random(1)
    rules = [Rule(x, 0, x, 842) for x in (shaken.uniform(0, 595) for _ in range(20_000))]
    rules += [Rule(0, y, 595, y) for y in (shaken.uniform(0, 842) for _ in range(20_000))]
    assert find_page_tables(sheet(filled(), rules)) == []
    short = [Rule(x, y, x + 3, y) for x, y in ((shaken.uniform(0, 595), shaken.uniform(0, 842)) for _ in range(25_000))]
    assert find_page_tables(sheet(filled(), short)) == []
    many = [put("12", shaken.uniform(0, 595), shaken.uniform(0, 842)) for _ in range(100_000)]
    assert find_page_tables(sheet(many, ruled(XS, YS))) == []


def test_a_typeset_table_with_merged_heads() -> None:
    page = typeset("""
#table(columns: (3cm, 4cm, 2.5cm, 2.5cm),
  table.cell(rowspan: 2)[类别], table.cell(rowspan: 2)[指标], table.cell(colspan: 2)[目标值],
  [2027年], [2030年],
  table.cell(rowspan: 2)[生态], [森林覆盖率（%）], [32], [33.5],
  [空气质量优良天数比例以及细颗粒物浓度], [91.0], [92.5],
  [民生], [新增就业（万人）], [—], [〔60〕])
""")
    (table,) = find_page_tables(page)
    assert read(table) == [
        ["类别", "指标", "目标值", "^"],
        ["^", "^", "2027年", "2030年"],
        ["生态", "森林覆盖率（%）", "32", "33.5"],
        ["^", "空气质量优良天数比例以及细颗粒物浓度", "91.0", "92.5"],
        ["民生", "新增就业（万人）", "—", "〔60〕"],
    ]
