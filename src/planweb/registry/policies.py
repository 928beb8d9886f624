"""Which rows a person may see, as a condition for queries."""

from __future__ import annotations

from django.db.models import Q

from planweb.accounts.models import User
from planweb.accounts.permissions import EVERYONE, find_action
from planweb.accounts.policies import grants_of

NOTHING = Q(pk__in=())


def within(user: User, kind: str, *, path: str, bodies: tuple[str, ...] = (), action: str = "view") -> Q:
    """Rows of ``kind`` for which a role of ``user`` allows ``action``.

    Args:
        user: Who asks.
        kind: Of the permission table.
        path: Look-up of ``Region.path`` of a row.
        bodies: Look-ups of the bodies that a row belongs to.
        action: Of the permission table.
    """
    rule = find_action(kind, action)
    if EVERYONE in rule.roles:
        return Q()
    found = NOTHING
    for grant in grants_of(user):
        if grant.role not in rule.roles:
            continue
        if grant.region is None and grant.body_id is None:
            return Q()
        here = Q() if grant.region is None else Q(**{f"{path}__startswith": grant.region.path})
        if grant.body_id is not None:
            mine = NOTHING
            for body in bodies:
                mine |= Q(**{body: grant.body_id})
            here &= mine
        found |= here
    return found
