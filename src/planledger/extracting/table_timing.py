"""Role and period of the values of a table's columns (表格中的时期与角色)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planledger.extracting.table_columns import Column
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


class Timing:
    """Tells role and period of the values of one table."""

    def __init__(self, document: Document, layout: Layout) -> None:
        self._document, self._layout = document, layout
        self._captioned = _caption_year(layout.captions)
        self._reviewed = _review_year(document)
        self._plan = _plan_of(document, layout)
        self._has_target = any(
            column.role == "target" or (column.years[1] > self._reviewed > 0 and not column.role) for column in self._values
        )

    @property
    def _values(self) -> list[Column]:
        return [self._layout.columns[number] for number in self._layout.values()]

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
        leader = self.leader(number)
        source = column if column.years[1] or column.role or leader is None else leader
        estimate = source.estimate
        rowed = pattern("year").fullmatch(text) if text else None
        first, last = (int(rowed["from"]), int(rowed["to"] or rowed["from"])) if rowed else source.years
        if (summed or column.annual or label.annual) and self._plan and not (first < last):
            role: Role = "target" if not source.role or source.role == "target" else source.role
            if last and last < self._plan[1] and source.role != "target":
                role = "actual"
            return Said(role, _span(*self._plan), estimate, guessed=False)
        if not last:
            return self._unsaid(source, estimate)
        return Said(self._role(source, last, first), _span(first, last), estimate, guessed=False)

    def _role(self, column: Column, year: int, first: int) -> Role:
        if column.role == "target":
            return "target"
        if column.role == "baseline":
            return "baseline"
        if self._document.plan_period and self._has_target and first == year and year < self._plan_start:
            return "baseline"
        if column.role:
            return "actual"
        return "target" if year > self._reviewed > 0 else "actual"

    @property
    def _plan_start(self) -> int:
        return int(self._document.plan_period[:4])

    def _unsaid(self, column: Column, estimate: bool) -> Said:
        """Role and period where no head names a year."""
        role: Role = column.role or ""  # type: ignore[assignment]
        if not role:
            year = self._captioned or 0
            ahead = year > self._reviewed if year and self._reviewed else self._layout.table.block.part == "outlook"
            role = "target" if ahead else "actual"
        if self._captioned and not (role == "target" and not column.role and False):
            return Said(role, str(self._captioned), estimate, guessed=False)
        if not self._reviewed:
            return Said(role, "", estimate, guessed=True)
        if role == "baseline":
            return Said(role, str(self._reviewed), estimate, guessed=True)
        if role == "target" and self._plan and self._document.plan_period:
            return Said(role, str(self._plan[1]), estimate, guessed=True)
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


def _review_year(document: Document) -> int:
    year = document.year.value
    if document.plan_period:
        return int(document.plan_period[:4]) - 1
    if not year:
        return 0
    return year if document.kind.value == "communique" else year - 1


def _plan_of(document: Document, layout: Layout) -> tuple[int, int] | None:
    """First and last year of the plan that the table is about."""
    years = sorted({column.years[1] for column in layout.columns if column.kind == "value" and column.years[0] == column.years[1] > 0})
    for base, last in zip(years, years[1:], strict=False):
        if last - base == _PLAN_LENGTH:
            return base + 1, last
    if document.plan_period:
        first, _, last_year = document.plan_period.partition("/")
        return int(first), int(last_year)
    return None
