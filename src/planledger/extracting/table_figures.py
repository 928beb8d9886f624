"""Quantified statements and relations of one table (表格中的量化表述)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planledger.extracting.table_attributes import attribute_in, row_attribute
from planledger.extracting.table_cells import Figure
from planledger.extracting.table_columns import Column
from planledger.extracting.table_grid import Cell
from planledger.extracting.table_headings import row_headings
from planledger.extracting.table_labels import (
    Label,
    Namer,
    account_of,
    joined_labels,
    lapped,
    plain_unit,
    read_label,
    topic_of,
)
from planledger.extracting.table_layout import Layout
from planledger.extracting.table_measures import Facts, measure_of
from planledger.extracting.table_relations import Compared, relations_of
from planledger.extracting.table_timing import Said, Timing
from planledger.extracting.table_words import pattern
from planledger.model.statement import Attribute, Bound, Relation, Statement

if TYPE_CHECKING:
    from planledger.catalogue import Catalogue
    from planledger.model.document import Document

_MIRRORED: dict[Bound, Bound] = {"at_least": "at_most", "at_most": "at_least"}
_HAN = re.compile("[\u4e00-\u9fff]")
_DIGIT = re.compile(r"\d")
_NUMBERED = re.compile(r"(\d{1,2})[.．、](?!$)")
# How far below a table its notes reach.
_NOTES = 300
_MONEY_UNIT, _SHORTEST_TITLE = re.compile(r"[（(]?(?:金额|计量)?[）)\s]*$"), 4
_ROUNDED, _LONGEST_HEADING = 0.011, 12
_WHOLE = re.compile("全[市省县区州国]|本[市省县区州]")
_WORDY = re.compile(r"[^\W\d]|[%‰℃°]")
_SENTENCE_MARK = re.compile("[，。；]")


@dataclass(slots=True)
class _Row:
    """A row of values."""

    number: int
    label: Label
    name: str
    unit: str
    attribute: Attribute


class FiguresReader:
    """Reads the figures of one table."""

    def __init__(self, document: Document, layout: Layout, catalogue: Catalogue) -> None:
        self.document, self.layout, self.catalogue = document, layout, catalogue
        caption = layout.captions[-1] if layout.captions else ""
        self.caption = caption
        self.topic = topic_of(_titles(layout.captions), document.region_name)
        self.grows = pattern("growth_caption").search(_titles(layout.captions)) is not None
        units = [match["units"] for line in layout.captions for match in [pattern("unit_line").search(line)] if match]
        self.units = [layout.unit] if layout.unit else units[-1].split("、") if units else []
        self._numbered = 0
        self._headed: Attribute = attribute_in(caption)
        self.timing = Timing(document, layout)
        self._starred = _starred_year(document, layout)
        self._lines: dict[int, tuple[int, int]] = {}
        self._cells = list(self._valued_cells())

    def statements(self) -> Iterator[Statement]:
        """A statement for every value cell."""
        for row, cell in self._cells:
            figure = self.layout.figures.get((cell.row, cell.column))
            if figure is not None and not (figure.year and not self._unit(row, cell.column, figure)):
                yield self._record(row, cell, figure)

    def relations(self) -> Iterator[Relation]:
        """Relations of cells that hold a figure against another one: 与经济增长同步."""
        for row, cell in self._cells:
            if (cell.row, cell.column) in self.layout.figures or not pattern("relation").search(cell.text):
                continue
            column = self.layout.columns[cell.column]
            indicator = self._indicator(row, column, self.timing.leader(cell.column))
            found = Compared(
                indicator,
                growing=bool(row.label.growth or column.growth),
                line=self._line(row.number),
                attribute=row.attribute,
            )
            said = self.timing.said(cell.column, row.label, summed=False, text=_label_year(row))
            yield from relations_of(self.document, self.layout.table.block, cell, found, said)

    def _valued_cells(self) -> Iterator[tuple[_Row, Cell]]:
        """Every cell of a column of values, with its row."""
        account = account_of(_titles(self.layout.captions))
        namers: dict[int, Namer] = {}
        rows: dict[tuple[int, int], _Row | None] = {}
        headings = row_headings(self.layout)
        for number in range(self.layout.first, len(self.layout.table.rows)):
            cells = self.layout.table.own(number)
            if len(cells) == 1 and (cells[0].row, cells[0].column) not in self.layout.figures:
                short = len(cells[0].text) < _LONGEST_HEADING
                self._headed = attribute_in(cells[0].text) or (attribute_in(self.caption) if short else self._headed)
            for cell in cells:
                if not self.layout.columns or self.layout.columns[cell.column].kind != "value":
                    continue
                at = self.layout.before(cell.column, "label")
                if (number, at) not in rows:
                    namer = namers.setdefault(at, Namer(self.topic, account))
                    rows[number, at] = self._row(number, at, cell.column, namer, headings.get(number, ""))
                row = rows[number, at]
                if row is not None:
                    yield row, cell

    def _row(self, number: int, at: int, column: int, namer: Namer, group: str) -> _Row | None:
        """The row ``number`` by its label in column ``at``; None when it has none."""
        cells = self.layout.table.rows[number]
        cell = cells[at] if at >= 0 else None
        text = cell.text if cell else ""
        if at > 0 and not text and self.layout.columns[at - 1].head == self.layout.columns[at].head:
            text = cells[at - 1].text if cells[at - 1] else ""  # type: ignore[union-attr]
        if pattern("year").fullmatch(text):
            return _Row(number, Label(text), "", "", "")
        label = self._label(number, at, text)
        if not label.name and not label.growth:
            return None
        unit = label.unit or self._row_unit(number, column)
        name = namer.name(label, group, unit)
        attribute = row_attribute(self.layout, number, column) or self._headed
        return _Row(number, label, name, unit, attribute)

    def _row_unit(self, number: int, column: int) -> str:
        """The unit that a row has in a column of units; a dash there says that it has none."""
        at = self.layout.before(column, "unit")
        cell = self.layout.table.rows[number][at] if at >= 0 else None
        unit = plain_unit(cell.text if cell else "")
        return unit if _WORDY.search(unit) else ""

    def _label(self, number: int, at: int, text: str) -> Label:
        """The label of a row; one beside a cell that spans rows is a part of what that cell names."""
        cells, columns = self.layout.table.rows[number], self.layout.columns
        above = cells[at - 1] if at > 0 and columns[at - 1].kind == "label" else None
        if above is None or above is cells[at] or not above.text or columns[at - 1].head != columns[at].head:
            bare = self._unnumbered(text)
            label = read_label(bare, self.catalogue)
            index = self.layout.before(at, "index")
            counted = 0 <= index < at and cells[index] is not None and cells[index].row == number and cells[index].text  # type: ignore[union-attr]
            return replace(label, numbered=label.numbered or bare != text or bool(counted))
        whole = read_label(self._unnumbered(above.text), self.catalogue)
        return joined_labels(whole, read_label(text, self.catalogue))

    def _unnumbered(self, text: str) -> str:
        """``text`` without a number that goes on from that of the row above, even where a digit follows: 12.3岁以下."""
        match = _NUMBERED.match(text)
        if match is None:
            return text
        number = int(match[1])
        if text[match.end() : match.end() + 1].isdigit() and not number == self._numbered + 1 > 1:
            return text
        self._numbered = number
        return text[match.end() :]

    def unit_of(self, column: int, cell: Cell) -> str:
        """Unit of the figure in ``cell``, whatever row names it; empty when nothing says it."""
        figure = self.layout.figures[cell.row, cell.column]
        at = self.layout.before(column, "unit")
        beside = self.layout.table.rows[cell.row][at] if at >= 0 else None
        return (
            figure.unit
            or self.layout.columns[column].unit
            or (beside.text if beside else "")
            or next(iter(self.units), "")
        )

    def _unit(self, row: _Row, column: int, figure: Figure) -> str:
        return figure.unit or self.layout.columns[column].unit or row.unit or next(iter(self.units), "")

    def _record(self, row: _Row, cell: Cell, figure: Figure) -> Statement:
        document, column = self.document, self.layout.columns[cell.column]
        leader = self.timing.leader(cell.column)
        stated = self._unit(row, cell.column, figure)
        facts = Facts(row.label, row.name, row.unit, column, figure, stated, self.grows)
        measure, unit, sign = measure_of(facts)
        if measure == "level" and self._summed(row, column, figure) and self._is_rise(row.number, figure):
            measure = "change"
        said = self.timing.said(cell.column, row.label, summed=self._summed(row, column, figure), text=_label_year(row))
        if figure.starred and self._starred and said.role != "target":
            said = replace(said, period=self._starred)
        low, high, bound = _signed(figure, sign)
        span = document.offsets.to_source(figure.start, figure.end)
        line = self._line(row.number)
        whole = document.offsets.to_source(*line)
        block = self.layout.table.block
        return Statement(
            id=f"{document.id}#{span.start}", document=document.id, start=span.start, end=span.end,
            text=document.source[span.start : span.end], indicator=self._indicator(row, column, leader), subject="",
            indicator_id="", measure=measure, low=low, high=high, unit=unit, base_low=low, base_high=high, base_unit="",
            bound=bound, role=said.role, striving=figure.striving, estimate=said.estimate, period=said.period,
            region=document.region.value, sentence=document.text[line[0] : line[1]], sentence_start=whole.start,
            sentence_end=whole.end, section=block.section, part=block.part,
            confidence=self._confidence(said, unit, column), rule="table", notes=self._notes(row, column),
            attribute=row.attribute,
        )  # fmt: skip

    def _line(self, number: int) -> tuple[int, int]:
        if number not in self._lines:
            cells = self.layout.table.own(number)
            self._lines[number] = min(cell.start for cell in cells), max(cell.end for cell in cells)
        return self._lines[number]

    def _confidence(self, said: Said, unit: str, column: Column) -> float:
        sure = 0.95 if unit or column.rank else 0.7
        return round(sure - (0.1 if said.guessed else 0), 2)

    def _notes(self, row: _Row, column: Column) -> tuple[str, ...]:
        notes = [f"column {column.head}", f"row {row.label.name}"]
        if self.caption:
            notes.append(f"table {self.caption}")
        return (*notes, *self._words(row.number))

    def _words(self, number: int) -> Iterator[str]:
        """What a row says in words where a value would stand, and no relation tells: 保持在合理区间."""
        for cell in self.layout.table.own(number):
            column = self.layout.columns[cell.column]
            spoken = (number, cell.column) not in self.layout.figures and _HAN.search(cell.text)
            if column.kind == "value" and spoken and not pattern("relation").search(cell.text):
                yield f"{column.head} {cell.text}"

    def _indicator(self, row: _Row, column: Column, leader: Column | None) -> str:
        """What a value is of: the row's name and what the head adds to it."""
        name = self._named(row, column, leader)
        return f"{name}（{column.remark}）" if column.remark else name

    def _named(self, row: _Row, column: Column, leader: Column | None) -> str:
        named = column if column.name or leader is None or not (column.growth or column.rank) else leader
        head = named.name
        if not row.name or (head and _WHOLE.fullmatch(row.name)):
            return head or self.topic
        if column.share and head:
            return self.layout_titled(row.name) + head
        complete = pattern("complete").search(row.name) is not None
        titled = self.layout_titled(row.name)
        if not head or head in row.name:
            return titled
        joined = lapped(titled, head)
        if len(joined) < len(titled) + len(head):  # 居民消费价格 under 价格指数
            return titled if column.growth else joined
        if pattern("place_head").search(row.name):
            return row.name + self.layout_titled(head)
        if pattern("complete").search(head):
            if pattern("no_row").search(row.name):
                return row.name + head
            return row.name if complete and len(head) <= 4 else row.name + head
        return head + titled

    def layout_titled(self, name: str) -> str:
        """``name`` with the table's topic where it needs one."""
        return Namer(self.topic).titled(name)

    def _summed(self, row: _Row, column: Column, figure: Figure) -> bool:
        """Whether the value is a sum over the whole plan."""
        if figure.bracketed:
            return True
        return column.cumulative and not column.annual and not column.share

    def _is_rise(self, number: int, figure: Figure) -> bool:
        """Whether a sum over the plan is no more than its row's target lies above its base: 77.8 | 78.8 | 〔1〕."""
        plan, figures, columns = self.timing.plan, self.layout.figures, self.layout.columns
        if plan is None or figure.low is None:
            return False
        ends: list[float] = []
        for year in (plan[0] - 1, plan[1]):
            at = next((at for at in self.layout.values() if columns[at].years == (year, year)), -1)
            held = figures.get((number, at))
            if held is None or held.bracketed or columns[at].growth:
                return False
            ends.append(held.low if held.low is not None else held.high or 0.0)
        return abs(ends[1] - ends[0] - figure.low) <= _ROUNDED * max(1.0, abs(figure.low))

    def prose(self) -> Iterator[tuple[int, int]]:
        """Cells that hold running text."""
        valued = bool(self.layout.columns) and any(column.kind == "value" for column in self.layout.columns)
        for number in range(self.layout.first if self.layout.columns else 0, len(self.layout.table.rows)):
            for cell in self.layout.table.own(number):
                if (number, cell.column) in self.layout.figures or not _DIGIT.search(cell.text):
                    continue
                kind = self.layout.columns[cell.column].kind if self.layout.columns else "label"
                if kind in ("index", "unit", "attribute") or (kind == "label" and valued):
                    continue
                plain = kind == "label" or pattern("aside").search(self.layout.columns[cell.column].head)
                if _SENTENCE_MARK.search(cell.text) or (not plain and pattern("prose").search(cell.text)):
                    yield cell.start, cell.end


def _titles(captions: list[str]) -> str:
    """The caption that names the table: the nearest that is no line of units, without its unit."""
    bare = (_MONEY_UNIT.sub("", pattern("unit_line").sub("", line)) for line in reversed(captions))
    return next((line for line in bare if len(line) >= _SHORTEST_TITLE), "")


def _starred_year(document: Document, layout: Layout) -> str:
    """The year that a note in the table or shortly below it gives for values with a star: 带*的为2024年数据."""
    if not any(figure.starred for figure in layout.figures.values()):
        return ""
    start, end = layout.table.extent
    note = pattern("star_note").search(document.text, start, end + _NOTES)
    return note["year"] if note else ""


def _label_year(row: _Row) -> str:
    return row.label.name if not row.name else ""


def _signed(figure: Figure, sign: int) -> tuple[float | None, float | None, Bound]:
    """Bounds of a value that a word of falling stands over."""
    low, high, bound = figure.low, figure.high, figure.bound
    if figure.direction < 0 or sign < 0:
        if (low or 0) < 0 or (high or 0) < 0:
            return low, high, bound
        return (None if high is None else -high), (None if low is None else -low), _MIRRORED.get(bound, bound)
    return low, high, bound
