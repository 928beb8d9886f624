"""Entries of the index."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One thing that can be found: its kind and key, where it lies, what it is called, and what it says as bigrams.

    ``grams`` is ``text`` cut as ``planweb.search.grams`` does; the full-text index of the database stands on it.
    """

    kind = models.CharField(_("种类"), max_length=20)
    key = models.PositiveBigIntegerField()
    path = models.CharField(max_length=40, blank=True)  # of its region; empty for what is everybody's
    title = models.CharField(max_length=300)
    text = models.TextField()
    grams = models.TextField()
    weight = models.SmallIntegerField(default=0)  # what stands first among equals

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="one_entry_of_a_thing"),)

    def __str__(self) -> str:
        return self.title
