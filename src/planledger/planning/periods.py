"""Reporting periods (时期): ``2025``, ``2025H1``, ``2025Q1``, ``2025-03``."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

_FORM = re.compile(r"(?P<year>(?:19|20)\d\d)(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")
_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_ENGLISH_MONTHS: tuple[str, ...] = ("January", "February", "March", "April", "May", "June", "July")
_ENGLISH_MONTHS += ("August", "September", "October", "November", "December")
_CHINESE = {"half": ("上半年", "下半年"), "quarter": ("一季度", "二季度", "三季度", "四季度")}


class WrongPeriod(ValueError):
    """Text that is no period."""


class Period(NamedTuple):
    """One period (时期).

    Attributes:
        year: Its year.
        frequency: ``year``, ``half``, ``quarter`` or ``month``, the length.
        number: Which of its kind in the year, from 1.
    """

    year: int
    frequency: str
    number: int

    def __str__(self) -> str:
        forms = {"year": "", "half": f"H{self.number}", "quarter": f"Q{self.number}", "month": f"-{self.number:02}"}
        return f"{self.year}{forms[self.frequency]}"

    @property
    def months(self) -> int:
        """How many months it has."""
        return _MONTHS[self.frequency]

    @property
    def first_month(self) -> int:
        """Month in which it begins."""
        return self.months * (self.number - 1) + 1

    @property
    def last_month(self) -> int:
        """Month in which it ends."""
        return self.months * self.number

    @property
    def whole_year(self) -> bool:
        """Whether the year ends with it, so that no later period of the year says more."""
        return self.last_month == 12

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.first_month, 1)

    @property
    def through(self) -> date:
        """Its last day."""
        return month_end(self.year, self.last_month)

    @property
    def previous(self) -> Period:
        """The one of the same length before it."""
        if self.number > 1:
            return Period(self.year, self.frequency, self.number - 1)
        return Period(self.year - 1, self.frequency, 12 // _MONTHS[self.frequency])

    @property
    def year_before(self) -> Period:
        """The same one a year before."""
        return Period(self.year - 1, self.frequency, self.number)

    def label(self, language: str = "zh-hans") -> str:
        """What people call it.

        >>> [parse_period(text).label() for text in ("2025", "2025H1", "2025Q3", "2025-03")]
        ['2025年', '2025年上半年', '2025年三季度', '2025年3月']
        >>> [parse_period(text).label("en") for text in ("2025", "2025H1", "2025Q3", "2025-03")]
        ['2025', 'First half of 2025', 'Q3 2025', 'March 2025']
        """
        at = self.number - 1
        if language.startswith("zh"):
            rest = f"{self.number}月" if self.frequency == "month" else ""
            return f"{self.year}年{_CHINESE[self.frequency][at] if self.frequency in _CHINESE else rest}"
        english = {
            "year": str(self.year),
            "half": f"{('First', 'Second')[at % 2]} half of {self.year}",
            "quarter": f"Q{self.number} {self.year}",
            "month": f"{_ENGLISH_MONTHS[at]} {self.year}",
        }
        return english[self.frequency]


@cache
def parse_period(text: str) -> Period:
    """The period that ``text`` names; raises ``WrongPeriod`` when it names none.

    >>> parse_period("2025Q1").through
    datetime.date(2025, 3, 31)
    >>> str(parse_period("2025-01").previous)
    '2024-12'
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise WrongPeriod(text)
    for frequency in ("half", "quarter", "month"):
        if found[frequency]:
            return Period(int(found["year"]), frequency, int(found[frequency]))
    return Period(int(found["year"]), "year", 1)


@cache
def find_period(text: str) -> Period | None:
    """The period that ``text`` names; None for anything else, such as a span of years.

    >>> find_period("2021/2025") is None
    True
    """
    try:
        return parse_period(text)
    except WrongPeriod:
        return None


def periods_of(year: int, frequency: str) -> list[Period]:
    """Every period of a length in ``year``.

    >>> [str(period) for period in periods_of(2025, "half")]
    ['2025H1', '2025H2']
    """
    return [Period(year, frequency, number) for number in range(1, 12 // _MONTHS[frequency] + 1)]


def month_end(year: int, month: int) -> date:
    """The last day of a month.

    >>> month_end(2024, 2)
    datetime.date(2024, 2, 29)
    """
    return date(year, month, monthrange(year, month)[1])


def periods_since(through: date, as_of: date, *, frequency: str, grace_days: int) -> int:
    """How many periods of ``frequency`` ended after ``through`` and should have been reported by ``as_of``.

    >>> periods_since(date(2025, 3, 31), date(2025, 6, 25), frequency="month", grace_days=20)
    2
    """
    due = as_of - timedelta(days=grace_days)
    months = _MONTHS[frequency]
    ended = (due.year * 12 + due.month - (0 if due == month_end(due.year, due.month) else 1)) // months
    return max(0, ended - (through.year * 12 + through.month) // months)
