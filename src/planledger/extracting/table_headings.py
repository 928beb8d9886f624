"""Headings inside tables, which tell rows of one label apart (表内分组)."""

from __future__ import annotations

import re
from collections import Counter

from planledger.extracting.table_layout import Layout
from planledger.extracting.table_words import pattern

_LONGEST = 12
# Of all rows, those with a label and nothing else may be so many where they are headings.
_MOST = 0.25
_LEVELS = (7, 5, 3)
_CODE = re.compile(r"\d{3,9}")
_CODED = re.compile("编码|代码")


def row_headings(layout: Layout) -> dict[int, str]:
    """The heading of each row below the head that needs one, by its number; rows of labels that differ need none."""
    rows = range(layout.first, len(layout.table.rows))
    if not _needs_headings(layout):
        return {}
    coded = _by_codes(layout)
    if coded:
        return coded
    single = [number for number in rows if _stands_alone(layout, number)]
    plain = [number for number in single if not _is_marked(layout, number)]
    empty = set(plain) if len(plain) > _MOST * len(rows) else {one for one in plain if one + 1 in plain}
    found: dict[int, str] = {}
    heading = ""
    for number in rows:
        if number in single and number not in empty:
            text = layout.table.own(number)[0].text
            heading = pattern("numbering").sub("", text) if len(text) < _LONGEST else ""
        found[number] = heading
    return found


def _needs_headings(layout: Layout) -> bool:
    """Whether rows have the same label, so that only the heading above tells them apart."""
    return any(count > 1 and not pattern("member").match(text) for text, count in _counted(layout).items())


def _counted(layout: Layout) -> Counter[str]:
    """How often each label stands in the table."""
    columns = [number for number, column in enumerate(layout.columns) if column.kind == "label"]
    return Counter(
        cell.text
        for number in range(layout.first, len(layout.table.rows))
        for cell in layout.table.own(number)
        if cell.column in columns
    )


def _stands_alone(layout: Layout, number: int) -> bool:
    cells = layout.table.own(number)
    return len(cells) == 1 and (number, cells[0].column) not in layout.figures


def _is_marked(layout: Layout, number: int) -> bool:
    """Whether a row of one cell is sure to be a heading: numbered as such, or over several columns."""
    cell = layout.table.own(number)[0]
    return cell.columns > 1 or pattern("headline").match(cell.text) is not None


def _by_codes(layout: Layout) -> dict[int, str]:
    """What each row is a part of by the codes of a budget: 20101 人大事务, then 2010101 行政运行."""
    at = next((at for at, one in enumerate(layout.columns) if _CODED.search(one.head)), -1)
    label = next((number for number, one in enumerate(layout.columns) if one.kind == "label" and number != at), -1)
    if at < 0 or label < 0:
        return {}
    repeated = _counted(layout)
    named: dict[str, str] = {}
    found: dict[int, str] = {}
    for number in range(layout.first, len(layout.table.rows)):
        code, cell = (layout.table.rows[number][place] for place in (at, label))
        if code is None or cell is None or not _CODE.fullmatch(code.text):
            continue
        named[code.text] = cell.text
        if repeated[cell.text] > 1:
            above = (named.get(code.text[:size]) for size in _LEVELS if size < len(code.text))
            found[number] = next((name for name in above if name), "")
    return found
