"""Which rows of the database a person may see, for lists of any length."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from planweb.accounts.models import Region, User
from planweb.accounts.permissions import EVERYONE, ONESELF, find_action
from planweb.accounts.policies import grants_of

NOTHING = Q(pk__in=())


def within(
    user: User | AnonymousUser,
    kind: str,
    *,
    region: str,
    bodies: tuple[str, ...] = (),
    own: str = "",
    action: str = "view",
) -> Q:
    """Condition of the rows of ``kind`` for which ``policies.may`` allows ``action``; empty when it allows all.

    Args:
        user: Who asks.
        kind: Of the permission table; its states are not looked at.
        region: Look-up of the region of a row.
        bodies: Look-ups of the bodies that a row belongs to.
        own: Look-up of the person whose own a row is.
        action: Of the permission table.
    """
    rule = find_action(kind, action)
    if not isinstance(user, User) or not user.is_active:
        return NOTHING
    if EVERYONE in rule.roles:
        return Q()
    found = Q(**{own: user.pk}) if own and ONESELF in rule.roles else NOTHING
    for grant in grants_of(user):
        if grant.role not in rule.roles:
            continue
        if grant.region is None and grant.body is None:
            return Q()
        here = Q() if grant.region is None else Q(**{f"{region}__in": at_or_below(grant.region)})
        if grant.body is not None:
            mine = Q(**{f"{region}__in": at_or_below(grant.body.region)}) if rule.wide else NOTHING
            for body in bodies:
                mine |= Q(**{body: grant.body_id})
            here &= mine
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
