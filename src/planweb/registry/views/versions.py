"""Versions of a plan: their documents, their chapters, and what differs between two."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from planweb.accounts.visitors import visitor
from planweb.evidence.models import Document
from planweb.layout.notices import tell
from planweb.registry.actions import versions as actions
from planweb.registry.forms.plans import AttachForm, VersionForm
from planweb.registry.models import Plan, PlanVersion
from planweb.registry.snapshots import Row, find_differences, rows_of
from planweb.registry.views.looking import plan_at, version_at


def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version with its documents; the newest can take more."""
    plan = plan_at(request, pk)
    versions = list(plan.versions.prefetch_related("documents").annotate(chapter_count=Count("chapters")))
    form = AttachForm(version=versions[0], user=visitor(request)) if versions else None
    context = {"plan": plan, "versions": versions, "form": form, "choices": _has_choices(form)}
    context["awaits"] = actions.awaits_approval(plan, versions[0] if versions else None)
    return render(request, "registry/versions.html", context)


def new(request: HttpRequest, pk: int) -> HttpResponse:
    """The next version."""
    plan = plan_at(request, pk, "version")
    form = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = actions.begin_version(plan, note=said["note"], effective_on=said["effective_on"], by=visitor(request))
        tell(request, _("已新建第 %(number)s 版；上一版的目标已留存。") % {"number": made.number})
        return redirect("registry:versions", pk)
    return render(request, "registry/version_new.html", {"form": form, "plan": plan})


@require_POST
def approve(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The newest version holds."""
    plan = plan_at(request, pk, "advance")
    try:
        made = actions.approve_version(
            version_at(plan, number), why=request.POST.get("why", "")[:300], by=visitor(request)
        )
    except ValidationError as error:
        tell(request, " ".join(error.messages), wrong=True)
    else:
        tell(
            request, _("第 %(number)s 版已标为“%(status)s”。") % {"number": number, "status": made.get_status_display()}
        )
    return redirect("registry:versions", pk)


@require_POST
def attach(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One document more."""
    plan = plan_at(request, pk, "edit")
    version = version_at(plan, number)
    form = AttachForm(request.POST, version=version, user=visitor(request))
    if not form.is_valid():
        tell(request, _("请选择一份文献。"), wrong=True)
        return redirect("registry:versions", pk)
    document = form.cleaned_data["document"]
    actions.attach_document(version, document, by=visitor(request))
    tell(request, _("已添加《%(title)s》。") % {"title": str(document)})
    return redirect("registry:versions", pk)


@require_POST
def detach(request: HttpRequest, pk: int, number: int, document: int) -> HttpResponse:
    """One document less."""
    plan = plan_at(request, pk, "edit")
    version = version_at(plan, number)
    found = get_object_or_404(version.documents, pk=document)
    actions.detach_document(version, found, by=visitor(request))
    again = request.path.rpartition("/detach/")[0] + "/attach/"
    tell(request, _("已移出《%(title)s》。") % {"title": str(found)}, undo=again, fields={"document": str(found.pk)})
    return redirect("registry:versions", pk)


@require_POST
def chapters(request: HttpRequest, pk: int, number: int, document: int) -> HttpResponse:
    """Chapters from the headings of a document."""
    plan = plan_at(request, pk, "edit")
    version = version_at(plan, number)
    found: Document = get_object_or_404(version.documents, pk=document)
    try:
        made = actions.set_chapters(version, found, by=visitor(request))
    except ValidationError as error:
        tell(request, " ".join(error.messages), wrong=True)
        return redirect("registry:versions", pk)
    tell(request, _("已按标题生成 %(number)s 个章节。") % {"number": len(made)})
    return redirect("registry:plan", pk)


def differences(request: HttpRequest, pk: int) -> HttpResponse:
    """Targets that were added, changed and removed between two versions."""
    plan = plan_at(request, pk)
    versions = list(plan.versions.all())
    later = _chosen(request.GET.get("to"), versions, 0)
    earlier = _chosen(request.GET.get("from"), versions, 1)
    found = []
    if later is not None and earlier is not None:
        found = find_differences(_rows(earlier, plan), _rows(later, plan))
    counts = {kind: sum(one.kind == kind for one in found) for kind in ("added", "changed", "removed")}
    context = {"plan": plan, "versions": versions, "earlier": earlier, "later": later, "found": found, **counts}
    return render(request, "registry/differences.html", context)


def _rows(version: PlanVersion, plan: Plan) -> list[Row]:
    return rows_of(plan) if version.frozen is None else version.frozen


def _chosen(said: str | None, versions: list[PlanVersion], otherwise: int) -> PlanVersion | None:
    found = next((one for one in versions if said and str(one.number) == said), None)
    return found or (versions[otherwise] if len(versions) > otherwise else None)


def _has_choices(form: AttachForm | None) -> bool:
    return form is not None and form.fields["document"].queryset.exists()  # type: ignore[attr-defined]
