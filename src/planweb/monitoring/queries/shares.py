"""What regions and bodies have of a target, and what they did of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planledger.planning import find_period
from planledger.planning.course import sign_of
from planweb.monitoring.courses import CURRENT, goal_of, in_unit_of
from planweb.monitoring.models import Figure
from planweb.monitoring.queries.years import seen_of
from planweb.registry.models import PlanIndicator, Target


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
    """The shares of the newest year that has any, with their figures; one query."""
    every = [one for one in targets if one.kind == Target.Kind.SHARE]
    if not every:
        return []
    year = max(one.year for one in every)
    shares = [Share(one) for one in every if one.year == year]
    for share in shares:
        share.target.of = row
    found = Figure.objects.filter(
        indicator=row.indicator_id, state__in=CURRENT, through__year=year, measure=row.measure
    )
    regions = {share.target.region_id or row.plan.region_id for share in shares}
    newest: dict[tuple[str, int | None], Figure] = {}
    for figure in found.filter(region__in=regions).order_by("through", "pk"):
        newest[figure.region_id, figure.body_id] = figure
    for share in shares:
        place = (share.target.region_id or row.plan.region_id, share.target.body_id)
        figure_of = newest.get(place)
        if figure_of is not None:
            share.value, share.period = in_unit_of(row, seen_of(figure_of)), figure_of.period
    return sorted(shares, key=lambda share: (share.done is None, share.done or 0))
