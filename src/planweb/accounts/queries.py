"""What pages show of people and bodies."""

from __future__ import annotations

import json
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from planweb.accounts.models import Body, Region, Session, Token, User
from planweb.accounts.reach import near
from planweb.audit.models import AuditEntry


class Renaming(NamedTuple):
    """One change of a name."""

    at: datetime
    was: str
    now: str
    why: str


def list_users() -> QuerySet[User]:
    """Everybody, with their roles."""
    return User.objects.prefetch_related("grants__region", "grants__body")


def list_bodies() -> QuerySet[Body]:
    """Every body, with its region."""
    return Body.objects.select_related("region")


def list_regions() -> QuerySet[Region]:
    """Every region below the one that it is part of, with how many bodies there are."""
    current = Count("bodies", filter=Q(bodies__valid_to__isnull=True))
    return Region.objects.select_related("parent").annotate(current_bodies=current).order_by("path")


def open_sessions(user: User) -> QuerySet[Session]:
    """Where ``user`` is logged in, the last used first."""
    return Session.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-seen_at")


def tokens_of(user: User) -> QuerySet[Token]:
    """Tokens of ``user`` that were not revoked, the newest first."""
    return Token.objects.filter(user=user, revoked_at=None)


def merge_partners(body: Body) -> QuerySet[Body]:
    """Bodies that ``body`` may merge with: those of its region and of the regions below and above it."""
    return Body.objects.current().filter(near(body.region)).exclude(pk=body.pk).select_related("region")


def renames_of(body: Body) -> list[Renaming]:
    """Every change of the name of ``body``, the first first."""
    entries = AuditEntry.objects.filter(object_kind="accounts.body", object_id=str(body.pk), action="body.rename")
    return [
        Renaming(entry.at, json.loads(entry.before)["name"], json.loads(entry.after)["name"], entry.why)
        for entry in entries.order_by("number")
    ]
