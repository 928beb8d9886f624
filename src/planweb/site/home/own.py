"""What an owner has to do."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from planweb.accounts.models import Role, User
from planweb.accounts.policies import grants_of
from planweb.monitoring.models import Figure, Progress
from planweb.monitoring.queries.bodies import with_last_word
from planweb.monitoring.queries.indicators import LIVE, by_severity, counts_of
from planweb.monitoring.queries.seeing import visible_rounds
from planweb.monitoring.wording import goal_of_page
from planweb.registry.models import PlanIndicator

MOST = 60


def own_of(user: User) -> dict[str, Any]:
    """What is due, what came back and why, and the targets of the bodies that ``user`` works for."""
    grants = [grant for grant in grants_of(user) if grant.role == Role.OWNER and grant.body is not None]
    bodies = {grant.body_id: grant.body for grant in grants}
    regions = {body.region_id for body in bodies.values() if body}
    rows = PlanIndicator.objects.filter(lead__in=bodies, plan__status__in=LIVE)
    mine = list(with_last_word(by_severity(rows))[:MOST])
    for row in mine:
        row.goal = goal_of_page(row, row.whole)  # type: ignore[attr-defined]
    figures = Figure.objects.filter(reported_by__in=bodies, state=Figure.State.RETURNED)
    progress = Progress.objects.filter(body__in=bodies, state=Progress.State.RETURNED)
    return {
        "bodies": list(bodies.values()),
        "rows": mine,
        "counts": counts_of(rows),
        "rounds": _rounds(user, regions, {row.frequency for row in mine}),
        "returned": list(figures.select_related("indicator", "region", "decided_by").order_by("-decided_at")[:20]),
        "returned_progress": list(progress.select_related("of", "decided_by").order_by("-decided_at")[:20]),
        "today": timezone.localdate(),
    }


def _rounds(user: User, regions: set[str], frequencies: set[str]) -> list[Any]:
    rounds = visible_rounds(user).filter(Q(region__in=regions), closed_at=None).select_related("region")
    return [one for one in rounds.order_by("due_on", "pk")[:20] if not frequencies or one.frequency in frequencies][:6]
