"""Who answers for the indicators of a plan (任务分解表): on the page, by workbook, on paper."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from planweb.accounts.models import Body
from planweb.accounts.visitors import visitor
from planweb.layout.exporting import asked_export, attached, export_links
from planweb.layout.forms import add_errors
from planweb.layout.notices import tell
from planweb.layout.requests import whole_number
from planweb.layout.workbooks import XLSX
from planweb.registry.actions.owners import assign_bodies
from planweb.registry.assignments import Assignment, Assignments, bodies_for, packed, unpacked
from planweb.registry.columns import period_of
from planweb.registry.forms.owners import AssignForm, UploadForm
from planweb.registry.models import Plan, PlanIndicator
from planweb.registry.owners_sheet import Change, names_of, read_sheet, write_sheet
from planweb.registry.queries.plans import rows_of_plan
from planweb.registry.views.looking import plan_at, plan_for_targets
from planweb.registry.wording import in_years


def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """The indicators of a plan with their bodies; those that are ticked get others."""
    plan = plan_for_targets(request, pk, "assign")
    form = AssignForm(request.POST or None, plan=plan)
    rows = list(rows_of_plan(plan))
    if request.method == "POST" and form.is_valid():
        ticked = {whole_number(key) for key in request.POST.getlist("take")}
        wanted = {row.pk: form.assignment_for(Assignment.of(row)) for row in rows if row.pk in ticked}
        if wanted:
            try:
                before = assign_bodies(plan, wanted, by=visitor(request))
            except ValidationError as error:
                add_errors(form, error)
            else:
                _tell_of(request, plan, before, wanted)
                return redirect(_address(plan, request))
        else:
            form.add_error(None, _("请先勾选要分工的指标。"))
    unled = request.GET.get("owned") == "no"
    context = {
        "plan": plan,
        "form": form,
        "rows": [row for row in rows if not (unled and row.lead_id)],
        "ticked": set(request.POST.getlist("take")),
        "unled": unled,
        "counts": {"all": len(rows), "unled": sum(row.lead_id is None for row in rows)},
    }
    return render(request, "registry/owners.html", context)


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The workbook to fill in."""
    plan = plan_for_targets(request, pk, "assign")
    rows = list(rows_of_plan(plan))
    response = HttpResponse(write_sheet(plan.title, rows, _bodies(plan, rows)), content_type=XLSX)
    name = _("%(plan)s任务分解表") % {"plan": plan.title}
    return attached(response, f"{name}.xlsx")


def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """A workbook that was filled in: what is wrong in it, or what it would change."""
    plan = plan_for_targets(request, pk, "assign")
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"plan": plan, "form": form}
    if request.method == "POST" and form.is_valid():
        rows = list(rows_of_plan(plan))
        bodies = _bodies(plan, rows)
        found = read_sheet(form.cleaned_data["file"], {row.pk: row for row in rows}, bodies)
        context |= {"found": found, "lines": _lines(found.changes, names_of(bodies))}
        if found.changes and not found.errors:
            wanted = {one.row.pk: one.after for one in found.changes}
            context["packed"] = packed(plan.pk, wanted, {one.row.pk: one.before for one in found.changes})
    return render(request, "registry/owners_upload.html", context)


@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """The changes that a page showed are made, all or none."""
    plan = plan_for_targets(request, pk, "assign")
    try:
        wanted, expected = unpacked(request.POST.get("packed", ""), plan.pk)
        before = assign_bodies(plan, wanted, expected=expected, by=visitor(request))
    except BadSignature:
        tell(request, _("预览已过期，请重新上传。"), wrong=True)
        return redirect("registry:owners-upload", pk)
    except ValidationError as error:
        tell(request, " ".join(error.messages), wrong=True)
        return redirect("registry:owners-upload", pk)
    _tell_of(request, plan, before, wanted)
    return redirect("registry:owners", pk)


def duties(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The table of duties on paper."""
    plan = plan_at(request, pk)
    rows = [(row, _targets_of(row)) for row in rows_of_plan(plan)]
    name = _("《%(title)s》任务分解表") % {"title": plan.title}
    heads = {
        "chapter": _("章节"), "indicator": _("指标"), "attribute": _("属性"), "targets": _("目标"),
        "lead": _("牵头单位"), "supporting": _("配合单位"),
    }  # fmt: skip
    if file := asked_export(request, name, heads, (_duty(row, text) for row, text in rows)):
        return file
    groups: dict[str, list[tuple[PlanIndicator, str]]] = {}
    for row, text in rows:
        groups.setdefault(str(row.chapter or ""), []).append((row, text))
    context = {"plan": plan, "period": period_of(plan), "groups": groups, "count": len(rows)}
    context["exports"] = export_links(request)
    return render(request, "registry/duties.html", context)


def _duty(row: PlanIndicator, targets: str) -> list[str]:
    supporting = _("、").join(map(str, row.supporting.all()))
    return [str(row.chapter or ""), row.name, row.get_attribute_display(), targets, str(row.lead or ""), supporting]


def _tell_of(request: HttpRequest, plan: Plan, before: dict[int, Assignment], wanted: Assignments) -> None:
    if not before:
        tell(request, _("所选指标的分工本来就是这样，没有改动。"))
        return
    after = {key: Assignment(wanted[key].lead, wanted[key].supporting - {wanted[key].lead}) for key in before}
    text = _("已为 %(count)s 项指标分工。") % {"count": len(before)}
    undo = reverse("registry:owners-apply", args=[plan.pk])
    tell(request, text, undo=undo, fields={"packed": packed(plan.pk, before, after)})


def _bodies(plan: Plan, rows: list[PlanIndicator]) -> list[Body]:
    """Bodies that may answer, and those that do already."""
    known = list(bodies_for(plan.region).select_related("region"))
    keys = {body.pk for body in known}
    there = {row.lead_id for row in rows if row.lead_id} | {body.pk for row in rows for body in row.supporting.all()}
    return known + list(Body.objects.filter(pk__in=there - keys).select_related("region"))


def _lines(changes: list[Change], names: dict[int, str]) -> list[tuple[str, str, str, str, str]]:
    def said(one: Assignment) -> tuple[str, str]:
        lead = names.get(one.lead, "") if one.lead is not None else ""
        return lead, _("、").join(sorted(names[key] for key in one.supporting if key in names))

    return [(one.row.name, *said(one.before), *said(one.after)) for one in changes]


def _targets_of(row: PlanIndicator) -> str:
    return in_years([one for one in row.targets.all() if one.kind != "share"], row)


def _address(plan: Plan, request: HttpRequest) -> str:
    return reverse("registry:owners", args=[plan.pk]) + ("?owned=no" if request.GET.get("owned") == "no" else "")
