"""What plans want of bodies."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Prefetch
from django.utils import timezone

from planweb.accounts.models import Body
from planweb.monitoring.models import Figure
from planweb.monitoring.queries.due import said_in
from planweb.registry.models import PlanIndicator, Target


class Wanted(NamedTuple):
    """A plan indicator of a body, with its targets and the latest value."""

    of: PlanIndicator
    target: Target | None
    final: Target | None
    latest: Figure | None
    value: float | None


def targets_of(bodies: Collection[Body], *, year: int | None = None) -> list[Wanted]:
    """Plan indicators that ``bodies`` lead in plans in force, with the targets of a year and of the plan's end.

    The year is that of the latest value, else the present one, unless ``year`` says another.
    """
    if not bodies:
        return []
    wanted = PlanIndicator.objects.filter(plan__status="in_force", lead__in=[body.pk for body in bodies])
    shared = Target.objects.filter(body=None, region=None).order_by("year", "pk")
    rows = list(
        wanted.select_related("plan", "indicator")
        .prefetch_related(Prefetch("targets", queryset=shared))
        .order_by("plan", "position", "pk")[:200]
    )
    latest, today = _latest(rows), timezone.localdate()
    found = []
    for of in rows:
        targets = list(of.targets.all())
        final = next((target for target in targets if target.kind == Target.Kind.FIVE_YEAR), None)
        figure = latest.get((of.indicator_id, of.plan.region_id, of.measure))
        wanted_year = year or (figure.through.year if figure else today.year)
        annual = [one for one in targets if one.kind == Target.Kind.ANNUAL and one.year == wanted_year]
        unit = of.unit or of.indicator.unit
        found.append(Wanted(of, annual[-1] if annual else None, final, figure, said_in(figure, unit)))
    return found


def _latest(rows: Collection[PlanIndicator]) -> dict[tuple[int, str, str], Figure]:
    figures = Figure.objects.filter(
        indicator__in={of.indicator_id for of in rows},
        region__in={of.plan.region_id for of in rows},
        state__in=("accepted", "contested"),
        body=None,
    )
    # The last of each by their keys first: there are thousands of earlier ones.
    keys = figures.order_by("through", "pk").values_list("indicator", "region", "measure", "pk")
    last = {(indicator, region, measure): pk for indicator, region, measure, pk in keys}
    found = Figure.objects.in_bulk(last.values())
    return {place: found[pk] for place, pk in last.items() if pk in found}
