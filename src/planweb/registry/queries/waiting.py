"""What of the documents of plans nobody has decided on yet."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef

from planweb.accounts.models import User
from planweb.accounts.reach import within
from planweb.evidence.models import Said, Statement
from planweb.registry.models import Adoption, Plan


class Waiting(NamedTuple):
    """How many reviewed targets of a document are neither adopted nor refused in a plan."""

    plan: int
    title: str
    document: int
    number: int


def waiting_targets(user: User, *, plan: Plan | None = None) -> list[Waiting]:
    """Reviewed targets that wait, by plan and document of its newest version, of plans that ``user`` may change."""
    allowed = within(user, "target", region="document__plan_versions__plan__region", action="create")
    decided = Adoption.objects.filter(statement=OuterRef("pk"), plan=OuterRef("document__plan_versions__plan"))
    rows = (
        Statement.objects.filter(
            allowed,
            role=Said.Role.TARGET,
            state__in=[Said.State.CONFIRMED, Said.State.CORRECTED],
            merged_into__isnull=True,
            document__plan_versions__frozen__isnull=True,
        )
        .exclude(document__plan_versions__plan__status=Plan.Status.SUPERSEDED)
        .filter(~Exists(decided), document__plan_versions__isnull=False)
    )
    if plan is not None:
        rows = rows.filter(document__plan_versions__plan=plan)
    counted = (
        rows.order_by()
        .values("document", key=F("document__plan_versions__plan"), title=F("document__plan_versions__plan__title"))
        .annotate(count=Count("pk", distinct=True))
    )
    found = [Waiting(row["key"], row["title"], row["document"], row["count"]) for row in counted]
    return sorted(found, key=lambda one: (-one.number, one.title))
