"""Tables are given to the page as rows and columns, and to the last character, or else as lines."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.ledger.report_ledgers import make_document

from planledger.ledger.report.grids import grids_payload
from planledger.ledger.report.places import Places
from planledger.model import Document, Grid, GridCell

LINES = ["临江市计划表", "指标\t2023年\t2024年", "计划\t完成\t计划", "粮食\t５\t\t7"]


def printed(*, lines: list[str] | None = None, without: str = "", kind: str = "table_row") -> Document:
    """A document with a table of two head rows, whose first cell covers both; the cell ``without`` is no part of it."""
    document = make_document("plan", lines or LINES)
    at = [line.start for line in document.blocks]
    cells = [
        GridCell(at[1], at[1] + 2, 0, 0, 2, 1),
        GridCell(at[1] + 3, at[1] + 8, 0, 1, 1, 2),
        GridCell(at[1] + 9, at[1] + 14, 0, 3),
        GridCell(at[2], at[2] + 2, 1, 1),
        GridCell(at[2] + 3, at[2] + 5, 1, 2),
        GridCell(at[2] + 6, at[2] + 8, 1, 3),
        GridCell(at[3], at[3] + 2, 2, 0),
        GridCell(at[3] + 3, at[3] + 4, 2, 1),
        GridCell(at[3] + 6, at[3] + 7, 2, 3),
    ]
    kept = tuple(cell for cell in cells if not without or document.source[cell.start : cell.end] != without)
    blocks = tuple(replace(block, kind=kind) if number else block for number, block in enumerate(document.blocks))
    return replace(document, blocks=blocks, grids=(Grid(kept),))


def shown(document: Document) -> list[tuple[int, int, int, list[list[tuple[str, int, int]]]]]:
    return [
        (first, last, head, [[(document.text[cell[0] : cell[1]], cell[2], cell[3]) for cell in row] for row in rows])
        for first, last, head, rows in grids_payload(document, Places(document))
    ]


def test_cells_stand_in_their_rows_and_columns() -> None:
    [(first, last, head, rows)] = shown(printed())
    assert (first, last, head) == (1, 3, 2)
    assert rows == [
        [("指标", 1, 2), ("2023年", 2, 1), ("2024年", 1, 1)],
        [("计划", 1, 1), ("完成", 1, 1), ("计划", 1, 1)],
        [("粮食", 1, 1), ("5", 1, 1), ("", 1, 1), ("7", 1, 1)],
    ]


def test_a_title_over_all_columns_is_part_of_the_head() -> None:
    document = printed(lines=["临江市计划表", "指标\t2023年\t2024年", "计划\t完成\t计划", "粮食\t５\t\t7", "主要指标"])
    at = document.blocks[4].start
    lower = tuple(cell._replace(row=cell.row + 1) for cell in document.grids[0].cells)
    title = GridCell(at, at + 4, 0, 0, 1, 4)
    [(_, _, head, rows)] = shown(replace(document, grids=(Grid((title, *lower)),)))
    assert (head, rows[0]) == (3, [("主要指标", 4, 1)])


def test_a_table_that_does_not_hold_all_of_its_lines_stays_lines() -> None:
    assert shown(printed(without="粮食")) == []


def test_headings_are_never_hidden_in_a_table() -> None:
    assert shown(printed(kind="heading")) == []


def test_a_table_without_text_is_none() -> None:
    document = make_document("plan", LINES)
    assert shown(replace(document, grids=(Grid(()), Grid((GridCell(3, 3, 0, 0),))))) == []


def test_of_two_tables_at_one_place_the_first_is_shown() -> None:
    document = printed()
    assert len(shown(replace(document, grids=document.grids * 2))) == 1
