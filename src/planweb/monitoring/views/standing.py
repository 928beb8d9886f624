"""How a body stands: one page, also on paper, for the regular meeting."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from planweb.accounts import policies
from planweb.accounts.models import Body
from planweb.accounts.visitors import visitor
from planweb.monitoring.queries import bodies
from planweb.monitoring.queries.indicators import Counts
from planweb.monitoring.queries.shares import shares_to
from planweb.monitoring.wording import goal_of_page, standing_of
from planweb.registry.queries.plans import visible_indicators


def body(request: HttpRequest, pk: int) -> HttpResponse:
    """What a body answers for, with lights, last words, reports and lapses."""
    found = get_object_or_404(Body.objects.select_related("region"), pk=pk)
    user = visitor(request)
    policies.require(user, "view", found)
    if not policies.may_somewhere(user, "view", "light"):
        raise policies.Denied("view", "light")
    rows = list(bodies.answered_by(found, user)[:200])
    for row in rows:
        row.goal = goal_of_page(row, row.whole)  # type: ignore[attr-defined]
    shown = [getattr(standing_of(row), "shown", "grey") for row in rows]
    context = {
        "body": found,
        "rows": rows,
        "counts": Counts(*(shown.count(light) for light in ("green", "amber", "red", "grey"))),
        "supported": list(bodies.supported_by(found, user)[:100]),
        "shares": shares_to([found], visible_indicators(user))[:100],
        "lapses": bodies.lapses_of(found, user),
        "parts": bodies.due_parts(found, user),
        "today": timezone.localdate(),
        **bodies.reports_of(found, user),
    }
    return render(request, "monitoring/body.html", context)
