"""Which rows a person may see, by the region and the bodies of their roles."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from planweb.accounts import policies
from planweb.accounts.models import Body, Grant, Region, User
from planweb.accounts.permissions import find_action
from planweb.monitoring.models import Figure, Progress, Round
from planweb.registry.models import PlanIndicator


def visible_figures(user: User, action: str = "view") -> QuerySet[Figure]:
    """Figures to which a role of ``user`` allows ``action``, and those that they entered where it is theirs."""
    reach = _reach(user, action, "figure", region="region", bodies=("body", "reported_by"))
    if reach is not None and action == "view":
        reach |= Q(entered_by=user)
    return Figure.objects.all() if reach is None else Figure.objects.filter(reach)


def visible_progress(user: User, action: str = "view") -> QuerySet[Progress]:
    """Progress reports to which a role of ``user`` allows ``action``, and those that they wrote where it is theirs."""
    reach = _reach(user, action, "progress", region="of__plan__region", bodies=("body",))
    if reach is not None and action == "view":
        reach |= Q(by=user)
    return Progress.objects.all() if reach is None else Progress.objects.filter(reach)


def visible_indicators(user: User, action: str = "view", *, kind: str = "target") -> QuerySet[PlanIndicator]:
    """Indicators of plans to which a role of ``user`` allows ``action``; of their lights with the kind ``light``."""
    allowed = find_action(kind, action).roles
    reach = Q(pk__in=[])
    for grant in policies.grants_of(user) if user.is_active else ():
        if grant.role not in allowed:
            continue
        if grant.region is None and grant.body_id is None:
            return PlanIndicator.objects.all()
        found = Q(plan__region__in=_below(grant.region)) if grant.region is not None else Q()
        if grant.body_id is not None:
            supported = PlanIndicator.supporting.through.objects.filter(body=grant.body_id).values("planindicator")
            found &= Q(lead=grant.body_id) | Q(pk__in=supported)
        reach |= found
    return PlanIndicator.objects.filter(reach)


def visible_rounds(user: User, action: str = "view") -> QuerySet[Round]:
    """Rounds to which a role of ``user`` allows ``action``; a role for a body shows the rounds of its region."""
    allowed = find_action("round", action).roles
    if not user.is_active:
        return Round.objects.none()
    grants = [grant for grant in policies.grants_of(user) if grant.role in allowed]
    if any(grant.region is None and grant.body_id is None for grant in grants):
        return Round.objects.all()
    reach = Q(pk__in=[])
    for grant in grants:
        if grant.body is not None and action == "view":
            reach |= Q(region_id=grant.body.region_id)
        elif grant.region is not None and grant.body_id is None:
            reach |= Q(region__in=_below(grant.region))
    return Round.objects.filter(reach)


def own_bodies(user: User) -> list[Body]:
    """Bodies for which ``user`` reports."""
    bodies = {
        grant.body.pk: grant.body
        for grant in policies.grants_of(user)
        if grant.body is not None and grant.role in find_action("figure", "create").roles
    }
    return sorted(bodies.values(), key=lambda body: body.name)


def _reach(user: User, action: str, kind: str, *, region: str, bodies: Sequence[str]) -> Q | None:
    """Condition of the rows that roles of ``user`` cover; None for all of them."""
    allowed = find_action(kind, action).roles
    reach = Q(pk__in=[])
    if not user.is_active:
        return reach
    for grant in policies.grants_of(user):
        if grant.role not in allowed:
            continue
        found = _covered(grant, region=region, bodies=bodies)
        if found is None:
            return None
        reach |= found
    return reach


def _covered(grant: Grant, *, region: str, bodies: Sequence[str]) -> Q | None:
    found = Q(**{f"{region}__in": _below(grant.region)}) if grant.region is not None else None
    if grant.body_id is not None:
        of_body = Q(pk__in=[])
        for name in bodies:
            of_body |= Q(**{name: grant.body_id})
        found = of_body if found is None else found & of_body
    return found


def _below(region: Region) -> QuerySet[Region]:
    return Region.objects.filter(path__startswith=region.path).order_by()
