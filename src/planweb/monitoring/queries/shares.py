"""What regions and bodies have of a target, and what they did of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from planledger.planning import find_period
from planledger.planning.course import sign_of
from planweb.accounts.models import Body
from planweb.monitoring.courses import CURRENT, goal_of, in_unit_of
from planweb.monitoring.models import Figure
from planweb.monitoring.queries.indicators import LIVE
from planweb.monitoring.queries.years import seen_of
from planweb.registry.models import PlanIndicator, Target

MOST_SHARES = 500


@dataclass
class Share:
    """One share of a target with the newest figure of its year."""

    target: Target
    value: float | None = None
    period: str = ""

    @property
    def goal(self) -> float | None:
        """What it shall be, as a number."""
        return self.target.value

    @property
    def done(self) -> float | None:
        """Share of the goal that is done."""
        return self.value / self.goal if self.value is not None and self.goal else None

    @property
    def met(self) -> bool | None:
        """Whether the year's value is what shall be; None while the year is not over."""
        when = find_period(self.period) if self.period else None
        if self.value is None or self.goal is None or when is None or not when.whole_year:
            return None
        return sign_of(goal_of(self.target), self.target.of.direction) * (self.value - self.goal) >= 0


def shares_of(row: PlanIndicator, targets: Sequence[Target]) -> list[Share]:
    """The shares of this year, or of the year next to it that has any, with their figures; one query."""
    every = [one for one in targets if one.kind == Target.Kind.SHARE]
    for one in every:
        one.of = row
    return sorted(with_figures(current(every)), key=lambda share: (share.done is None, share.done or 0))


def shares_to(bodies: Collection[Body], rows: QuerySet[PlanIndicator]) -> list[Share]:
    """The shares that ``bodies`` have of ``rows`` in plans that hold, each indicator's of one year; two queries."""
    found = Target.objects.filter(
        body__in=[body.pk for body in bodies], of__in=rows.order_by().values("pk"), of__plan__status__in=LIVE
    )
    related = ("of__plan__region", "of__indicator", "of__standing", "region", "body")
    return with_figures(current(list(found.select_related(*related).order_by("of", "pk")[:MOST_SHARES])))


def current(shares: Iterable[Target]) -> list[Target]:
    """Of the shares of each indicator those of this year; where it has none, of the last year before, or the first."""
    by_indicator: dict[int, list[Target]] = {}
    for one in shares:
        by_indicator.setdefault(one.of_id, []).append(one)
    this = timezone.localdate().year
    found = []
    for every in by_indicator.values():
        years = {one.year for one in every}
        year = max((year for year in years if year <= this), default=min(years))
        found += [one for one in every if one.year == year]
    return found


def with_figures(targets: Sequence[Target]) -> list[Share]:
    """Each with the newest figure of its year; one query."""
    if not targets:
        return []
    figures = Figure.objects.filter(
        indicator__in={one.of.indicator_id for one in targets},
        region__in={_region(one) for one in targets},
        through__year__in={one.year for one in targets},
        state__in=CURRENT,
    )
    newest: dict[tuple[int, str, int | None, str, int], Figure] = {}
    for figure in figures.order_by("through", "pk"):
        place = (figure.indicator_id, figure.region_id, figure.body_id)
        newest[*place, figure.measure, figure.through.year] = figure
    shares = []
    for one in targets:
        # A county's own figure is its government's too; the city's is not that of one of its bodies.
        whose = [one.body_id, None] if one.region_id not in {None, one.of.plan.region_id} else [one.body_id]
        keys = [(one.of.indicator_id, _region(one), body, one.of.measure, one.year) for body in whose]
        found = next((newest[key] for key in keys if key in newest), None)
        value = in_unit_of(one.of, seen_of(found)) if found else None
        shares.append(Share(one, value, found.period if found else ""))
    return shares


def _region(share: Target) -> str:
    return share.region_id or share.of.plan.region_id
