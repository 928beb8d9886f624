"""Where the roles of a person count, and the condition of the rows that they reach, for lists of any length."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from planweb.accounts.models import Body, Region, User
from planweb.accounts.permissions import EVERYONE, ONESELF, find_action
from planweb.accounts.policies import grants_of

NOTHING = Q(pk__in=())


class Place(NamedTuple):
    """What lies at or below all ``regions`` and, where there is a ``body``, belongs to it; everything without both."""

    regions: tuple[Region, ...] = ()
    body: Body | None = None


def places_of(user: User | AnonymousUser, kind: str, action: str = "view") -> list[Place]:
    """Where the roles of ``user`` allow ``action`` on things of ``kind``; their states are not looked at."""
    rule = find_action(kind, action)
    if not isinstance(user, User) or not user.is_active:
        return []
    if EVERYONE in rule.roles:
        return [Place()]
    places = []
    for grant in grants_of(user):
        if grant.role in rule.roles:
            regions = (grant.region,) if grant.region else ()
            places.append(Place(regions, grant.body))
            if grant.body is not None and rule.wide:
                places.append(Place((*regions, grant.body.region)))
    return places


def within(
    user: User | AnonymousUser,
    kind: str,
    *,
    region: str,
    bodies: tuple[str, ...] | Callable[[Body], Q] = (),
    own: str = "",
    action: str = "view",
) -> Q:
    """Condition of the rows of ``kind`` for which ``policies.may`` allows ``action``; empty when it allows all.

    Args:
        user: Who asks.
        kind: Of the permission table; its states are not looked at.
        region: Look-up of the region of a row.
        bodies: Look-ups of the bodies that a row belongs to, or the condition of the rows that belong to one.
        own: Look-up of the person whose own a row is.
        action: Of the permission table.
    """
    places = places_of(user, kind, action)
    if Place() in places:
        return Q()
    mine = own and isinstance(user, User) and user.is_active and ONESELF in find_action(kind, action).roles
    # From and to: as an equal, SQLite would take the person for the one who entered everything, and read every row.
    found = Q(**{f"{own}__gte": user.pk, f"{own}__lte": user.pk}) if mine else NOTHING
    for place in places:
        here = Q() if place.body is None else _of(place.body, bodies)
        for one in place.regions:
            here &= Q(**{f"{region}__in": at_or_below(one)})
        found |= here
    return found


def at_or_below(region: Region) -> list[str]:
    """The keys of ``region`` and of all regions below it, read once for each object.

    A list, since with a query in its place no database uses an index where "or" follows.
    """
    known: list[str] | None = region.__dict__.get("_at_or_below")
    if known is None:
        known = list(Region.objects.filter(path__startswith=region.path).order_by().values_list("pk", flat=True))
        region.__dict__["_at_or_below"] = known
    return known


def named_regions(said: str) -> QuerySet[Region]:
    """Regions whose name holds ``said``; where it is a code, the region with it and those below."""
    return Region.objects.filter(Q(name__icontains=said) | Q(path__contains=f"{said}/")).order_by()


def near(region: Region, before: str = "region__") -> Q:
    """Condition of the rows whose region, behind the look-up ``before``, is ``region`` or lies above or below it."""
    return Q(**{f"{before}path__startswith": region.path}) | Q(**{f"{before}code__in": region.line})


def _of(body: Body, bodies: tuple[str, ...] | Callable[[Body], Q]) -> Q:
    if callable(bodies):
        return bodies(body)
    found = NOTHING
    for name in bodies:
        found |= Q(**{name: body.pk})
    return found
