"""Which stretch of a plan a result covers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from planledger.model import Document, Statement

Stretch = Literal["due", "within", "before", "other"]
"""due: the period promised; within: a part of a longer one; before: the starting point; other: not comparable."""


@dataclass(frozen=True, slots=True)
class Years:
    """First and last year of a period."""

    first: int
    last: int

    @property
    def several(self) -> bool:
        """Whether it is more than one year."""
        return self.last > self.first


def years(period: str) -> Years | None:
    """The years of ``2020`` or ``2021/2025``, None for anything else.

    >>> years("2021/2025").several
    True
    """
    found = re.fullmatch(r"(\d{4})(?:/(\d{4}))?", period[:9])
    if not found:
        found = re.match(r"(\d{4})", period)
        return Years(int(found[1]), int(found[1])) if found else None
    return Years(int(found[1]), int(found[2] or found[1]))


def reviewed_year(document: Document) -> int:
    """The year that the document reports: the one before its own, but of a communiqué its own; 0 when unknown."""
    year = document.year.value
    return year if not year or document.kind.value == "communique" else year - 1


def promised(statement_period: str, document: Document) -> Years | None:
    """The years in which a promise is to be kept: a plan's 2025 means from its first year to 2025."""
    return (
        years(statement_period)
        or years(document.plan_period)
        or (Years(document.year.value, document.year.value) if document.year.value else None)
    )


def start_of(promise: Years, document: Document) -> int:
    """The first year in which work on a promise of ``document`` counts: the plan's first, or the document's own."""
    plan = years(document.plan_period)
    begun = plan.first if plan else document.year.value
    return min(promise.first, begun) if begun else promise.first


def stretch(promise: Years, result: Years, *, start: int) -> Stretch:
    """How the period of a result lies to that of a promise, whose work begins in ``start``.

    >>> stretch(Years(2025, 2025), Years(2022, 2022), start=2021)
    'within'
    """
    if result == promise:
        return "due"
    if result.last < start:
        return "before"
    if promise.several or start < promise.first:
        inside = result.first >= start and result.last <= promise.last
        return (
            ("due" if result.last == promise.last and not promise.several and not result.several else "within")
            if inside
            else "other"
        )
    return "other"


def result_years(statement: Statement, document: Document) -> Years | None:
    """The years of a result; where the text leaves them open, the year that its document reports."""
    year = reviewed_year(document)
    return years(statement.period) or (Years(year, year) if year else None)
