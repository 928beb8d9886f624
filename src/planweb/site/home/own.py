"""What an owner has to do."""

from __future__ import annotations

from typing import Any

from planweb.accounts.models import User
from planweb.monitoring.queries.bodies import with_last_word
from planweb.monitoring.queries.due import due_for, parts_of, returned_progress, returned_to
from planweb.monitoring.queries.indicators import LIVE, by_severity, counts_of
from planweb.monitoring.queries.seeing import own_bodies
from planweb.monitoring.queries.shares import shares_to
from planweb.monitoring.wording import goal_of_page
from planweb.registry.models import PlanIndicator

MOST, MOST_ROUNDS = 60, 12


def own_of(user: User) -> dict[str, Any]:
    """What is due, what came back and why, and the targets of the bodies that ``user`` works for."""
    bodies = own_bodies(user)
    rows = PlanIndicator.objects.filter(lead__in=bodies, plan__status__in=LIVE)
    mine = list(with_last_word(by_severity(rows))[:MOST])
    for row in mine:
        row.goal = goal_of_page(row, row.whole)  # type: ignore[attr-defined]
    return {
        "bodies": bodies,
        "rows": mine,
        "counts": counts_of(rows),
        "shares": shares_to(bodies, PlanIndicator.objects.all())[:MOST],
        "parts": [part for part in parts_of(due_for(user)) if part.missing][:MOST_ROUNDS],
        "returned": returned_to(user)[:20],
        "returned_progress": returned_progress(user)[:20],
    }
