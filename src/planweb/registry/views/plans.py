"""Plans: the plan system, one plan by chapter, and its life."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.frame import frame_of
from planweb.accounts.visitors import visitor
from planweb.layout.forms import add_errors
from planweb.layout.notices import tell
from planweb.layout.tables import Table
from planweb.registry import hooks
from planweb.registry.actions import plans as actions
from planweb.registry.actions.versions import awaits_approval
from planweb.registry.columns import PLANS, STATUS_MARKS, columns_of_plan, period_of
from planweb.registry.corrections import find_corrections
from planweb.registry.forms.plans import AdvanceForm, PlanFilter, PlanForm, WhyForm
from planweb.registry.forms.targets import PlanRowFilter
from planweb.registry.models import Target
from planweb.registry.queries.plans import leaves_of, list_plans, newest_version, rows_of_plan, system_of, visible_plans
from planweb.registry.queries.waiting import waiting_targets
from planweb.registry.views.looking import plan_at


def listing(request: HttpRequest) -> HttpResponseBase:
    """The plan system, and every plan in a table."""
    user = visitor(request)
    if not policies.may_somewhere(user, "view", "plan"):
        raise policies.Denied("view", "plan")
    seen = frame_of(request).plans(below=True)
    table = Table(request, list_plans(user).filter(seen), PLANS, filters=PlanFilter, name=_("规划"))
    whole = "HX-Target" not in request.headers and "export" not in request.GET
    context = {"system": system_of(visible_plans(user).filter(seen)) if whole else [], "roles": _roles()}
    return table.response("registry/plans.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """A new plan."""
    user = visitor(request)
    if not policies.may_somewhere(user, "create", "plan"):
        raise policies.Denied("create", "plan")
    form = PlanForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            plan = actions.create_plan(form.save(commit=False), by=user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("已新建规划。接着添加它的文献，再从中采用目标。"))
            return redirect("registry:versions", plan.pk)
    return render(request, "registry/plan_new.html", {"form": form})


def detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One plan: what it is, its chapters, and its indicators by year."""
    plan = plan_at(request, pk)
    version = newest_version(plan)
    targets = Target.objects.filter(of__plan=plan)
    years = sorted({plan.last_year, *targets.values_list("year", flat=True).distinct().order_by()})
    whole = "export" in request.GET  # on the page the tree says the chapter, and years without a target would be empty
    if whole:
        years = list(range(plan.first_year, plan.last_year + 1))
    rows = rows_of_plan(plan).select_related(*hooks.related(hooks.columns()), "indicator", "lead", "chapter")
    table = Table(request, rows, columns_of_plan(years, chapter=whole), filters=PlanRowFilter, name=plan.title)
    counts = plan.indicators.aggregate(
        all=Count("pk"),
        binding=Count("pk", filter=Q(attribute="binding")),
        unled=Count("pk", filter=Q(lead__isnull=True)),
    )
    context = {
        "plan": plan,
        "period": period_of(plan),
        "mark": STATUS_MARKS.get(plan.status, ""),
        "version": version,
        "awaits": awaits_approval(plan, version),
        "documents": list(version.documents.all()) if version else [],
        "waiting": waiting_targets(visitor(request), plan=plan),
        "corrected": len(find_corrections(plan)) if policies.may(visitor(request), "edit", plan) else 0,
        "leaves": leaves_of(plan, version),
        "counts": counts,
        "targets": targets.count(),
        "chapter": request.GET.get("chapter", ""),
        "of_targets": plan.indicators.model(plan=plan),
        "check_at": hooks.check_address(plan),
    }
    return table.response("registry/plan.html", context)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Other facts of a plan."""
    plan = plan_at(request, pk, "edit")
    form = PlanForm(request.POST or None, instance=plan_at(request, pk), user=visitor(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_plan(form.save(commit=False), by=visitor(request))
        except ValidationError as error:
            add_errors(form, error)
        else:
            before = {
                name: getattr(plan, f"{name}_id" if name in {"region", "above"} else name) for name in form.fields
            }
            said = {name: "" if value is None else str(value) for name, value in before.items()}
            tell(request, _("已修改。"), undo=request.path, fields=said)
            return redirect("registry:plan", pk)
    return render(request, "registry/plan_edit.html", {"form": form, "plan": plan})


def status(request: HttpRequest, pk: int) -> HttpResponse:
    """Another status, with the reason."""
    plan = plan_at(request, pk, "advance")
    user = visitor(request)
    form = AdvanceForm(request.POST or None, plan=plan, user=user, statuses=actions.next_statuses(plan))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            plan = actions.advance_plan(
                plan, to=said["to"], why=said["why"], supersedes=list(said.get("supersedes") or ()), by=user
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("状态已变为“%(status)s”。") % {"status": plan.get_status_display()})
            return redirect("registry:plan", pk)
    return render(
        request,
        "registry/plan_status.html",
        {"form": form, "plan": plan, "mark": STATUS_MARKS.get(plan.status, ""), "check_at": hooks.check_address(plan)},
    )


def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft goes."""
    plan = plan_at(request, pk, "delete")
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.delete_plan(plan, by=visitor(request), why=form.cleaned_data["why"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("已删除草案《%(plan)s》。") % {"plan": plan.title})
            return redirect("registry:plans")
    counts = {"indicators": plan.indicators.count(), "targets": Target.objects.filter(of__plan=plan).count()}
    return render(request, "registry/plan_delete.html", {"form": form, "plan": plan, **counts})


def _roles() -> list[tuple[str, str]]:
    """What the parts of the plan system are to each other."""
    return [("head", _("统领")), ("base", _("基础")), ("support", _("支撑")), ("annual", _("年度落实"))]
