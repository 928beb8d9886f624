"""Indicators of plans with their targets and figures, as ``planledger.planning`` takes them; many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from planledger.planning import Course, Goal, Observation, find_period
from planweb.monitoring.measuring import PERCENT, WrongUnit, in_unit
from planweb.monitoring.models import Figure
from planweb.registry.models import PlanIndicator, Target

CURRENT = (Figure.State.ACCEPTED, Figure.State.CONTESTED)
EARLIER_YEARS = 10
_FINALITY = {Figure.Kind.FINAL: 0, Figure.Kind.PRELIMINARY: 1, Figure.Kind.ESTIMATE: 2}


class Seen(NamedTuple):
    """A figure as lights need it."""

    pk: int
    indicator: int
    region: str
    period: str
    measure: str
    value: float
    unit: str
    kind: str


@dataclass
class Tracked:
    """An indicator of a plan with what it is judged by."""

    row: PlanIndicator
    targets: list[Target] = field(default_factory=list)
    figures: list[Seen] = field(default_factory=list)
    earlier: list[Seen] = field(default_factory=list)
    """Annual figures from before the plan, which forecasts rest on and lights do not."""

    @property
    def course(self) -> Course:
        """What the plan wants of it."""
        row = self.row
        return Course(
            goals=tuple(goal_of(target) for target in self.targets),
            direction=row.direction,  # type: ignore[arg-type]  # the same words
            kind=row.indicator.kind,  # type: ignore[arg-type]
            binding=row.attribute == PlanIndicator.Attribute.BINDING,
            frequency=row.frequency,
            base_year=row.base_year,
            base_value=row.base_value,
            measure=row.measure,  # type: ignore[arg-type]
            unit=row.unit,
        )

    @property
    def observations(self) -> list[Observation]:
        """Its figures in its unit, the most final of each period."""
        return self._observed(self.figures)

    @property
    def history(self) -> list[Observation]:
        """The same with those from before the plan, and its base where no figure says it."""
        found = self._observed([*self.earlier, *self.figures])
        row = self.row
        if row.base_value is not None and find_period(str(row.base_year or "")):
            base = Observation(str(row.base_year), row.base_value)
            if row.measure == Figure.Measure.LEVEL and base.period not in {one.period for one in found}:
                found.append(base)
        return found

    def _observed(self, figures: Iterable[Seen]) -> list[Observation]:
        best: dict[tuple[str, str], Seen] = {}
        for seen in sorted(figures, key=lambda seen: (-_FINALITY[Figure.Kind(seen.kind)], seen.pk)):
            best[seen.period, seen.measure] = seen
        found = ((seen, in_unit_of(self.row, seen)) for seen in best.values())
        return [
            Observation(seen.period, value, seen.measure)  # type: ignore[arg-type]
            for seen, value in found
            if value is not None and find_period(seen.period)
        ]


def goal_of(target: Target) -> Goal:
    """A target as numbers."""
    return Goal(
        year=target.year,
        low=target.low,
        high=target.high,
        bound=target.bound,  # type: ignore[arg-type]
        first_year=target.first_year,
        measure=target.measure,  # type: ignore[arg-type]
        striving=target.striving,
        annual=target.kind == Target.Kind.ANNUAL,
    )


def in_unit_of(row: PlanIndicator, seen: Seen) -> float | None:
    """The value of a figure in the unit of the plan; None when they do not measure the same."""
    wanted = PERCENT if seen.measure == Figure.Measure.GROWTH else row.unit
    if not seen.unit or not wanted or seen.unit == wanted:
        return seen.value
    try:
        return in_unit(seen.value, seen.unit, wanted)
    except WrongUnit:
        return None


def track(keys: Iterable[int], *, annual: bool = False) -> list[Tracked]:
    """The indicators with these keys: three queries, whatever their number; if so, with ``annual`` figures alone."""
    rows = list(PlanIndicator.objects.filter(pk__in=list(keys)).select_related("plan", "indicator").order_by("pk"))
    tracked = {row.pk: Tracked(row) for row in rows}
    wanted = Target.objects.filter(
        of__in=tracked, kind__in=(Target.Kind.FIVE_YEAR, Target.Kind.ANNUAL), region=None, body=None
    )
    for target in wanted.order_by("of", "year", "pk"):
        tracked[target.of_id].targets.append(target)
    by_place = figures_of(rows, annual=annual)
    for one in tracked.values():
        for seen in by_place.get((one.row.indicator_id, one.row.plan.region_id), ()):
            if int(seen.period[:4]) >= _first_year(one.row):
                one.figures.append(seen)
            elif len(seen.period) == len("2025"):
                one.earlier.append(seen)
    return list(tracked.values())


def _first_year(row: PlanIndicator) -> int:
    """The year before the plan, or that of its base where that lies further back."""
    return min(row.base_year or row.plan.first_year - 1, row.plan.first_year - 1)


def figures_of(rows: Sequence[PlanIndicator], *, annual: bool = False) -> dict[tuple[int, str], list[Seen]]:
    """The current figures of whole regions, by indicator and region, with the annual ones of the years before.

    With ``annual`` only figures of whole years.
    """
    if not rows:
        return {}
    first = min(map(_first_year, rows))
    before = [str(first - past) for past in range(1, EARLIER_YEARS + 1)]
    found = Figure.objects.filter(
        indicator__in={row.indicator_id for row in rows},
        region__in={row.plan.region_id for row in rows},
        body=None,
        state__in=CURRENT,
    )
    if annual:
        years = range(first, max(row.plan.last_year for row in rows) + 1)
        found = found.filter(period__in=[*before, *map(str, years)])
    else:
        found = found.filter(Q(through__gte=date(max(first, 1), 1, 1)) | Q(period__in=before))
    by_place: dict[tuple[int, str], list[Seen]] = defaultdict(list)
    fields = ("pk", "indicator_id", "region_id", "period", "measure", "value", "unit", "kind")
    for values in found.order_by().values_list(*fields).iterator(chunk_size=5000):
        seen = Seen(*values)
        by_place[seen.indicator, seen.region].append(seen)
    return by_place
