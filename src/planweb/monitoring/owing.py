"""How much bodies owe; asked by pages and by reminders."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Concat
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
    wanted = _wanted(rounds)
    found: Counter[tuple[int, int]] = Counter()
    rows = rounds.order_by().annotate(reported=_reported())
    for pk, region, frequency, period, reported in rows.values_list("pk", "region", "frequency", "period", "reported"):
        year, there = int(period[:4]), set((reported or "").split())
        owed = {
            (lead, value)
            for lead, value, first, last in wanted.get((region, frequency), ())
            if first <= year <= last and value not in there
        }
        found.update((pk, lead) for lead, _value in owed)
    return dict(found)


def _wanted(rounds: QuerySet[Round]) -> dict[tuple[str, str], list[tuple[int, str, int, int]]]:
    """Lead, value and years of what plans in force want where ``rounds`` are, by region and frequency."""
    rows = PlanIndicator.objects.filter(plan__status="in_force", lead__isnull=False).order_by()
    rows = rows.filter(plan__region__in=rounds.order_by().values("region"))
    found: dict[tuple[str, str], list[tuple[int, str, int, int]]] = {}
    for region, frequency, lead, indicator, measure, first, last in rows.values_list(
        "plan__region", "frequency", "lead", "indicator", "measure", "plan__first_year", "plan__last_year"
    ):
        found.setdefault((region, frequency), []).append((lead, f"{indicator}{measure}", first, last))
    return found


def _reported() -> Subquery:
    """The values that were reported in a round, as one text."""
    rows = Figure.objects.filter(
        region=OuterRef("region"), period=OuterRef("period"), body=None, state__in=REPORTED
    ).order_by()
    value = Concat("indicator", "measure", output_field=CharField())
    return Subquery(rows.values("region").annotate(listed=_Listed(value)).values("listed"))


class _Listed(Aggregate):
    """What a group holds, in one text."""

    function, arity, output_field = "STRING_AGG", 1, CharField()
    template = "%(function)s(%(expressions)s, ' ')"

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """By the name that SQLite has for it."""
        return super().as_sqlite(compiler, connection, function="GROUP_CONCAT", **extra_context)
