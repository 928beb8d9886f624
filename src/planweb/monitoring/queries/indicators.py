"""Indicators of plans with their lights, for lists."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Case, Count, IntegerField, Prefetch, QuerySet, Value, When

from planweb.accounts.frame import Frame
from planweb.accounts.models import User
from planweb.monitoring.models import Light
from planweb.registry.models import Plan, PlanIndicator, Target
from planweb.registry.queries.plans import visible_indicators

# Worst first; what nobody reports stands behind what is known to be wrong.
SEVERITY = (Light.RED, Light.AMBER, Light.GREY, Light.GREEN)
LIVE = (Plan.Status.APPROVED, Plan.Status.IN_FORCE)


class Counts(NamedTuple):
    """How many indicators stand how."""

    green: int = 0
    amber: int = 0
    red: int = 0
    grey: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self)


def list_indicators(user: User, frame: Frame) -> QuerySet[PlanIndicator]:
    """Every indicator that ``user`` may see in the frame, the worst first."""
    whole = Target.objects.exclude(kind=Target.Kind.SHARE).order_by("year", "pk")
    return (
        by_severity(visible_indicators(user).filter(frame.plans("plan__", below=True)))
        .select_related("plan__region", "indicator", "lead", "standing")
        .prefetch_related(Prefetch("targets", queryset=whole, to_attr="whole"))
    )


def by_severity(rows: QuerySet[PlanIndicator]) -> QuerySet[PlanIndicator]:
    """The worst first."""
    cases = [When(standing__shown=light, then=Value(rank)) for rank, light in enumerate(SEVERITY)]
    severity = Case(*cases, default=Value(SEVERITY.index(Light.GREY)), output_field=IntegerField())
    return rows.annotate(severity=severity).order_by("severity", "plan_id", "position", "pk")


def live_indicators(user: User, frame: Frame, *, below: bool = False) -> QuerySet[PlanIndicator]:
    """Those of plans that are approved or in force: what the government answers for now."""
    return visible_indicators(user).filter(frame.plans("plan__", below=below), plan__status__in=LIVE)


def counts_of(rows: QuerySet[PlanIndicator]) -> Counts:
    """How many of ``rows`` stand how."""
    found = dict(rows.order_by().values_list("standing__shown").annotate(Count("pk")))
    silent = found.pop(None, 0)
    found[Light.GREY] = found.get(Light.GREY, 0) + silent
    return Counts(*(found.get(light, 0) for light in (Light.GREEN, Light.AMBER, Light.RED, Light.GREY)))
