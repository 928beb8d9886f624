"""The page on which a plan is held against itself and the plans above and beside it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from planweb.accounts import policies
from planweb.accounts.visitors import visitor
from planweb.monitoring.checking import check_plan
from planweb.registry.models import Plan


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What does not go together, each finding with what it rests on; and how targets change from plan to plan."""
    plan = get_object_or_404(Plan.objects.select_related("region", "above__region"), pk=pk)
    policies.require(visitor(request), "view", plan)
    checked = check_plan(plan, visitor(request), today=timezone.localdate())
    return render(request, "monitoring/check.html", {"plan": plan, "checked": checked})
