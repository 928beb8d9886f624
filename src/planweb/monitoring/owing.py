"""How much bodies owe; asked by pages and by reminders."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import CharField, Count, Exists, F, IntegerField, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat, Substr

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
    there = Figure.objects.filter(
        indicator=OuterRef("indicator"),
        region=OuterRef("plan__region"),
        period=OuterRef("round_period"),
        measure=OuterRef("measure"),
        body=None,
        state__in=REPORTED,
    )
    # Annotations, since they share one join to the rounds of the region.
    wanted = PlanIndicator.objects.filter(plan__status="in_force", lead__isnull=False).annotate(
        round_pk=F("plan__region__rounds"),
        round_frequency=F("plan__region__rounds__frequency"),
        round_period=F("plan__region__rounds__period"),
        round_year=Cast(Substr("plan__region__rounds__period", 1, 4), IntegerField()),
        value=Concat("indicator", Value(" "), "measure", output_field=CharField()),
    )
    wanted = wanted.filter(round_pk__in=rounds.order_by().values("pk"), round_frequency=F("frequency"))
    wanted = wanted.filter(plan__first_year__lte=F("round_year"), plan__last_year__gte=F("round_year"))
    wanted = wanted.filter(~Exists(there)).order_by()
    counted = wanted.values("round_pk", "lead").annotate(number=Count("value", distinct=True))
    return {(row["round_pk"], row["lead"]): row["number"] for row in counted}
