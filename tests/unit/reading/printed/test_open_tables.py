"""Tables without ruled columns, and what looks like one."""

from __future__ import annotations

from tests.unit.reading.printed.sheets import put, read, sheet, typeset

from planledger.reading.printed.page import PrintedLine, Rule
from planledger.reading.printed.tables import find_page_tables

ROWS = [["增值税", "1,250", "1,310", "4.8"], ["契税", "85", "79", "-7.1"], ["资源税", "12", "15", "25.0"]]
LEFTS = (60.0, 220.0, 320.0, 420.0)


def columns(rows: list[list[str]], top: float = 150.0, pitch: float = 18.0) -> list[PrintedLine]:
    return [
        put(text, left, top + pitch * index)
        for index, row in enumerate(rows)
        for left, text in zip(LEFTS, row, strict=False)
    ]


def test_a_three_line_table() -> None:
    head = columns([["项目", "预算数", "执行数", "增长（%）"]], top=125)
    rules = [Rule(50, y, 500, y) for y in (120, 142, 210)]
    (table,) = find_page_tables(sheet([put("下表为虚构的数据，仅供测试。", 60, 90), *head, *columns(ROWS)], rules))
    assert read(table) == [["项目", "预算数", "执行数", "增长（%）"], *ROWS]
    assert len(table.taken) == 16


def test_a_three_line_table_of_words() -> None:
    rows = [["任务", "牵头单位", "时限"], ["修订管理办法", "水务局", "六月底"], ["编制专项规划", "林业局", "年底"]]
    rules = [Rule(50, y, 500, y) for y in (145, 165, 205)]
    (table,) = find_page_tables(sheet(columns(rows), rules))
    assert read(table) == rows


def test_a_head_over_two_columns_spans_them() -> None:
    head = [put("项目", 60, 125), put("全市收支情况", 255, 125)]
    under = [put("预算数", 220, 142), put("执行数", 320, 142), put("增长", 420, 142)]
    rules = [Rule(50, y, 500, y) for y in (120, 139, 158, 230)]
    (table,) = find_page_tables(sheet([*head, *under, *columns(ROWS, top=165)], rules))
    span = next(cell for cell in table.cells if cell.lines and cell.lines[0].text == "全市收支情况")
    assert (span.row, span.column, span.columns) == (0, 1, 2)
    assert read(table)[2:] == ROWS


def test_captions_and_text_between_tables_of_one_width_part_them() -> None:
    rules = [Rule(50, y, 500, y) for y in (145, 210, 345, 410)]
    between = [put("表2 虚构的第二张表", 200, 320), put("这一段话说的是别的事情，与表格没有关系。", 60, 260)]
    first, second = find_page_tables(sheet([*columns(ROWS), *between, *columns(ROWS, top=350)], rules))
    assert read(first) == read(second) == ROWS


def test_figures_in_columns_without_any_rule() -> None:
    head = columns([["项目", "预算数", "执行数", "增长"]], top=130)
    before = put("全年收入情况如下，单位为万元。", 60, 60)
    (table,) = find_page_tables(sheet([before, *head, *columns(ROWS)]))
    assert read(table) == [["项目", "预算数", "执行数", "增长"], *ROWS]
    assert before not in table.taken


def test_group_names_and_names_of_two_lines_in_an_unruled_table() -> None:
    lines = columns([ROWS[0]], top=150)
    lines += [put("一、非税收入", 60, 174)]
    lines += [put("国有资源资产有偿使", 60, 195), put("用收入", 60, 207)]
    lines += [put("85", 220, 201), put("79", 320, 201), put("-7.1", 420, 201)]
    lines += columns([ROWS[2]], top=228)
    (table,) = find_page_tables(sheet(lines))
    assert [row[0] for row in read(table)] == ["增值税", "一、非税收入", "国有资源资产有偿使用收入", "资源税"]
    assert read(table)[2][1:] == ["85", "79", "-7.1"]


def test_running_text_contents_and_lists_are_no_tables() -> None:
    two_columns = [put("这里是左边一栏的文字，", 60, 100 + 18 * n) for n in range(20)]
    two_columns += [put("这里是右边一栏的文字。", 320, 100 + 18 * n) for n in range(20)]
    contents = [
        line
        for n in range(8)
        for line in (
            put(str(n + 1), 60, 100 + 18 * n),
            put("全市收支执行情况表", 90, 100 + 18 * n),
            put("………………", 300, 100 + 18 * n),
            put(str(20 + n), 480, 100 + 18 * n),
        )
    ]
    names = [
        put(name, left, 100 + 18 * n) for n in range(6) for left, name in ((60, "张三"), (160, "李四"), (260, "王五"))
    ]
    for lines in (two_columns, contents, names):
        assert find_page_tables(sheet(lines)) == []
        assert find_page_tables(sheet(lines, [Rule(50, 80, 545, 80), Rule(50, 600, 545, 600)])) == []


def test_a_typeset_table_without_a_rule() -> None:
    page = typeset("""
全市主要指标完成情况如下。

#table(columns: (5cm, 3cm, 3cm, 3cm), stroke: none, align: (left, right, right, right),
  [指标], [计划数], [完成数], [增长],
  [粮食产量（万吨）], [125.0], [127.5], [2.0],
  [蔬菜产量（万吨）], [310.5], [318.2], [2.5],
  [水果产量（万吨）], [58.0], [57.1], [-1.6])
""")
    (table,) = find_page_tables(page)
    assert read(table)[0] == ["指标", "计划数", "完成数", "增长"]
    assert read(table)[3] == ["水果产量（万吨）", "58.0", "57.1", "−1.6"]


def test_a_typeset_three_line_table() -> None:
    page = typeset("""
#table(columns: (5cm, 3cm, 3cm), stroke: none, align: (left, right, right),
  table.hline(), [指标], [计划数], [完成数], table.hline(),
  [粮食产量（万吨）], [125.0], [127.5],
  [蔬菜产量（万吨）], [310.5], [318.2], table.hline())

这是表格后面的一段话，不在表里。
""")
    (table,) = find_page_tables(page)
    assert read(table) == [
        ["指标", "计划数", "完成数"],
        ["粮食产量（万吨）", "125.0", "127.5"],
        ["蔬菜产量（万吨）", "310.5", "318.2"],
    ]


def test_values_with_units_and_bounds_are_figures_of_an_unruled_table() -> None:
    rows = [
        ["指标", "2020年", "2025年"],
        ["入园率", "89.6%", "85%以上"],
        ["在园幼儿", "4.8万人", "≥5万人"],
        ["运动场", "120个", "200个左右"],
    ]
    (table,) = find_page_tables(sheet(columns(rows)))
    assert read(table) == rows


def test_a_head_is_no_part_of_the_first_row_however_wide_its_words() -> None:
    rows = [
        ["产品名称", "绝对数", "增长"],
        ["原煤", "2350.6", "3.1"],
        ["发电量", "182.4", "8.9"],
        ["铁矿石", "96.4", "2.2"],
        ["水泥", "412.3", "持平"],
    ]
    (table,) = find_page_tables(sheet(columns(rows)))
    assert read(table) == rows
