"""Role and period of the values of a table's columns (表格中的时期与角色)."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from planledger.extracting.table_columns import PLAN_STARTS, Column
from planledger.extracting.table_labels import Label
from planledger.extracting.table_layout import Layout
from planledger.extracting.table_words import pattern
from planledger.model.statement import Role

if TYPE_CHECKING:
    from planledger.model.document import Document

_PLAN_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Said:
    """Role and period of a value.

    Attributes:
        role: Its role.
        period: Its period, empty when nothing decides it.
        estimate: Whether it is an estimate (预计).
        guessed: Whether the table itself does not say so.
    """

    role: Role
    period: str
    estimate: bool
    guessed: bool


class _Source(NamedTuple):
    years: tuple[int, int]
    role: Literal["target", "actual", "baseline", ""]
    estimate: bool


class Timing:
    """Tells role and period of the values of one table."""

    def __init__(self, document: Document, layout: Layout) -> None:
        self._document, self._layout = document, layout
        self._captioned = _caption_year(layout.captions)
        self._reviewed = _review_year(document)
        self.plan = _plan_of(document, layout)
        self._plan_start = _plan_start(document, layout, self.plan)
        self._this_year = self._find_this_year()
        self._has_target = self._plan_start > 0 and any(
            column.years[1] >= self._plan_start or (column.role == "target" and not column.years[1])
            for column in self._values
        )

    @property
    def _values(self) -> list[Column]:
        return [self._layout.columns[number] for number in self._layout.values()]

    def _find_this_year(self) -> int:
        """The year that the heads call 本年; 0 when nothing decides it."""
        if self._captioned:
            return self._captioned
        year = self._document.year.value
        if not year or self._document.plan_period:
            return 0
        if self._document.kind.value == "communique":
            return year
        # Of a year that is still to be planned for nothing has come yet.
        return year - any(one.relative == 1 or (one.relative == 0 and one.role == "actual") for one in self._values)

    def _years(self, column: Column) -> tuple[int, int]:
        """The years of a column, those included that its head names by 上年 or 本年."""
        if column.years[1] or column.relative is None or not self._this_year:
            return column.years
        return (self._this_year + column.relative,) * 2

    def leader(self, number: int) -> Column | None:
        """The column left of ``number`` that it speaks of: 产量 | 比上年增长."""
        column = self._layout.columns[number]
        if not (column.growth or column.share or column.rank):
            return None
        for before in reversed(self._layout.columns[:number]):
            if before.kind == "label":
                return None
            if before.kind == "value" and not (before.growth or before.share or before.rank):
                return before
        return None

    def said(self, number: int, label: Label, *, summed: bool, text: str) -> Said:
        """Role and period of a value in column ``number``.

        Args:
            number: The column.
            label: The row's label.
            summed: Whether the value is a sum over the whole plan.
            text: The year that the row's label is, or empty.
        """
        column = self._layout.columns[number]
        source = self._source(number)
        rowed = pattern("year").fullmatch(text) if text else None
        years = (int(rowed["from"]), int(rowed["to"] or rowed["from"])) if rowed else source.years
        if label.years[1] and not column.years[1] and not column.fixed:
            years = label.years
        role = self._role(source, years)
        if (summed or column.annual or label.annual) and years[0] == years[1] and not column.fixed:
            years = self._whole(years[1]) or years
        if not years[1]:
            return self._unsaid(source, number)
        return Said(role, _span(*years), source.estimate, guessed=False)

    def _source(self, number: int) -> _Source:
        """What heads say of the values of a column: its own, and that of the column it speaks of."""
        column, leader = self._layout.columns[number], self.leader(number)
        if leader is None:
            return _Source(self._years(column), column.role, column.estimate)
        own, led = self._years(column), self._years(leader)
        years = own if own[1] else led
        if column.role or (own[1] and own != led):
            return _Source(years, column.role, column.estimate)
        return _Source(years, leader.role, leader.estimate)

    def _whole(self, last: int) -> tuple[int, int] | None:
        """The plan that ends with year ``last``, or the one at hand where no year is named."""
        if self.plan is None:
            return None
        first, end = self.plan
        length = end - first + 1
        if last in (0, end):
            return first, end
        return (last - length + 1, last) if last in (first - 1, end + length) else None

    def _role(self, source: _Source, years: tuple[int, int]) -> Role:
        last = years[1]
        if not last and self.plan and not source.role:
            last = self.plan[1]
        if source.role in ("target", "baseline"):
            return source.role
        if self._has_target and 0 < last < self._plan_start:
            return "baseline"
        if source.role:
            return "actual"
        if self._has_target and last >= self._plan_start:
            return "target"
        return "target" if last > self._reviewed > 0 else "actual"

    def _is_carried_out(self, number: int) -> bool:
        """Whether the targets of a column stand beside what came of them: 计划数 | 完成数."""
        rest = self._layout.columns[number + 1 :]
        return any(one.kind == "value" and one.role == "actual" and not self._years(one)[1] for one in rest)

    def _unsaid(self, source: _Source, number: int) -> Said:
        """Role and period where no head names a year."""
        estimate = source.estimate
        ahead = self._layout.table.block.part == "outlook"
        if self._captioned and self._reviewed:
            ahead = self._captioned > self._reviewed
        role: Role = source.role or ("target" if ahead else "actual")
        if self._captioned:
            return Said(role, str(self._captioned), estimate, guessed=False)
        if not self._reviewed:
            return Said(role, "", estimate, guessed=True)
        if role == "target" and self._is_carried_out(number):
            return Said(role, str(self._reviewed), estimate, guessed=True)
        if role == "target" and self._document.plan_period:
            return Said(role, self._document.plan_period[5:], estimate, guessed=True)
        return Said(role, str(self._reviewed + (role == "target")), estimate, guessed=True)


def _span(first: int, last: int) -> str:
    return f"{first}/{last}" if last > first else str(last)


def _caption_year(captions: list[str]) -> int:
    """The one year that the captions name, 0 when they name none or several."""
    for line in reversed(captions):
        years = {int(match["to"] or match["from"]) for match in pattern("year").finditer(line) if not match["to"]}
        if years:
            return years.pop() if len(years) == 1 else 0
    return 0


_LEAST_SURE = 0.5


def _review_year(document: Document) -> int:
    year = document.year.value
    if document.plan_period:
        return int(document.plan_period[:4]) - 1
    if not year:
        return 0
    final = "决算" in document.title.value and "预算草案" not in document.title.value
    if document.kind.value == "other" and document.year.confidence < _LEAST_SURE:
        return year  # only the year that is named most
    return year if final or document.kind.value == "communique" else year - 1


def _plan_of(document: Document, layout: Layout) -> tuple[int, int] | None:
    """First and last year of the plan that the table is about."""
    values = [column.years for column in layout.columns if column.kind == "value"]
    years = sorted({last for first, last in values if first == last > 0})
    for base, last in itertools.pairwise(years):
        if last - base == _PLAN_LENGTH:
            return base + 1, last
    if document.plan_period:
        first, _, last_year = document.plan_period.partition("/")
        return int(first), int(last_year)
    return None


def _plan_start(document: Document, layout: Layout, plan: tuple[int, int] | None) -> int:
    """First year of the plan whose indicators the table gives; 0 when it is no such table.

    A table that stands alone tells so itself: a year and that five years on, and 十五五 above, attributes beside, or a
    head that calls the last year a target.
    """
    if document.plan_period or plan is None:
        return int(document.plan_period[:4] or 0)
    named = (pattern("plan").search(line) for line in layout.captions)
    of_plan = any(match is not None and PLAN_STARTS[match["plan"]] == plan[0] for match in named)
    marked = any(
        one.kind == "attribute" or one.annual or one.cumulative or (one.role == "target" and one.years[1] == plan[1])
        for one in layout.columns
    )
    return plan[0] if of_plan or marked else 0
