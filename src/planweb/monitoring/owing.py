"""How much bodies owe; asked by pages and by reminders."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, Substr
from django.db.models.sql.compiler import SQLCompiler

from planweb.audit.models import AuditHead
from planweb.monitoring.models import Figure, Round
from planweb.registry.models import PlanIndicator

REPORTED = (Figure.State.SUBMITTED, Figure.State.ACCEPTED, Figure.State.CONTESTED)

_SECONDS = 3600


def missing_counts(rounds: QuerySet[Round]) -> dict[tuple[int, int], int]:
    """How many values are missing, by round and body; bodies that owe nothing are left out.

    Kept until anything is written: each write lengthens the audit trail, so its end tells one state from the next. It
    is read before the rows, since what is written meanwhile may be counted early but never late.
    """
    head = AuditHead.objects.values_list("count", "hash").first()
    try:
        asked = str(rounds.order_by().values("pk").query)
    except EmptyResultSet:  # whose roles reach nowhere
        return {}
    key = "missing-" + hashlib.sha256(f"{head} {asked}".encode()).hexdigest()
    found: dict[tuple[int, int], int] | None = cache.get(key)
    if found is None:
        found = _counted(rounds)
        cache.set(key, found, _SECONDS)
    return found


def _counted(rounds: QuerySet[Round]) -> dict[tuple[int, int], int]:
    # What was reported comes as one text a round: to look each value up takes a database three times as long.
    wanted: dict[tuple[str, str], list[tuple[int, str, int, int]]] = {}
    reported = []
    for region, frequency, key, said, first, last in _wanted(rounds).union(_reported(rounds), all=True).order_by():
        if last:
            wanted.setdefault((region, frequency), []).append((key, said, first, last))
        else:
            reported.append((region, frequency, key, said, first))
    found = {}
    by_year: dict[tuple[str, str, int], dict[int, set[str]]] = {}
    for region, frequency, pk, said, year in reported:
        owed = by_year.get((region, frequency, year))
        if owed is None:
            owed = by_year[region, frequency, year] = {}
            for lead, value, first, last in wanted.get((region, frequency), ()):
                if first <= year <= last:
                    owed.setdefault(lead, set()).add(value)
        there = set((said or "").split())
        found.update({(pk, lead): missing for lead, values in owed.items() if (missing := len(values - there))})
    return found


def _wanted(rounds: QuerySet[Round]) -> Any:
    """Region, frequency, lead, value and years of what plans in force want where ``rounds`` are."""
    rows = PlanIndicator.objects.filter(plan__status="in_force", lead__isnull=False).order_by()
    rows = rows.filter(plan__region__in=rounds.order_by().values("region"))
    value = Concat("indicator", "measure", output_field=CharField())
    return rows.values_list("plan__region", "frequency", "lead", value, "plan__first_year", "plan__last_year")


def _reported(rounds: QuerySet[Round]) -> Any:
    """Region, frequency, key, values as one text, and year of ``rounds``; 0 where a wanted value has its last year."""
    rows = Figure.objects.filter(region=OuterRef("region"), period=OuterRef("period"), body=None, state__in=REPORTED)
    value = Concat("indicator", "measure", output_field=CharField())
    listed = rows.order_by().annotate(listed=_Listed(value)).values("listed")
    year = Cast(Substr("period", 1, 4), IntegerField())
    return rounds.order_by().values_list("region", "frequency", "pk", Subquery(listed), year, Value(0))


class _Listed(Func):
    """What all rows hold, in one text; no ``Aggregate``, which would group them, as that takes half as long again."""

    function, arity, output_field = "STRING_AGG", 1, CharField()
    template = "%(function)s(%(expressions)s, ' ')"

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """By the name that SQLite has for it."""
        return super().as_sqlite(compiler, connection, function="GROUP_CONCAT", **extra_context)
