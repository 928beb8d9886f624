"""Values of indicators in several regions, year by year: from figures, and from documents where there is no figure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from planweb.accounts.frame import Frame
from planweb.accounts.models import Region, User
from planweb.evidence.models import Said, Statement
from planweb.monitoring.courses import CURRENT
from planweb.monitoring.measuring import PERCENT, WrongUnit, in_unit
from planweb.monitoring.models import Figure
from planweb.monitoring.queries.seeing import visible_regions
from planweb.registry.models import Indicator, Target

MOST_REGIONS = 60
_FINALITY = {"final": 3, "preliminary": 2, "estimate": 1}


@dataclass
class Value:
    """One value of a region and year; ``statement`` where a document says it and no figure does."""

    value: float
    statement: Statement | None = None


@dataclass
class Line:
    """A region with its values by year."""

    region: Region
    values: dict[int, Value] = field(default_factory=dict)
    goals: dict[int, float] = field(default_factory=dict)
    ranks: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """One region in one year."""

    value: Value | None
    goal: float | None
    rank: int | None


@dataclass(frozen=True)
class Row:
    """A line of a table; ``depth`` is how far its region lies below the first."""

    region: Region
    cells: list[Cell]
    depth: int = 0


def grid_of(lines: Sequence[Line], years: Sequence[int]) -> list[Row]:
    """The lines as rows of a table, regions below those that they belong to."""
    if not lines:
        return []
    ordered = sorted(lines, key=lambda line: line.region.path)
    top = min(line.region.path.count("/") for line in ordered)
    return [
        Row(
            line.region,
            [Cell(line.values.get(year), line.goals.get(year), line.ranks.get(year)) for year in years],
            line.region.path.count("/") - top,
        )
        for line in ordered
    ]


def regions_of(indicator: Indicator, user: User, frame: Frame) -> list[Region]:
    """Regions that have a figure or a statement of ``indicator`` and that ``user`` may see, from above down."""
    own = Q(pk__in=Figure.objects.filter(indicator=indicator, body=None).order_by().values("region"))
    said = Q(pk__in=Statement.objects.filter(indicator_id=indicator.code).order_by().values("region"))
    found = visible_regions(user).filter(own | said)
    if frame.region:
        found = found.filter(path__startswith=frame.path)
    return list(found.order_by("path")[:MOST_REGIONS])


def lines_of(indicator: Indicator, regions: Sequence[Region], *, measure: str, years: Iterable[int] = ()) -> list[Line]:
    """The values of ``indicator`` in ``regions``; three queries, and one where documents fill gaps."""
    lines = {region.pk: Line(region) for region in regions}
    unit = PERCENT if measure == Figure.Measure.GROWTH else indicator.unit
    wanted = set(years)
    figures = Figure.objects.filter(
        indicator=indicator, region__in=lines, body=None, state__in=CURRENT, measure=measure
    ).alias(size=Length("period"))
    rank: dict[tuple[str, int], int] = {}
    for place, period, value, of, kind in (
        figures.filter(size=4).order_by("pk").values_list("region_id", "period", "value", "unit", "kind")
    ):
        year, said = int(period), _in(value, of, unit)
        if said is None or (wanted and year not in wanted) or _FINALITY[kind] < rank.get((place, year), 0):
            continue
        rank[place, year] = _FINALITY[kind]
        lines[place].values[year] = Value(said)
    found: dict[tuple[str, int], tuple[float, int]] = {}
    spoken = _said(indicator, lines, measure).values_list("pk", "region_id", "period", "low", "high", "unit")
    for pk, place, period, low, high, of in spoken:
        year, given = int(period) if period.isdigit() else 0, low if low is not None else high
        if not year or not place or (place, year) in rank or (place, year) in found or (wanted and year not in wanted):
            continue
        if given is not None and (said := _in(given, of, unit)) is not None:
            found[place, year] = (said, pk)
    statements = Statement.objects.only("document", "start", "end", "sentence").in_bulk(
        [pk for _, pk in found.values()]
    )
    for (place, year), (said, pk) in found.items():
        lines[place].values[year] = Value(said, statements.get(pk))
    _goals(indicator, lines, measure)
    ranked(lines.values(), ascending=indicator.direction == Indicator.Direction.LESS)
    return list(lines.values())


def ranked(lines: Iterable[Line], *, ascending: bool) -> None:
    """Give every value its rank among the regions of its level in its year."""
    groups: dict[tuple[int, str], list[tuple[float, Line]]] = {}
    for line in lines:
        for year, value in line.values.items():
            groups.setdefault((year, line.region.level), []).append((value.value, line))
    for (year, _level), members in groups.items():
        if len(members) < 2:
            continue
        ordered = sorted(own for own, _line in members)
        for own, line in members:
            better = bisect_left(ordered, own) if ascending else len(ordered) - bisect_right(ordered, own)
            line.ranks[year] = 1 + better


def series_of(indicator: Indicator, regions: Sequence[Region], *, measure: str) -> dict[str, Any]:
    """Lines, years and chart of the page of an indicator."""
    lines = [line for line in lines_of(indicator, regions, measure=measure) if line.values or line.goals]
    years = sorted({year for line in lines for year in line.values} | {year for line in lines for year in line.goals})
    shown = [line for line in lines if line.values][:6]
    chart = chart_of(shown, years, PERCENT if measure == Figure.Measure.GROWTH else indicator.unit)
    return {"lines": lines, "grid": grid_of(lines, years), "years": years, "chart": chart, "chart_lines": len(shown)}


def chart_of(lines: Sequence[Line], years: Sequence[int], unit: str) -> dict[str, Any]:
    """A chart with a line for each region."""
    series = [
        {
            "name": line.region.name,
            "style": "actual",
            "values": [line.values[year].value if year in line.values else None for year in years],
        }
        for line in lines
    ]
    return {"kind": "line", "unit": unit, "categories": [str(year) for year in years], "series": series}


def _said(indicator: Indicator, lines: dict[str, Line], measure: str) -> QuerySet[Statement]:
    found = Statement.objects.filter(
        indicator_id=indicator.code, region__in=lines, role=Said.Role.ACTUAL, measure=measure, merged_into=None
    ).exclude(state=Said.State.REJECTED)
    # What a person confirmed goes before what was only read, the newest document before older ones.
    return found.order_by("state", "-document__year", "start")[:2000]


def _goals(indicator: Indicator, lines: dict[str, Line], measure: str) -> None:
    found = Target.objects.filter(
        of__indicator=indicator, of__plan__region__in=lines, measure=measure, region=None, body=None, first_year=None
    ).exclude(of__plan__status="superseded")
    for place, year, low, high in found.order_by("pk").values_list("of__plan__region_id", "year", "low", "high"):
        value = low if low is not None else high
        if value is not None:
            lines[place].goals[year] = value


def _in(value: float, unit: str, wanted: str) -> float | None:
    if not unit or not wanted:
        return value
    try:
        return in_unit(value, unit, wanted)
    except WrongUnit:
        return None
