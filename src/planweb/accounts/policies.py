"""Whether a person may do something, by the permission table."""

from __future__ import annotations

from typing import Protocol

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from planweb.accounts.models import Grant, User
from planweb.accounts.models.scope import Scope
from planweb.accounts.permissions import EVERYONE, ONESELF, find_action


class Protected(Protocol):
    """What an object says of itself; ``belongs_to(user)`` besides, where it may be somebody's own."""

    permission_kind: str

    @property
    def permission_state(self) -> str:
        """One of the states that the table has for its kind."""

    @property
    def scope(self) -> Scope:
        """Where a role must hold to count for it."""


class Denied(PermissionDenied):
    """A person asked for what the permission table does not allow."""

    def __init__(self, action: str, kind: str) -> None:
        super().__init__(action, kind)
        self.action, self.kind = action, kind


def may(user: User | AnonymousUser, action: str, subject: Protected) -> bool:
    """Whether ``user`` may do ``action`` to ``subject`` in the state that it is in."""
    rule = find_action(subject.permission_kind, action)
    if not isinstance(user, User) or not user.is_active or subject.permission_state not in rule.states:
        return False
    if EVERYONE in rule.roles:
        return True
    belongs_to = getattr(subject, "belongs_to", None)
    if ONESELF in rule.roles and belongs_to is not None and belongs_to(user):
        return True
    scope = subject.scope
    return any(grant.role in rule.roles and grant.covers(scope, wide=rule.wide) for grant in grants_of(user))


def require(user: User | AnonymousUser, action: str, subject: Protected) -> None:
    """Raises ``Denied`` unless ``user`` may do ``action`` to ``subject``."""
    if not may(user, action, subject):
        raise Denied(action, subject.permission_kind)


def may_somewhere(user: User | AnonymousUser, action: str, kind: str) -> bool:
    """Whether ``user`` has a role that allows ``action`` on some object of ``kind``; for menus and buttons."""
    rule = find_action(kind, action)
    if not isinstance(user, User) or not user.is_active:
        return False
    return EVERYONE in rule.roles or any(grant.role in rule.roles for grant in grants_of(user))


def may_everywhere(user: User | AnonymousUser, action: str, kind: str) -> bool:
    """Whether ``user`` may do ``action`` to all objects of ``kind``; for lists of what lies in no region."""
    rule = find_action(kind, action)
    if not isinstance(user, User) or not user.is_active:
        return False
    return EVERYONE in rule.roles or any(
        grant.role in rule.roles and grant.region_id is None and grant.body_id is None for grant in grants_of(user)
    )


def require_everywhere(user: User | AnonymousUser, action: str, kind: str) -> None:
    """Raises ``Denied`` unless ``user`` may do ``action`` to all objects of ``kind``."""
    if not may_everywhere(user, action, kind):
        raise Denied(action, kind)


def grants_of(user: User) -> list[Grant]:
    """Roles that ``user`` holds, read once for each request."""
    held: list[Grant] | None = user.__dict__.get("_held")
    if held is None:
        held = list(user.grants.select_related("region", "body__region"))
        user.__dict__["_held"] = held
    return held


def forget_grants(user: User) -> None:
    """Read the roles of ``user`` anew when they are asked for next."""
    user.__dict__.pop("_held", None)
