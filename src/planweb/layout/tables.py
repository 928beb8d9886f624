"""The one table of all pages: sorted, filtered and paged by the address, exported as seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django_filters import FilterSet

from planweb.layout.exporting import EXPORTS, FOR_PROGRAMS
from planweb.layout.paging import Pages
from planweb.layout.wording import grouped

ROWS_A_PAGE = 50
_EXACT = 1e15  # what is beyond has no digits after the point to lose


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: Name in the address.
        label: Head, with the unit when the values are figures.
        value: What it holds: text, number, day, time, truth or None.
        order: Fields to sort by; empty for a column that is not sorted.
        link: Address of what the value names.
        mark: ``good``, ``late``, ``bad`` or ``off``, shown as a symbol before the word.
        figures: Whether the values are figures, which stand at the right.
        whole: Whether the values are short and do not wrap.
    """

    key: str
    label: str | Promise
    value: Callable[[Any], Any]
    order: tuple[str, ...] = ()
    link: Callable[[Any], str] | None = None
    mark: Callable[[Any], str] | None = None
    figures: bool = False
    whole: bool = False


class Cell(NamedTuple):
    """One value as a page shows it; ``style`` is ``figure``, ``whole`` for what does not wrap, or empty."""

    text: str
    link: str
    mark: str
    style: str


class Head(NamedTuple):
    """One head as a page shows it; ``direction`` is what aria-sort says, ``address`` sorts the other way."""

    key: str
    label: str | Promise
    direction: str
    address: str
    style: str


class Table:
    """Rows of a page, as the address of the request wants them.

    A page ``app/things.html`` has a partial ``app/_things_empty.html`` that teaches what belongs there.
    """

    def __init__(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        columns: Sequence[Column],
        *,
        filters: type[FilterSet],
        name: str,
    ) -> None:
        self.request, self.name, self.all_columns = request, name, tuple(columns)
        self.filters = filters(request.GET, queryset=rows, request=request)
        wanted = set(request.GET.getlist("columns")) & {column.key for column in columns}
        self.columns = tuple(column for column in columns if not wanted or column.key in wanted)
        self.sort = request.GET.get("sort", "")
        self._template = ""

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """Every row that the filters leave, in order."""
        column = next((column for column in self.all_columns if column.key == self.sort.lstrip("-")), None)
        found: QuerySet[Any] = self.filters.qs
        if column is None or not column.order:
            return found
        sign = "-" if self.sort.startswith("-") else ""
        return found.order_by(*(sign + field for field in column.order), "pk")

    @cached_property
    def page(self) -> Page[Any]:
        """The page that the address names; the nearest there is."""
        return Pages(self.rows, ROWS_A_PAGE).get_page(self.request.GET.get("page"))

    @property
    def filtered(self) -> bool:
        """Whether a filter holds rows back."""
        return any(self.request.GET.get(name) for name in self.filters.form.fields)

    @property
    def heads(self) -> Iterator[Head]:
        """The heads of the columns."""
        for column in self.columns:
            up, down = self.sort == column.key, self.sort == f"-{column.key}"
            direction = "ascending" if up else "descending" if down else "none"
            address = self.address(sort=f"-{column.key}" if up else column.key, page=None) if column.order else ""
            yield Head(column.key, column.label, direction, address, "figure" if column.figures else "")

    @property
    def body(self) -> Iterator[list[Cell]]:
        """The cells of the page's rows."""
        for row in self.page:
            yield [
                Cell(
                    text_of(value := column.value(row)),
                    column.link(row) if column.link else "",
                    column.mark(row) if column.mark else "",
                    _style(column, value),
                )
                for column in self.columns
            ]

    @property
    def choices(self) -> Iterator[tuple[str, str | Promise, bool]]:
        """Key, label and whether it is shown, of every column."""
        for column in self.all_columns:
            yield column.key, column.label, column in self.columns

    @property
    def pages(self) -> Iterator[tuple[str, str]]:
        """Word and address of the pages beside this one."""
        if self.page.has_previous():
            yield _("上一页"), self.address(page=self.page.previous_page_number())
        if self.page.has_next():
            yield _("下一页"), self.address(page=self.page.next_page_number())

    @property
    def exports(self) -> Iterator[tuple[str, str]]:
        """Name and address of each export."""
        for code in EXPORTS:
            yield code.upper(), self.address(export=code, page=None)

    def address(self, **changes: object) -> str:
        """Address of the same table with other parameters; None takes one out."""
        query = self.request.GET.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = str(value)
        return f"?{query.urlencode()}"

    @property
    def empty(self) -> str:
        """Template that says what belongs here while there is nothing."""
        return f"{self._template.removesuffix('.html')}_empty.html".replace("/", "/_", 1)

    def response(self, template: str, context: Mapping[str, Any]) -> HttpResponseBase:
        """The export that the address asks for, the table alone for htmx, or else the whole page."""
        self._template = template
        code = self.request.GET.get("export", "")
        if code in EXPORTS:
            bare = code in FOR_PROGRAMS
            heads = [column.key if bare else str(column.label) for column in self.columns]
            rows, shown = self.rows.iterator(chunk_size=2000), _bare if bare else _exported
            values = ([shown(column.value(row)) for column in self.columns] for row in rows)
            return EXPORTS[code](self.name, heads, values)
        alone = self.request.headers.get("HX-Target") == "table"
        return render(self.request, "layout/_table.html" if alone else template, {**context, "table": self})


def _style(column: Column, value: Any) -> str:
    if column.figures:
        return "figure"
    return "whole" if column.whole or column.mark or isinstance(value, date) else ""


def text_of(value: Any) -> str:
    """A value as people write it in the language of the page."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    if isinstance(value, float):
        return grouped(value)
    if isinstance(value, int | Decimal):
        return f"{value:,}"
    return str(value)


def _exported(value: Any) -> Any:
    """A value as a spreadsheet takes it: numbers and days as such."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    if value is None or (isinstance(value, int | float | Decimal | date) and not isinstance(value, bool)):
        return value
    return text_of(value) if isinstance(value, bool) else str(value)


def _bare(value: Any) -> Any:
    """A value as a program takes it."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if value is None or value == "":
        return None
    return value if isinstance(value, int | float | Decimal | date) else str(value)
