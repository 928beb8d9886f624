"""Which rows a person may see, by the region and the bodies of their roles."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from planweb.accounts.models import Body, Region, User
from planweb.accounts.reach import places_of, within
from planweb.monitoring.models import Figure, Progress, Round


def figures_within(user: User, before: str = "", *, action: str = "view") -> Q:
    """Condition of the rows whose figure, behind the look-up ``before``, ``user`` may see, or do ``action`` to."""
    bodies, own = (f"{before}body", f"{before}reported_by"), f"{before}entered_by"
    return within(user, "figure", region=f"{before}region", bodies=bodies, own=own, action=action)


def visible_figures(user: User, action: str = "view") -> QuerySet[Figure]:
    """Figures to which a role of ``user`` allows ``action``, and those that they entered where it is theirs."""
    return Figure.objects.filter(figures_within(user, action=action))


def visible_regions(user: User) -> QuerySet[Region]:
    """Regions whose plans, and how they get on, ``user`` may see."""
    return Region.objects.filter(within(user, "light", region="pk"))


def visible_progress(user: User, action: str = "view") -> QuerySet[Progress]:
    """Progress reports to which a role of ``user`` allows ``action``, and those that they wrote where it is theirs."""
    reach = within(user, "progress", region="of__plan__region", bodies=("body",), own="by", action=action)
    return Progress.objects.filter(reach)


def visible_rounds(user: User, action: str = "view") -> QuerySet[Round]:
    """Rounds to which a role of ``user`` allows ``action``."""
    return Round.objects.filter(within(user, "round", region="region", action=action))


def own_bodies(user: User) -> list[Body]:
    """Bodies for which ``user`` reports."""
    bodies = {place.body for place in places_of(user, "figure", "create") if place.body is not None}
    return sorted(bodies, key=lambda body: body.name)
