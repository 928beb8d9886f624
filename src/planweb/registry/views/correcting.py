"""Targets whose sentences were corrected after they were adopted."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.visitors import visitor
from planweb.layout.notices import tell
from planweb.registry.actions.correcting import follow_corrections
from planweb.registry.corrections import find_corrections
from planweb.registry.models import PlanIndicator
from planweb.registry.views.looking import plan_for_targets


def corrections(request: HttpRequest, pk: int) -> HttpResponse:
    """What differs between targets and their sentences; a click takes it over, one or all."""
    plan = plan_for_targets(request, pk, "edit")
    if request.method == "POST":
        chosen = {int(key) for key in request.POST.getlist("adoption") if key.isascii() and key.isdigit()}
        try:
            number = follow_corrections(plan, chosen, by=visitor(request))
        except ValidationError as error:
            tell(request, " ".join(error.messages), wrong=True)
        else:
            tell(request, _("%(number)s 个目标已按更正后的表述更新。") % {"number": number})
        return redirect("registry:corrections", pk)
    found = find_corrections(plan)
    removes = policies.may(visitor(request), "remove", PlanIndicator(plan=plan))
    context = {
        "plan": plan,
        "found": found,
        "removes": removes,
        "usable": [one for one in found if one.wish is not None or removes],
    }
    return render(request, "registry/corrections.html", context)
