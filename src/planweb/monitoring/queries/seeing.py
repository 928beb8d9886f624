"""Which rows a person may see, by the region and the bodies of their roles."""

from __future__ import annotations

from django.db.models import QuerySet

from planweb.accounts import policies
from planweb.accounts.models import Body, User
from planweb.accounts.permissions import find_action
from planweb.accounts.reach import within
from planweb.monitoring.models import Figure, Progress, Round
from planweb.registry.models import PlanIndicator


def visible_figures(user: User, action: str = "view") -> QuerySet[Figure]:
    """Figures to which a role of ``user`` allows ``action``, and those that they entered where it is theirs."""
    bodies = ("body", "reported_by")
    reach = within(user, "figure", region="region", bodies=bodies, own="entered_by", action=action)
    return Figure.objects.filter(reach)


def visible_progress(user: User, action: str = "view") -> QuerySet[Progress]:
    """Progress reports to which a role of ``user`` allows ``action``, and those that they wrote where it is theirs."""
    reach = within(user, "progress", region="of__plan__region", bodies=("body",), own="by", action=action)
    return Progress.objects.filter(reach)


def visible_indicators(user: User, action: str = "view", *, kind: str = "target") -> QuerySet[PlanIndicator]:
    """Indicators of plans to which a role of ``user`` allows ``action``; of their lights with the kind ``light``."""
    allowed = within(user, kind, region="plan__region", bodies=("lead", "supporting"), action=action)
    if not allowed:
        return PlanIndicator.objects.all()
    # One of several supporting bodies would give a row several times.
    return PlanIndicator.objects.filter(pk__in=PlanIndicator.objects.filter(allowed).order_by().values("pk"))


def visible_rounds(user: User, action: str = "view") -> QuerySet[Round]:
    """Rounds to which a role of ``user`` allows ``action``."""
    return Round.objects.filter(within(user, "round", region="region", action=action))


def own_bodies(user: User) -> list[Body]:
    """Bodies for which ``user`` reports."""
    bodies = {
        grant.body.pk: grant.body
        for grant in policies.grants_of(user)
        if grant.body is not None and grant.role in find_action("figure", "create").roles
    }
    return sorted(bodies.values(), key=lambda body: body.name)
