"""Pages of long lists, counted no further than anybody leafs."""

from __future__ import annotations

from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

MOST_COUNTED = 10_000
"""A database counts a million rows one by one, which takes longer than all the rest of a page."""


class Pages(Paginator):
    """Pages of rows of the database; of more than ``MOST_COUNTED`` it is only known that there are more.

    The pages behind those that are counted are there nevertheless.
    """

    object_list: QuerySet[Any]

    @cached_property
    def counted(self) -> int:
        """How many there are, at most one more than ``MOST_COUNTED``."""
        return int(self.object_list.order_by().values("pk")[: MOST_COUNTED + 1].count())

    @property
    def more(self) -> bool:
        """Whether there are more than ``count`` says."""
        return self.counted > MOST_COUNTED

    @cached_property
    def count(self) -> int:
        """How many there are, at most ``MOST_COUNTED``."""
        return min(self.counted, MOST_COUNTED)

    def validate_number(self, number: Any) -> int:
        """The number of a page that is there."""
        try:
            return super().validate_number(number)
        except EmptyPage:
            if self.more and int(number) > 0 and self.starts(int(number)):
                return int(number)
            raise

    def page(self, number: Any) -> Page[Any]:
        """The page of that number."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        rows, last = self.object_list, first + self.per_page
        if not rows.query.annotations:
            return _Page(rows[first:last], number, self)
        # Keys first: else whatever is computed for a row is computed for every row that is sorted or skipped.
        keys = list(rows.values_list("pk", flat=True)[first:last])
        return _Page(rows.filter(pk__in=keys), number, self)

    def starts(self, number: int) -> bool:
        """Whether any row stands on that page."""
        first = (number - 1) * self.per_page
        return bool(self.object_list[first : first + 1].exists())


class _Page(Page[Any]):
    paginator: Pages

    def has_next(self) -> bool:
        """Whether another page follows."""
        if self.paginator.more and self.number >= self.paginator.num_pages:
            return self.paginator.starts(self.number + 1)
        return super().has_next()

    def end_index(self) -> int:
        """Number of its last row."""
        return self.start_index() + len(self) - 1
