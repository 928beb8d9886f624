"""The invented city as ``city.yaml`` has it, and the calendar of its plans."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_FIRST = 2026
_ORDINALS = "零一二三四五六七八九十"
_LAG = 12
"""Days after the end of a period until its figure is there."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which plan is in force on ``today``.

    Attributes:
        today: The day of the demonstration.
        first: First year of the plan in force.
    """

    today: dt.date
    first: int

    @property
    def last(self) -> int:
        """Last year of the plan in force."""
        return self.first + 4

    @property
    def name(self) -> str:
        """What people call the plan: 十五五."""
        number = (self.first - 1951) // 5
        tens, units = divmod(number, 10)
        return f"{'' if tens == 1 else _ORDINALS[tens]}十{_ORDINALS[units] if units else ''}五"

    def periods(self, frequency: str) -> Iterator[tuple[str, dt.date]]:
        """Name and last day of every period since the plan began whose figures are there."""
        parts = {"month": 12, "quarter": 4, "half": 2, "year": 1}[frequency]
        for year in range(self.first, self.today.year + 1):
            for part in range(1, parts + 1):
                through = month_end(year, part * 12 // parts)
                if through + dt.timedelta(days=_LAG) <= self.today:
                    yield period_name(year, part, frequency), through


def calendar_on(today: dt.date) -> Calendar:
    """The calendar of ``today``."""
    return Calendar(today, max(_FIRST, _FIRST + (today.year - _FIRST) // 5 * 5))


def period_name(year: int, part: int, frequency: str) -> str:
    """A period as figures name it: ``2026-03``, ``2026Q1``, ``2026H1``, ``2026``."""
    form = {"month": "{year}-{part:02}", "quarter": "{year}Q{part}", "half": "{year}H{part}", "year": "{year}"}
    return form[frequency].format(year=year, part=part)


def month_end(year: int, month: int) -> dt.date:
    """Last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def load_city() -> dict[str, Any]:
    """The content of ``city.yaml``."""
    content = yaml.safe_load((Path(__file__).parent / "city.yaml").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content
