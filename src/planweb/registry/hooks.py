"""What features above add to the pages of plans; they register it when they start.

>>> from planweb.registry.hooks import PlanColumn, register_column
>>> register_column(PlanColumn(Column("light", _("状态"), light_of), related=("standing",)))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse

from planweb.layout.tables import Column
from planweb.registry.models import Plan, PlanIndicator


class Mark(NamedTuple):
    """How many indicators of a chapter stand so: ``mark`` is ``good``, ``late``, ``bad`` or ``off``."""

    mark: str
    word: str
    number: int


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """A column of the indicators of a plan; its value is of a ``PlanIndicator``.

    Attributes:
        column: As in every table.
        related: What ``select_related`` brings along for it, so that it costs no query of its own.
    """

    column: Column
    related: tuple[str, ...] = ()


MarksOfChapters = Callable[[Plan], Mapping[int | None, Sequence[Mark]]]
"""Marks by key of chapter, None for indicators in no chapter; one query for the whole plan."""

_COLUMNS: dict[str, PlanColumn] = {}
_MARKS: list[MarksOfChapters] = []
_PAGES: dict[str, str] = {}


def register_column(column: PlanColumn) -> None:
    """Show ``column`` with the indicators of every plan."""
    _COLUMNS[column.column.key] = column


def register_marks(marks: MarksOfChapters) -> None:
    """Show marks in the chapter tree of every plan."""
    if marks not in _MARKS:
        _MARKS.append(marks)


def register_indicator_page(route: str) -> None:
    """Let the names of indicators lead to ``route``, which takes the key of a ``PlanIndicator``."""
    _PAGES["indicator"] = route


def register_split_page(route: str) -> None:
    """Lead from an indicator to ``route``, which takes the key of a ``PlanIndicator``, to split its target."""
    _PAGES["split"] = route


def split_address(row: PlanIndicator) -> str:
    """Address of the page where the target of an indicator is split; empty where there is none."""
    return reverse(_PAGES["split"], args=[row.pk]) if "split" in _PAGES else ""


def register_check_page(route: str) -> None:
    """Lead from a plan to ``route``, which takes its key, to hold it against itself and others."""
    _PAGES["check"] = route


def check_address(plan: Plan) -> str:
    """Address of the page that checks a plan; empty where there is none."""
    return reverse(_PAGES["check"], args=[plan.pk]) if "check" in _PAGES else ""


def columns() -> tuple[PlanColumn, ...]:
    """Every column that was registered."""
    return tuple(_COLUMNS.values())


def related(columns: Iterable[PlanColumn]) -> tuple[str, ...]:
    """What ``select_related`` brings along for ``columns``."""
    return tuple(dict.fromkeys(name for column in columns for name in column.related))


def marks_of(plan: Plan) -> dict[int | None, list[Mark]]:
    """The marks of every chapter."""
    found: dict[int | None, list[Mark]] = {}
    for marks in _MARKS:
        for chapter, said in marks(plan).items():
            found.setdefault(chapter, []).extend(said)
    return found


def indicator_address(row: PlanIndicator | int) -> str:
    """Address of the page of an indicator: the reading page where there is one, else the page where it is edited."""
    key = row if isinstance(row, int) else row.pk
    return reverse(_PAGES.get("indicator", "registry:plan-indicator"), args=[key])
