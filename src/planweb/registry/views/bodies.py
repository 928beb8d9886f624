"""What one body answers for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.models import Body
from planweb.accounts.visitors import visitor
from planweb.registry import hooks
from planweb.registry.models import PlanIndicator
from planweb.registry.queries.targets import answers_of
from planweb.registry.wording import in_years


def targets(request: HttpRequest, pk: int) -> HttpResponse:
    """The indicators that a body leads, supports or has a share of, by plan."""
    body = get_object_or_404(Body.objects.select_related("region"), pk=pk)
    policies.require(visitor(request), "view", body)
    answers = answers_of(body, visitor(request))
    plans: dict[str, list[dict[str, object]]] = {}
    for answer in answers:
        row = answer.row
        plans.setdefault(str(row.plan), []).append(
            {
                "row": row,
                "address": hooks.indicator_address(row),
                "role": _role(answer.leads, body, row),
                "targets": in_years([one for one in row.targets.all() if one.kind != "share"], row),
                "shares": in_years(answer.shares, row),
            }
        )
    led = sum(answer.leads for answer in answers)
    context = {"body": body, "plans": plans, "led": led, "count": len(answers)}
    return render(request, "registry/body_targets.html", context)


def _role(leads: bool, body: Body, row: PlanIndicator) -> str:
    if leads:
        return _("牵头")
    return _("配合") if any(one.pk == body.pk for one in row.supporting.all()) else _("分解")
