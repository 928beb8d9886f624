"""Tokens come, are used, and go."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.models import Token, User
from planweb.accounts.warnings import warn
from planweb.audit.recording import record_audit

PREFIX = "planledger_"  # lets programs that look for leaked secrets know one
LONGEST = 365  # days
_FRESH = timedelta(minutes=5)


class NewToken(NamedTuple):
    """A token and its secret, which is nowhere else."""

    token: Token
    secret: str


@transaction.atomic
def create_token(user: User, *, name: str, access: str, days: int, by: User) -> NewToken:
    """A token with which a program acts as ``user`` for ``days`` days."""
    secret = PREFIX + secrets.token_urlsafe(32)
    expires_at = timezone.now() + timedelta(days=min(days, LONGEST))
    hint = secret[len(PREFIX) :][:6]
    token = Token(user=user, name=name, access=access, digest=digest_of(secret), hint=hint, expires_at=expires_at)
    policies.require(by, "create", token)
    token.full_clean()
    token.save()
    record_audit(by, "token.create", token, after=_said_of(token))
    warn(user, _("您的账户新建了接口令牌“%(name)s”。") % {"name": name})
    return NewToken(token, secret)


@transaction.atomic
def revoke_token(token: Token, *, by: User) -> Token:
    """``token``, which lets nobody in any more."""
    token = Token.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=token.pk)
    policies.require(by, "revoke", token)
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    record_audit(by, "token.revoke", token, before=_said_of(token))
    return token


def find_token(secret: str) -> Token | None:
    """The token of ``secret`` while it lets somebody in; when it was last used is noted every five minutes."""
    token = Token.objects.select_related("user").filter(digest=digest_of(secret)).first()
    if token is None or not token.is_open:
        return None
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > _FRESH:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def digest_of(secret: str) -> str:
    """What is kept of ``secret``; it is random and long, so that a quick digest is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _said_of(token: Token) -> dict[str, object]:
    return {"name": token.name, "access": token.access, "hint": token.hint, "expires_at": token.expires_at}
