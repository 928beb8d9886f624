"""Reporting periods: years, halves, quarters, months."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

Frequency = Literal["month", "quarter", "half", "year"]
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_FORM = re.compile(r"(\d{4})(?:H([12])|Q([1-4])|-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of one year.

    Attributes:
        year: Its year.
        first_month: Month in which it begins.
        last_month: Month in which it ends.
    """

    year: int
    first_month: int
    last_month: int

    @property
    def through(self) -> dt.date:
        """Its last day."""
        return month_end(self.year, self.last_month)

    @property
    def whole_year(self) -> bool:
        """Whether it is the year, so that no later period of the year says more."""
        return self.last_month == 12

    @property
    def months(self) -> int:
        """How many months it has."""
        return self.last_month - self.first_month + 1


@cache
def parse_period(text: str) -> Period | None:
    """The period of ``2025``, ``2025H1``, ``2025Q1`` or ``2025-03``; None for anything else.

    >>> parse_period("2025Q2").through
    datetime.date(2025, 6, 30)
    >>> parse_period("2021/2025") is None
    True
    """
    found = _FORM.fullmatch(text)
    if not found or found[1] == "0000":
        return None
    year = int(found[1])
    for part, months in ((found[2], 6), (found[3], 3), (found[4], 1)):
        if part:
            return Period(year, (int(part) - 1) * months + 1, int(part) * months)
    return Period(year, 1, 12)


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month.

    >>> month_end(2024, 2)
    datetime.date(2024, 2, 29)
    """
    if month == 12:
        return dt.date(year, 12, 31)
    return dt.date(year, month + 1, 1) - dt.timedelta(days=1)


def periods_since(through: dt.date, as_of: dt.date, *, frequency: str, grace_days: int) -> int:
    """How many periods of ``frequency`` ended after ``through`` and should have been reported by ``as_of``.

    >>> periods_since(dt.date(2025, 3, 31), dt.date(2025, 6, 25), frequency="month", grace_days=20)
    2
    """
    due = as_of - dt.timedelta(days=grace_days)
    months = MONTHS[frequency]
    ended = (due.year * 12 + due.month - (0 if due == month_end(due.year, due.month) else 1)) // months
    return max(0, ended - (through.year * 12 + through.month) // months)
