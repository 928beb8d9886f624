"""Entries of the index."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

YEARS, KEYS, PARTS = 12, 30, 17
"""Bits of an entry's identifier below its kind: year, key and part."""


class Entry(models.Model):
    """One thing that can be found: its kind and key, where and when it lies, what it is called, and what it says.

    ``grams`` is what ``planweb.search.grams`` makes of title, text and place; the full-text index of the database
    stands on it. The identifier is made of kind, year, key and part, so that entries of a kind and year lie together,
    the latest last: databases find them in that order, without sorting.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(_("种类"), max_length=20)
    key = models.PositiveBigIntegerField()
    part = models.PositiveIntegerField(default=0)  # of a thing with several entries, such as the passages of a text
    parent = models.PositiveBigIntegerField(null=True)  # what it is a part of, for its address
    start = models.PositiveIntegerField(null=True)  # its place there
    year = models.PositiveSmallIntegerField(_("年份"), null=True)
    path = models.CharField(max_length=40, blank=True)  # of its region; empty for what is everybody's
    title = models.CharField(max_length=300)
    text = models.TextField()
    grams = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["kind", "key"]), models.Index(fields=["kind", "parent"]))

    def __str__(self) -> str:
        return self.title


def identifier(kind: int, year: int | None, key: int, part: int) -> int:
    """Identifier of an entry; ``kind`` is the number of its kind, 1 to 15."""
    return (((kind << YEARS | (year or 0)) << KEYS | key) << PARTS) | part


def identifiers(kind: int, *, year: int | None = None) -> tuple[int, int]:
    """First and last identifier of a kind, or of a year of it."""
    if year is not None:
        return identifier(kind, year, 0, 0), identifier(kind, year + 1, 0, 0) - 1
    return identifier(kind, 0, 0, 0), identifier(kind + 1, 0, 0, 0) - 1
