"""The target of an indicator split over years and regions: tried, saved, taken back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from planweb.accounts import policies
from planweb.accounts.visitors import visitor
from planweb.layout.notices import tell
from planweb.monitoring.forms.splitting import SplitForm
from planweb.monitoring.splitting import bases_below, regions_below, split
from planweb.monitoring.views.indicators import find_indicator
from planweb.registry.actions.splitting import save_split, undo_split
from planweb.registry.models import PlanIndicator


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """How the target would be split; a POST saves what was shown."""
    row = _row(request, pk)
    said = request.POST if request.method == "POST" else request.GET
    regions = regions_below(row)
    asked = "path" in said
    # What regions had is offered as weights once; a form that comes back has its own.
    bases = bases_below(row, regions, row.plan.first_year - 1) if regions and not asked else {}
    form = SplitForm(said if asked else None, regions=regions, bases=bases)
    wrong = form.is_bound and not form.is_valid()
    found = None if wrong else split(row, form.chosen(), today=timezone.localdate())
    context = {"row": row, "form": form, "split": found}
    if request.method != "POST" or found is None:
        return render(request, "monitoring/split.html", context)
    if said.get("shown") != found.digest:
        context["changed"] = True
        return render(request, "monitoring/split.html", context)
    try:
        saved = save_split(row, found.targets, by=visitor(request))
    except ValidationError as error:
        tell(request, " ".join(error.messages), wrong=True)
        return redirect("monitoring:split", pk)
    text = _("已保存分解：新增 %(added)s 个目标，修改 %(changed)s 个。") % saved._asdict()
    tell(request, text, undo=reverse("monitoring:split-undo", args=[pk]), fields={"entry": str(saved.entry)})
    return redirect("registry:plan-indicator", pk)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """The targets as they were before the split."""
    row = _row(request, pk)
    entry = request.POST.get("entry", "")
    try:
        count = undo_split(row, int(entry) if entry.isdecimal() and len(entry) < 16 else -1, by=visitor(request))
    except ValidationError as error:
        tell(request, " ".join(error.messages), wrong=True)
    else:
        tell(request, _("已撤销，%(count)s 个目标恢复原样。") % {"count": count})
    return redirect("registry:plan-indicator", pk)


def _row(request: HttpRequest, pk: int) -> PlanIndicator:
    row = find_indicator(request, pk)
    for action in ("create", "edit"):
        policies.require(visitor(request), action, row)
    return row
