"""Figures: the list, one of them, and what is done to it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planweb.accounts import policies
from planweb.accounts.visitors import visitor
from planweb.layout.forms import add_errors
from planweb.layout.notices import tell
from planweb.layout.requests import whole_number
from planweb.layout.tables import Column, Table
from planweb.monitoring.actions import figures as actions
from planweb.monitoring.forms.figures import ContestForm, FigureFilter, FigureForm, ResolutionForm, RevisionForm
from planweb.monitoring.measuring import jumps, written
from planweb.monitoring.models import Contest, Figure
from planweb.monitoring.policies import figures_open_to, may_contest, may_undo, require_contest, require_sight
from planweb.monitoring.queries.due import figures_beside
from planweb.monitoring.queries.seeing import visible_figures
from planweb.monitoring.wording import STATE_MARKS, period_text


def _address(row: Figure) -> str:
    return reverse("monitoring:figure", args=[row.pk])


COLUMNS = (
    Column("indicator", gettext_lazy("指标"), lambda row: row.indicator.name, (), _address),
    Column("region", gettext_lazy("地区"), lambda row: row.region.name, ("region_id",), whole=True),
    Column("period", gettext_lazy("时期"), lambda row: period_text(row.period), ("through",), whole=True),
    Column("measure", gettext_lazy("量的种类"), lambda row: row.get_measure_display(), whole=True),
    Column("value", gettext_lazy("数值"), lambda row: row.value, ("value",), figures=True),
    Column("unit", gettext_lazy("计量单位"), lambda row: row.unit, whole=True),
    Column("kind", gettext_lazy("性质"), lambda row: row.get_kind_display(), whole=True),
    Column("state", gettext_lazy("状态"), lambda row: row.get_state_display(), mark=lambda row: STATE_MARKS[row.state]),
    Column("source", gettext_lazy("来源"), lambda row: row.get_source_display(), whole=True),
    Column(
        "body",
        gettext_lazy("填报单位"),
        lambda row: (row.reported_by or row.body or "") and str(row.reported_by or row.body),
    ),
    Column("entered_at", gettext_lazy("录入时间"), lambda row: row.entered_at),
)


def listing(request: HttpRequest) -> HttpResponseBase:
    """Figures that the person may see, the latest period first."""
    user = visitor(request)
    if not policies.may_somewhere(user, "view", "figure"):
        raise policies.Denied("view", "figure")
    rows = visible_figures(user).select_related("indicator", "region", "body", "reported_by")
    return Table(request, rows, COLUMNS, filters=FigureFilter, name=_("数据")).response("monitoring/figures.html", {})


def new(request: HttpRequest) -> HttpResponse:
    """One figure by hand."""
    user = visitor(request)
    if not policies.may_somewhere(user, "create", "figure"):
        raise policies.Denied("create", "figure")
    initial = {name: request.GET[name] for name in ("indicator", "region", "measure", "body") if name in request.GET}
    form = FigureForm(request.POST or None, user=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            figure = actions.enter_figure(form.figure(), by=user)
        except ValidationError as error:
            add_errors(form, error)
        except policies.Denied:
            form.add_error("region", _("您不能为该地区或单位填报。"))
        else:
            tell(request, _("已录入。"))
            return redirect("monitoring:figure", figure.pk)
    return render(request, "monitoring/figure_new.html", {"form": form})


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure: its value, where it comes from, what became of it, and what is said against it."""
    figure, user = _figure(pk), visitor(request)
    require_sight(user, figure)
    same = Figure.objects.filter(
        figures_open_to(user, figure),
        indicator=figure.indicator_id,
        region=figure.region_id,
        body=figure.body_id,
        period=figure.period,
        measure=figure.measure,
    )
    chain = list(same.select_related("entered_by", "decided_by").order_by("-pk")[:200])
    contests = list(figure.contests.select_related("by", "resolved_by"))
    undecided = figure.decided_at is None or figure.entered_by_id == figure.decided_by_id
    disputed = any(one.resolved_at is None and not one.inherited for one in contests)
    last, target = figures_beside([figure])[figure.pk]
    context = {
        "figure": figure,
        "chain": chain,
        "current": next((row for row in chain if row.kind == figure.kind and row.state in actions.CURRENT), None),
        "contests": contests,
        "last": last,
        "target": target,
        "odd": jumps(figure.value, last),
        "contestable": may_contest(user, figure),
        "undoable": figure.state in actions.CURRENT and not undecided and not disputed and may_undo(user, figure),
    }
    return render(request, "monitoring/figure.html", context)


def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Another value instead of this one."""
    figure = _figure(pk)
    policies.require(visitor(request), "revise", figure)
    form = RevisionForm(request.POST or None, initial={"value": written(figure.value), "note": figure.note})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        value, unit = said["value"]
        try:
            made = actions.revise_figure(
                figure, value=value, unit=unit or figure.unit, note=said["note"], by=visitor(request), why=said["why"]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            waits = made.state == Figure.State.SUBMITTED
            tell(request, _("修订已提交，等待审核。") if waits else _("已修订，原数留在沿革中。"))
            return redirect("monitoring:figure", made.pk)
    return render(request, "monitoring/figure_revise.html", {"form": form, "figure": figure})


def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """An objection to a figure."""
    figure = _figure(pk)
    require_contest(visitor(request), figure)
    form = ContestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            other = _in_its_unit(said["other_value"], figure)
            actions.contest_figure(
                figure, reason=said["reason"], source=said["source"], other_value=other, by=visitor(request)
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("异议已提出，数据标为有异议，由规划部门处理。"))
            return redirect("monitoring:figure", pk)
    return render(request, "monitoring/figure_contest.html", {"form": form, "figure": figure})


def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """What becomes of an objection."""
    found = get_object_or_404(Contest.objects.select_related("figure__indicator", "figure__region", "by"), pk=pk)
    policies.require(visitor(request), "resolve", found.figure)
    form = ResolutionForm(request.POST or None, initial={"value": written(found.other_value)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            value = _in_its_unit(said["value"], found.figure)
            figure = actions.resolve_contest(
                _as_seen(found, request),
                upheld=said["upheld"],
                resolution=said["resolution"],
                value=value,
                by=visitor(request),
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("异议已处理。"))
            return redirect("monitoring:figure", figure.pk)
    return render(request, "monitoring/contest.html", {"form": form, "contest": found, "figure": found.figure})


def _as_seen(contest: Contest, request: HttpRequest) -> Contest:
    """``contest`` of the figure that the person had before them."""
    seen = whole_number(request.POST.get("seen", "")) or contest.figure_id
    return Contest(pk=contest.pk, figure=_figure(seen))


def _in_its_unit(typed: tuple[float, str] | None, figure: Figure) -> float | None:
    if typed is None:
        return None
    value, unit = typed
    return actions.value_in_ledger(value, unit or figure.unit, wanted=figure.unit)[0]


def _figure(pk: int) -> Figure:
    related = ("indicator", "region", "body", "reported_by", "entered_by", "decided_by", "statement__document")
    return get_object_or_404(Figure.objects.select_related(*related), pk=pk)
