"""Regions, indicators and years held against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from planweb.accounts.frame import Frame
from planweb.accounts.models import Region, User
from planweb.monitoring.courses import CURRENT
from planweb.monitoring.measuring import PERCENT
from planweb.monitoring.models import Figure
from planweb.monitoring.queries.seeing import visible_regions
from planweb.monitoring.queries.series import Line, Row, chart_of, grid_of, lines_of
from planweb.registry.models import Indicator
from planweb.registry.queries.plans import visible_indicators

MOST_INDICATORS, MOST_REGIONS, DEFAULT_INDICATORS = 8, 40, 4


@dataclass(frozen=True)
class Compared:
    """One indicator in the regions and years that were chosen."""

    indicator: Indicator
    unit: str
    rows: list[Row]
    chart: dict[str, Any]
    chart_id: str


def indicators_to_choose(user: User, frame: Frame) -> QuerySet[Indicator]:
    """Indicators that some plan in the frame has, or any figure."""
    in_plans = visible_indicators(user).filter(frame.plans("plan__", below=True)).order_by().values("indicator")
    return Indicator.objects.filter(pk__in=in_plans).order_by("name", "pk")


def suggested(
    indicators: QuerySet[Indicator], regions: Sequence[Region], years: Sequence[int], *, measure: str
) -> list[Indicator]:
    """The first of ``indicators`` that say something: those with the most figures of ``measure`` in ``regions``."""
    there = Figure.objects.filter(
        region__in=regions,
        period__in=[str(year) for year in years],
        measure=measure,
        state__in=CURRENT,
    )
    # Counted here, since a database that groups by the indicator reads every figure in the order of indicators.
    counts = Counter(there.order_by().values_list("indicator", flat=True))
    told = sorted(indicators, key=lambda one: (-counts[one.pk], one.name, one.pk))
    return sorted(told[:DEFAULT_INDICATORS], key=lambda one: one.name)


def regions_to_choose(user: User, frame: Frame) -> QuerySet[Region]:
    """Regions that have a plan or a body, and that ``user`` may see figures of."""
    there = Q(plans__isnull=False) | Q(bodies__isnull=False)
    found = visible_regions(user).filter(there)
    if frame.region:
        found = found.filter(path__startswith=frame.path)
    return found.distinct().order_by("path")


def compared(
    indicators: Sequence[Indicator], regions: Sequence[Region], years: Sequence[int], *, measure: str, all_years: bool
) -> tuple[list[Compared], list[int]]:
    """Each of ``indicators`` in ``regions``, and the years; without ``all_years`` none at the ends that say nothing."""
    every = [
        [line for line in lines_of(indicator, regions, measure=measure, years=years) if _says(line, years)]
        for indicator in indicators[:MOST_INDICATORS]
    ]
    said = [year for year in years if any(_says(line, [year]) for lines in every for line in lines)]
    if said and not all_years:
        years = [year for year in years if said[0] <= year <= said[-1]]
    found = []
    for indicator, lines in zip(indicators, every, strict=False):
        unit = PERCENT if measure == Figure.Measure.GROWTH else indicator.unit
        shown = [line for line in lines if line.values][:6]
        chart = chart_of(shown, years, unit)
        found.append(Compared(indicator, unit, grid_of(lines, years), chart, f"compare-{indicator.pk}"))
    return found, list(years)


def cells_of(found: Sequence[Compared], years: Sequence[int]) -> Iterator[list[Any]]:
    """The table as rows of an export."""
    for one in found:
        for row in one.rows:
            values = [cell.value.value if cell.value else None for cell in row.cells]
            yield [one.indicator.name, one.unit, row.region.code, row.region.name, *values]


def _says(line: Line, years: Sequence[int]) -> bool:
    return any(year in line.values or year in line.goals for year in years)
