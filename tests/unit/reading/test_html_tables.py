"""Table elements of a page as grids."""

from planledger.reading import read_document
from planledger.reading.html_tables import find_html_grids


def shape(source: str, largest: int = 1000) -> list[list[tuple[str, int, int, int, int]]]:
    return [
        [(source[cell.start : cell.end], *cell[2:]) for cell in grid.cells] for grid in find_html_grids(source, largest)
    ]


def test_cells_stand_at_the_rows_and_columns_they_cover() -> None:
    source = "<table><tr><td rowspan=2>甲</td><td colspan='2'>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
    assert shape(source) == [[("甲", 0, 0, 2, 1), ("乙", 0, 1, 1, 2), ("丙", 1, 1, 1, 1), ("丁", 1, 2, 1, 1)]]


def test_spans_that_leave_the_next_row_no_place_are_mistakes() -> None:
    head = "<tr><td rowspan=2>指标</td><td rowspan=2>单位</td></tr>"
    source = f"<table>{head}<tr><td>大米</td><td>万吨</td></tr></table>"
    assert shape(source) == [[("指标", 0, 0, 1, 1), ("单位", 0, 1, 1, 1), ("大米", 1, 0, 1, 1), ("万吨", 1, 1, 1, 1)]]


def test_only_the_innermost_of_nested_tables_is_one() -> None:
    source = "<TABLE><TR><TD><table><tr><td>甲</td></tr></table></TD></TR></TABLE>"
    assert shape(source) == [[("甲", 0, 0, 1, 1)]]


def test_spans_beyond_the_limit_are_not_followed() -> None:
    cell = "<td rowspan=9999 colspan=9999>甲</td>"
    source = "<table>" + f"<tr>{cell}{cell}</tr>" * 300 + "</table>"
    (grid,) = find_html_grids(source, 1000)
    assert len(grid.cells) == 600
    assert sum(cell.rows * cell.columns for cell in grid.cells) <= 1600


def test_a_page_has_its_tables_as_grids() -> None:
    row = "<tr><td>粮食产量</td><td>80万吨</td></tr>"
    document = read_document(f"<html><body><p>甲市统计公报。</p><table>{row}{row}</table></body></html>".encode())
    assert [len(grid.cells) for grid in document.grids] == [4]
    assert read_document("没有表格的文字。".encode()).grids == ()
