"""Indicators of plans: the list, the page of one, the series of one across plans and regions."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from planweb.accounts import policies
from planweb.accounts.frame import frame_of
from planweb.accounts.visitors import visitor
from planweb.layout.forms import add_errors
from planweb.layout.notices import tell
from planweb.layout.tables import Column, Table
from planweb.monitoring.actions.standings import lift_overruling, overrule_light
from planweb.monitoring.forms.lights import IndicatorFilter, LiftForm, OverruleForm
from planweb.monitoring.models import Figure, Standing
from planweb.monitoring.outlooks import outlook_of, years_of
from planweb.monitoring.queries import years
from planweb.monitoring.queries.indicators import list_indicators
from planweb.monitoring.queries.series import regions_of, series_of
from planweb.monitoring.queries.shares import shares_of
from planweb.monitoring.wording import goal_of_page, light_of, period_text, share_text, standing_of
from planweb.registry.models import Indicator, PlanIndicator, Target
from planweb.registry.wording import in_column

MOST_SAID = 40


def _address(row: PlanIndicator) -> str:
    return reverse("monitoring:indicator", args=[row.pk])


def _light(row: PlanIndicator) -> str:
    found = light_of(row)
    return _("%(light)s（曾滞后）") % {"light": found.word} if found.lapsed else found.word


def _last(row: PlanIndicator) -> Any:
    standing = standing_of(row)
    return standing.last_value if standing else None


def _goal(row: PlanIndicator) -> str | None:
    found = goal_of_page(row, row.whole)  # type: ignore[attr-defined]  # prefetched
    return f"{in_column(found, row)}（{found.year}）" if found else None


def _share(row: PlanIndicator) -> str | None:
    standing = standing_of(row)
    return share_text(standing.share) if standing and standing.share is not None else None


COLUMNS = (
    Column("name", gettext_lazy("指标"), lambda row: row.name, ("name",), _address),
    Column("light", gettext_lazy("状态"), _light, ("severity",), mark=lambda row: light_of(row).mark),
    Column("last", gettext_lazy("最近完成值"), _last, ("standing__last_value",), figures=True),
    Column("unit", gettext_lazy("计量单位"), lambda row: row.shown_unit, whole=True),
    Column(
        "period",
        gettext_lazy("时期"),
        lambda row: period_text(row.standing.last_period) if standing_of(row) and row.standing.last_period else None,
        ("standing__last_period",),
        whole=True,
    ),
    Column("goal", gettext_lazy("目标（年份）"), _goal, figures=True),
    Column("share", gettext_lazy("完成比例"), _share, ("standing__share",), figures=True),
    Column("lead", gettext_lazy("牵头单位"), lambda row: str(row.lead or ""), ("lead__name",)),
    Column("attribute", gettext_lazy("属性"), lambda row: row.get_attribute_display(), ("attribute",), whole=True),
    Column("plan", gettext_lazy("所属规划"), lambda row: row.plan.title, ("plan__title",)),
    Column("region", gettext_lazy("地区"), lambda row: row.plan.region.name, ("plan__region__path",), whole=True),
)


def listing(request: HttpRequest) -> HttpResponseBase:
    """Every indicator of every plan, the worst first."""
    user = visitor(request)
    if not policies.may_somewhere(user, "view", "target"):
        raise policies.Denied("view", "target")
    rows = list_indicators(user, frame_of(request))
    table = Table(request, rows, COLUMNS, filters=IndicatorFilter, name=_("规划指标"))
    return table.response("monitoring/indicators.html", {})


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One indicator of a plan: what shall be, what was, by which rule it has its light, and where it says so."""
    row = find_indicator(request, pk)
    return render(request, "monitoring/indicator.html", _page(row))


def overrule(request: HttpRequest, pk: int) -> HttpResponse:
    """A light by hand."""
    row = find_indicator(request, pk)
    standing = get_object_or_404(Standing.objects.select_related("of__plan__region"), of=row)
    policies.require(visitor(request), "overrule", standing)
    form = OverruleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            overrule_light(standing, light=said["light"], reason=said["reason"], by=visitor(request))
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("已人工认定，规则判定仍一并显示。"), undo=reverse("monitoring:lift", args=[pk]))
            return redirect("monitoring:indicator", pk)
    return render(request, "monitoring/overrule.html", {"row": row, "standing": standing, "form": form})


@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """The rule's light again."""
    row = find_indicator(request, pk)
    standing = get_object_or_404(Standing.objects.select_related("of__plan__region"), of=row)
    policies.require(visitor(request), "lift", standing)
    form = LiftForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    try:
        lift_overruling(standing, by=visitor(request), why=why)
    except ValidationError as error:
        tell(request, " ".join(error.messages), wrong=True)
    else:
        tell(request, _("已撤销人工认定，恢复规则判定。"))
    return redirect("monitoring:indicator", pk)


def series(request: HttpRequest, pk: int) -> HttpResponse:
    """An indicator of the catalogue in every region and plan, year by year."""
    indicator = get_object_or_404(Indicator, pk=pk)
    user = visitor(request)
    policies.require(user, "view", indicator)
    rows = list_indicators(user, frame_of(request)).filter(indicator=indicator)
    rows = rows.prefetch_related(None).select_related(None).select_related("plan__region", "standing")[:200]
    measure = "growth" if request.GET.get("measure") == Figure.Measure.GROWTH else "level"
    regions = regions_of(indicator, user, frame_of(request))
    context = {"indicator": indicator, "rows": rows, "measure": measure}
    return render(request, "monitoring/series.html", context | series_of(indicator, regions, measure=measure))


def find_indicator(request: HttpRequest, pk: int) -> PlanIndicator:
    """The indicator of a plan, if the person may see it."""
    rows = PlanIndicator.objects.select_related(
        "plan__region", "indicator", "lead", "standing", "base_statement__document", "chapter"
    )
    row = get_object_or_404(rows.prefetch_related("supporting"), pk=pk)
    policies.require(visitor(request), "view", row)
    return row


def _page(row: PlanIndicator) -> dict[str, Any]:
    related = ("region", "body", "statement__document")
    targets = list(row.targets.select_related(*related).order_by("year", "kind", "pk"))
    figures = years.whole_figures(row)
    said = list(years.saying(row)[: MOST_SAID + 1])
    tracked = years.tracked_of(row, targets, figures)
    by_year = years.years_of(tracked, figures, said)
    outlook = outlook_of(tracked, as_of=timezone.localdate())
    foretold = years_of(outlook)
    standing = standing_of(row)
    whole = [one for one in targets if one.kind != Target.Kind.SHARE]
    return {
        "row": row,
        "standing": standing,
        "due": (standing.numbers.get("due") or {}) if standing else {},
        "goal": goal_of_page(row, whole),
        "final": next((one for one in reversed(whole) if one.kind == Target.Kind.FIVE_YEAR), None),
        "years": by_year,
        "latest": next((one.actual for one in reversed(by_year) if one.actual), None),
        "chart": years.chart_of(tracked, by_year, foretold),
        "outlook": outlook,
        "foretold": foretold,
        "shares": shares_of(row, targets),
        "contests": list(years.contests_of(row)[:20]),
        "said": said[:MOST_SAID],
        "more_said": len(said) > MOST_SAID,
        "progress": list(row.progress.exclude(state="draft").select_related("body", "by")[:12]),
        "changes": list(standing.changes.all()[:10]) if standing else [],
        "overrulings": list(standing.overrulings.select_related("by", "lifted_by")[:10]) if standing else [],
    }
