"""Reporting dates, and who owes what."""

from __future__ import annotations

from itertools import groupby
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
from planweb.accounts.visitors import visitor
from planweb.layout.exporting import asked_export, export_links
from planweb.layout.forms import add_errors
from planweb.layout.notices import tell
from planweb.layout.tables import Column, Table
from planweb.monitoring.actions import rounds as actions
from planweb.monitoring.forms.rounds import RoundFilter, RoundForm, RoundsForm
from planweb.monitoring.models import Round
from planweb.monitoring.queries.due import Due, due_in, overdue_bodies
from planweb.monitoring.queries.seeing import visible_rounds
from planweb.monitoring.wording import period_text


def _address(row: Round) -> str:
    return reverse("monitoring:round", args=[row.pk])


COLUMNS = (
    Column("period", gettext_lazy("时期"), lambda row: period_text(row.period), ("due_on",), _address),
    Column("region", gettext_lazy("地区"), lambda row: row.region.name, ("region_id",), whole=True),
    Column("frequency", gettext_lazy("频率"), lambda row: row.get_frequency_display(), ("frequency",)),
    Column("opens_on", gettext_lazy("开始日期"), lambda row: row.opens_on, ("opens_on",)),
    Column("due_on", gettext_lazy("截止日期"), lambda row: row.due_on, ("due_on",)),
    Column(
        "state",
        gettext_lazy("状态"),
        lambda row: _state(row)[1],
        mark=lambda row: _state(row)[0],
    ),
)


def _state(row: Round) -> tuple[str, str]:
    today = timezone.localdate()
    if row.closed_at is not None:
        return "off", _("已结束")
    if today < row.opens_on:
        return "off", _("未开始")
    return ("late", _("已过截止日期")) if today > row.due_on else ("good", _("进行中"))


def listing(request: HttpRequest) -> HttpResponseBase:
    """Reporting dates that the person may see."""
    user = visitor(request)
    if not policies.may_somewhere(user, "view", "round"):
        raise policies.Denied("view", "round")
    table = Table(
        request, visible_rounds(user).select_related("region"), COLUMNS, filters=RoundFilter, name=_("报送期")
    )
    return table.response("monitoring/rounds.html", {})


def new(request: HttpRequest) -> HttpResponse:
    """The rounds of a year in one go."""
    user = visitor(request)
    if not policies.may_somewhere(user, "create", "round"):
        raise policies.Denied("create", "round")
    form = RoundsForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.create_rounds(
                said["region"], year=said["year"], frequency=said["frequency"], days=said["days"], by=user
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("已新建%(number)s个报送期；已有的没有改动。") % {"number": len(made)})
            return redirect("monitoring:rounds")
    return render(request, "monitoring/round_new.html", {"form": form})


def detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One reporting date: which body owes what."""
    round_ = _round(pk)
    policies.require(visitor(request), "view", round_)
    dues = sorted(due_in([round_]), key=lambda due: (str(due.of.lead), due.of.position, due.of.pk))
    if file := asked_export(request, f"{round_.region} {period_text(round_.period)}", _heads(), map(_line, dues)):
        return file
    bodies = [
        {"body": body, "dues": mine, "missing": sum(due.missing for due in mine)}
        for body, found in groupby(dues, key=lambda due: due.of.lead)
        if (mine := list(found))
    ]
    context = {
        "round": round_,
        "bodies": bodies,
        "total": len(dues),
        "reported": sum(not due.missing for due in dues),
        "late": round_.closed_at is None and round_.due_on < timezone.localdate(),
        "exports": export_links(request),
    }
    return render(request, "monitoring/round.html", context)


def _heads() -> dict[str, str]:
    return {
        "body": _("责任单位"), "indicator": _("指标"), "unit": _("计量单位"), "last": _("上期"),
        "target": _("年度目标"), "value": _("数值"), "kind": _("性质"), "state": _("状态"),
    }  # fmt: skip


def _line(due: Due) -> list[Any]:
    figure, wanted = due.figure, due.target.value if due.target else None
    kind, state = (figure.get_kind_display(), figure.get_state_display()) if figure else ("", _("未报"))
    return [str(due.of.lead), due.of.name, due.unit, due.last_value, wanted, due.value, str(kind), str(state)]


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Other days."""
    round_ = _round(pk)
    policies.require(visitor(request), "edit", round_)
    before = {"opens_on": round_.opens_on, "due_on": round_.due_on}
    form = RoundForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.edit_round(round_, opens_on=said["opens_on"], due_on=said["due_on"], by=visitor(request))
        except ValidationError as error:
            add_errors(form, error)
        else:
            fields = {name: day.isoformat() for name, day in before.items()}
            tell(request, _("日期已修改。"), undo=request.path, fields=fields)
            return redirect("monitoring:round", pk)
    return render(request, "monitoring/round_edit.html", {"form": form, "round": round_})


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the round."""
    actions.close_round(_round(pk), by=visitor(request))
    tell(request, _("报送期已结束，不再接受填报。"), undo=reverse("monitoring:round-reopen", args=[pk]))
    return redirect("monitoring:round", pk)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the round again."""
    actions.reopen_round(_round(pk), by=visitor(request))
    tell(request, _("报送期已重新开放。"))
    return redirect("monitoring:round", pk)


def overdue(request: HttpRequest) -> HttpResponseBase:
    """Bodies that are late."""
    user = visitor(request)
    if not policies.may_somewhere(user, "edit", "round"):
        raise policies.Denied("edit", "round")
    rows = overdue_bodies(user)
    heads = {
        "body": _("责任单位"), "region": _("地区"), "period": _("报送期"), "due_on": _("截止日期"),
        "missing": _("缺报"), "days": _("逾期天数"),
    }  # fmt: skip
    lines = (
        [row.body.name, row.round.region.name, row.round.period, row.round.due_on, row.missing, row.days]
        for row in rows
    )
    if file := asked_export(request, _("逾期单位"), heads, lines):
        return file
    return render(request, "monitoring/overdue.html", {"rows": rows, "exports": export_links(request)})


def _round(pk: int) -> Round:
    return get_object_or_404(Round.objects.select_related("region"), pk=pk)
