"""What a page shows of one indicator of a plan: its years, shares and chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from planledger.planning import find_period
from planledger.planning.course import sign_of
from planledger.planning.schedule import path_of
from planweb.evidence.models import Said, Statement
from planweb.layout.wording import grouped
from planweb.monitoring.courses import CURRENT, Seen, Tracked, goal_of, in_unit_of
from planweb.monitoring.models import Contest, Figure
from planweb.monitoring.outlooks import Foretold
from planweb.registry.models import PlanIndicator, Target
from planweb.registry.wording import with_unit

_FINALITY = {Figure.Kind.FINAL: 2, Figure.Kind.PRELIMINARY: 1, Figure.Kind.ESTIMATE: 0}


@dataclass
class Actual:
    """A value of a year as the page shows it: a figure, or what a document says where there is no figure."""

    value: float
    period: str
    word: str
    statement: Statement | None = None
    figure: Figure | None = None

    @property
    def text(self) -> str:
        """The value as people write it."""
        return grouped(self.value, decimals=4)


@dataclass
class Year:
    """One year: what shall be and what was."""

    year: int
    targets: list[Target] = field(default_factory=list)
    actual: Actual | None = None
    margin: float | None = None
    met: bool | None = None


def whole_figures(row: PlanIndicator) -> list[Figure]:
    """The current figures of the plan's region, with where they come from."""
    found = Figure.objects.filter(
        indicator=row.indicator_id, region=row.plan.region_id, body=None, state__in=CURRENT
    ).select_related("statement__document", "reported_by")
    return list(found.order_by("through", "pk"))


def saying(row: PlanIndicator) -> QuerySet[Statement]:
    """What documents say of the indicator in its region, the newest document first."""
    found = Statement.objects.filter(indicator_id=row.indicator.code, region=row.plan.region_id, merged_into=None)
    found = found.exclude(state=Said.State.REJECTED).exclude(document__state="withdrawn")
    return found.select_related("document").order_by("-document__year", "document", "start")


def contests_of(row: PlanIndicator) -> QuerySet[Contest]:
    """Objections to its figures, the open ones first."""
    found = Contest.objects.filter(figure__indicator=row.indicator_id, figure__region=row.plan.region_id)
    return found.select_related("figure", "by", "resolved_by").order_by("-resolved_at", "-at")


def tracked_of(row: PlanIndicator, targets: Sequence[Target], figures: Sequence[Figure]) -> Tracked:
    """The indicator as the rules take it."""
    whole = [one for one in targets if one.kind != Target.Kind.SHARE]
    return Tracked(row, whole, [seen_of(figure) for figure in figures])


def seen_of(figure: Figure) -> Seen:
    """A figure as the rules take it."""
    place = (figure.pk, figure.indicator_id, figure.region_id)
    return Seen(*place, figure.period, figure.measure, figure.value, figure.unit, figure.kind)


def years_of(tracked: Tracked, figures: Sequence[Figure], said: Sequence[Statement]) -> list[Year]:
    """Every year that has a target or a value, from the base year on."""
    row = tracked.row
    years: dict[int, Year] = {}
    for target in tracked.targets:
        years.setdefault(target.year, Year(target.year)).targets.append(target)
    for actual in _actuals(row, figures, said):
        year = int(actual.period[:4])
        if row.base_year is None or year >= row.base_year:
            years.setdefault(year, Year(year)).actual = actual
    if row.base_year and row.base_value is not None:
        base = years.setdefault(row.base_year, Year(row.base_year))
        if base.actual is None:
            base.actual = Actual(row.base_value, str(row.base_year), _("基期值"), row.base_statement)
    for one in years.values():
        _hold(one, row)
    return [years[year] for year in sorted(years)]


def chart_of(tracked: Tracked, years: Sequence[Year], foretold: Sequence[Foretold] = ()) -> dict[str, Any]:
    """The chart: actual solid, the way to the target dashed, targets as labelled marks, what is foretold dotted."""
    row = tracked.row
    unit = row.shown_unit
    goal = next((one for one in reversed(tracked.targets) if one.kind == Target.Kind.FIVE_YEAR), None)
    path = path_of(tracked.course, goal_of(goal)) if goal else {}
    wanted = {target.year: target.value for target in tracked.targets if target.kind == Target.Kind.ANNUAL}
    span = sorted({year.year for year in years} | set(path) | {one.year for one in foretold})
    partial = row.indicator.kind != "flow" or row.measure == PlanIndicator.Measure.GROWTH  # no totals that still grow
    actual = {
        year.year: year.actual.value
        for year in years
        if year.actual and (partial or len(year.actual.period) == 4 or year.actual.period.endswith("-12"))
    }
    marks = []
    if goal and goal.value is not None:
        label = _("目标 %(value)s") % {"value": with_unit(goal, row)}
        marks.append({"at": str(goal.year), "value": goal.value, "label": label})
    target_line = {**path, **{year: value for year, value in wanted.items() if value is not None}}
    series: list[dict[str, Any]] = [
        {"name": _("完成值"), "style": "actual", "values": [actual.get(year) for year in span]}
    ]
    if target_line or marks:
        if goal and not target_line:
            target_line = {goal.year: goal.value}  # type: ignore[dict-item]
        values = [target_line.get(year) for year in span]
        series.append({"name": _("目标路径"), "style": "path", "values": values, "marks": marks})
    series += _foretold_lines(foretold, span, actual)
    return {"kind": "line", "unit": unit, "categories": [str(year) for year in span], "series": series}


def _foretold_lines(
    foretold: Sequence[Foretold], span: Sequence[int], actual: Mapping[int, float]
) -> list[dict[str, Any]]:
    """The fan of what is foretold, open from the last value before it, so that a single year is seen as well."""
    if not foretold:
        return []
    by_year = {one.year: one for one in foretold}
    before = max((year for year in actual if year < min(by_year)), default=None)
    names = {"high": _("80%区间上限"), "middle": _("预测（80%区间）"), "low": _("80%区间下限")}
    lines = []
    for style, name in names.items():
        values = {year: round(getattr(one, style), 4) for year, one in by_year.items()}
        if before is not None:
            values[before] = actual[before]
        lines.append({"name": name, "style": style, "values": [values.get(year) for year in span]})
    return lines


def _actuals(row: PlanIndicator, figures: Sequence[Figure], said: Sequence[Statement]) -> list[Actual]:
    """For each year the figure that says most of it; a statement where there is none."""
    best: dict[int, tuple[tuple[int, int], Actual]] = {}
    for figure in figures:
        value = in_unit_of(row, seen_of(figure)) if figure.measure == row.measure else None
        when = find_period(figure.period)
        if value is None or when is None:
            continue
        rank = (when.last_month * 12 + when.months, _FINALITY[Figure.Kind(figure.kind)])
        if rank >= best.get(when.year, ((-1, -1), None))[0]:
            word = str(figure.get_kind_display())
            best[when.year] = (rank, Actual(value, figure.period, word, figure.statement, figure))
    for statement in said:
        year = int(statement.period) if len(statement.period) == 4 and statement.period.isdigit() else 0
        if statement.role != Said.Role.ACTUAL or not year or year in best or statement.measure != row.measure:
            continue
        value = statement.value
        seen = Seen(0, 0, "", statement.period, row.measure, value or 0.0, statement.unit, Figure.Kind.ESTIMATE)
        converted = in_unit_of(row, seen) if value is not None else None
        if converted is not None:
            best[year] = ((0, 0), Actual(converted, str(year), _("文献"), statement))
    return [actual for _rank, actual in best.values()]


def _hold(year: Year, row: PlanIndicator) -> None:
    """The margin of a whole year against its target."""
    target = next((one for one in year.targets if one.kind == Target.Kind.ANNUAL), None) or next(
        iter(year.targets), None
    )
    value = target.value if target else None
    if year.actual is None or target is None or value is None or len(year.actual.period) != 4 or target.first_year:
        return
    sign = sign_of(goal_of(target), row.direction)
    year.margin = year.actual.value - value
    low, high = target.low, target.high
    within = low is not None and high is not None and low <= year.actual.value <= high
    year.met = within if not sign else sign * year.margin >= -1e-9 * max(1.0, abs(value))
