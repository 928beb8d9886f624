"""Indicators of a plan where they are edited: targets by year, shares, base."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from planweb.accounts import policies
from planweb.accounts.visitors import visitor
from planweb.layout.forms import add_errors
from planweb.layout.notices import tell
from planweb.registry import hooks
from planweb.registry.actions import targets as actions
from planweb.registry.columns import base_text
from planweb.registry.corrections import find_corrections
from planweb.registry.forms.plans import WhyForm
from planweb.registry.forms.targets import NewRowForm, RowForm, TargetForm
from planweb.registry.models import PlanIndicator, Target
from planweb.registry.queries.targets import closures_of, targets_of
from planweb.registry.views.looking import plan_for_targets, row_at
from planweb.registry.wording import with_unit


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What a plan says of one indicator, each value with its sentence."""
    row = row_at(request, pk)
    targets = list(targets_of(row))
    shown = [(target, with_unit(target, row), _source_of(target, request)) for target in targets]
    address = hooks.indicator_address(row)
    context = {
        "row": row,
        "base": base_text(row),
        "base_sentence": _base_sentence(row, request),
        "whole": [one for one in shown if one[0].kind != Target.Kind.SHARE],
        "shares": [one for one in shown if one[0].kind == Target.Kind.SHARE],
        "corrected": {one.target.pk for one in find_corrections(row.plan, row=row)},
        "closures": closures_of(row, targets),
        "reading": address if address != request.path else "",
        "split_at": hooks.split_address(row),
    }
    return render(request, "registry/row.html", context)


def new(request: HttpRequest, pk: int) -> HttpResponse:
    """An indicator that the plan does not have yet."""
    plan = plan_for_targets(request, pk, "create")
    form = NewRowForm(request.POST or None, plan=plan, instance=PlanIndicator(plan=plan))
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_indicator(form.save(commit=False), by=visitor(request))
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("已添加指标。接着添加它的目标。"))
            return redirect("registry:plan-indicator", row.pk)
    return render(request, "registry/row_new.html", {"form": form, "plan": plan})


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Other facts of an indicator of a plan."""
    row = row_at(request, pk, "edit")
    form = RowForm(request.POST or None, instance=row_at(request, pk), plan=row.plan)
    if request.method == "POST" and form.is_valid():
        before = {name: _plain(getattr(row, "chapter_id" if name == "chapter" else name)) for name in form.fields}
        try:
            actions.edit_indicator(form.save(commit=False), by=visitor(request))
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("已修改。"), undo=request.path, fields=before)
            return redirect("registry:plan-indicator", pk)
    return render(request, "registry/row_edit.html", {"form": form, "row": row})


def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """An indicator goes out of a plan that is not approved yet."""
    row = row_at(request, pk, "remove")
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.remove_indicator(row, by=visitor(request), why=form.cleaned_data["why"])
        tell(request, _("已移除指标“%(name)s”。") % {"name": row.name})
        return redirect("registry:plan", row.plan_id)
    return render(request, "registry/row_remove.html", {"form": form, "row": row, "count": row.targets.count()})


def new_target(request: HttpRequest, pk: int) -> HttpResponse:
    """One target more."""
    row = row_at(request, pk, "create")
    plan = row.plan
    kind = "share" if request.GET.get("kind") == "share" else "annual"
    taken = {one.year for one in row.targets.all() if one.kind != Target.Kind.SHARE}
    free = [year for year in range(plan.first_year, plan.last_year + 1) if year not in taken]
    year = free[0] if free and kind == "annual" else plan.last_year
    unsaved = Target(of=row, kind=kind, year=year, measure=row.measure)
    if row.direction == "less":
        unsaved.bound = "at_most"
    return _target_form(request, unsaved, row, "registry/target_new.html")


def edit_target(request: HttpRequest, pk: int) -> HttpResponse:
    """Another value of a target."""
    found = get_object_or_404(Target, pk=pk)
    row = row_at(request, found.of_id, "edit")
    return _target_form(request, found, row, "registry/target_edit.html")


@require_POST
def remove_target(request: HttpRequest, pk: int) -> HttpResponse:
    """A target goes."""
    found = get_object_or_404(Target, pk=pk)
    row = row_at(request, found.of_id, "remove")
    fields = _fields_of(found)
    text = f"{found.year} {with_unit(found, row)}"
    actions.remove_target(found, by=visitor(request), why=request.POST.get("why", "")[:300])
    again = reverse("registry:target-new", args=[row.pk])
    tell(request, _("已移除目标 %(target)s。") % {"target": text}, undo=again, fields=fields)
    return redirect("registry:plan-indicator", row.pk)


def _target_form(request: HttpRequest, target: Target, row: PlanIndicator, template: str) -> HttpResponse:
    before = _fields_of(target) if target.pk else {}
    form = TargetForm(request.POST or None, instance=target, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_target(form.save(commit=False), by=visitor(request), why=form.cleaned_data["why"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            _tell_saved(request, saved, row, before)
            return redirect("registry:plan-indicator", row.pk)
    return render(request, template, {"form": form, "row": row, "target": target})


def _tell_saved(request: HttpRequest, saved: Target, row: PlanIndicator, before: dict[str, str]) -> None:
    text = _("已保存目标：%(year)s 年 %(target)s。") % {"year": saved.year, "target": with_unit(saved, row)}
    if before:
        tell(request, text, undo=request.path, fields=before)
    elif policies.may(visitor(request), "remove", row):
        tell(request, text, undo=reverse("registry:target-remove", args=[saved.pk]))
    else:
        tell(request, text)


def _base_sentence(row: PlanIndicator, request: HttpRequest) -> str:
    said = row.base_statement
    return said.sentence if said is not None and policies.may(visitor(request), "view", said.document) else ""


def _source_of(target: Target, request: HttpRequest) -> dict[str, str]:
    """The sentence that says a target, for who may see its document."""
    statement = target.statement
    if statement is None or not policies.may(visitor(request), "view", statement.document):
        return {"sentence": target.note, "document": "", "address": ""}
    address = reverse("evidence:statement", args=[statement.pk])
    return {"sentence": statement.sentence, "document": str(statement.document), "address": address}


def _fields_of(target: Target) -> dict[str, str]:
    names = ("kind", "year", "first_year", "measure", "bound", "low", "high", "reference", "note")
    said = {name: _plain(getattr(target, name)) for name in names}
    if target.striving:
        said["striving"] = "on"
    return {**said, "region": _plain(target.region_id), "body": _plain(target.body_id)}


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
