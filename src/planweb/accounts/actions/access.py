"""Log-ins, passwords, sessions, and the first run."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.models import FailedLogIn, FirstRun, Grant, Role, Session, User
from planweb.accounts.warnings import warn
from planweb.audit.recording import record_audit

FIRST_RUN_LASTS = timedelta(hours=24)
WINDOW = timedelta(minutes=15)
# Somebody who mistypes is stopped early, an office behind one address late, so that nobody can lock others out.
TRIES_OF_PAIR, TRIES_OF_ADDRESS, TRIES_OF_USERNAME = 5, 30, 25


def too_many_tries(username: str, address: str) -> bool:
    """Whether so many log-ins have failed of late that the next must wait."""
    recent = FailedLogIn.objects.filter(at__gt=timezone.now() - WINDOW)
    of_username, of_address = Q(username=_key(username)), Q(address=address)
    failed = recent.aggregate(
        pair=Count("pk", filter=of_username & of_address),
        address=Count("pk", filter=of_address),
        username=Count("pk", filter=of_username),
    )
    limits = {"pair": TRIES_OF_PAIR, "address": TRIES_OF_ADDRESS, "username": TRIES_OF_USERNAME}
    return any(failed[name] >= limit for name, limit in limits.items())


@transaction.atomic
def note_failure(username: str, address: str) -> None:
    """Count a log-in that failed; forget those that no longer count."""
    FailedLogIn.objects.filter(at__lt=timezone.now() - WINDOW).delete()
    FailedLogIn.objects.create(username=_key(username), address=address, at=timezone.now())


@transaction.atomic
def note_log_in(user: User, address: str) -> None:
    """Record a log-in that succeeded."""
    FailedLogIn.objects.filter(username=_key(user.username), address=address).delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    record_audit(user, "user.log_in", user, after={"address": address})


@transaction.atomic
def set_password(user: User, password: str, *, keep_session: str | None = None) -> User:
    """``user`` with a new password, logged out everywhere but in ``keep_session``."""
    user.set_password(password)
    user.save(update_fields=["password"])
    Session.objects.filter(user=user).exclude(session_key=keep_session or "").delete()
    record_audit(user, "user.set_password", user)
    warn(user, _("您的密码已更改，其他会话已结束。"))
    return user


@transaction.atomic
def revoke_session(session: Session, *, by: User) -> None:
    """End ``session``."""
    policies.require(by, "revoke", session)
    assert session.user is not None
    record_audit(by, "session.revoke", session.user, before={"address": session.address, "device": session.device})
    session.delete()


@transaction.atomic
def issue_first_run_token() -> str | None:
    """A token for the first administrator, in place of earlier ones; None when there are people already."""
    if User.objects.exists():
        FirstRun.objects.all().delete()
        return None
    token = secrets.token_urlsafe(32)
    FirstRun.objects.update_or_create(
        pk=1, defaults={"digest": _digest(token), "expires_at": timezone.now() + FIRST_RUN_LASTS}
    )
    return token


def first_run_is_open(token: str) -> bool:
    """Whether ``token`` lets somebody become the first administrator."""
    row = FirstRun.objects.filter(pk=1, expires_at__gt=timezone.now()).first()
    return row is not None and hmac.compare_digest(row.digest, _digest(token)) and not User.objects.exists()


@transaction.atomic
def create_first_administrator(user: User, password: str, *, token: str) -> User:
    """``user``, new and not yet saved, as the administrator who may let everybody else in."""
    list(FirstRun.objects.select_for_update(no_key=True))  # of two who come at once, one wins
    if not first_run_is_open(token):
        raise ValidationError(_("链接已失效，请重新启动服务以取得新链接。"), code="closed")
    user.set_password(password)
    user.full_clean()
    user.save()
    Grant.objects.create(user=user, role=Role.ADMINISTRATOR)
    FirstRun.objects.all().delete()
    record_audit(user, "user.create", user, after={"username": user.username, "role": Role.ADMINISTRATOR.value})
    return user


def _key(username: str) -> str:
    return User.normalize_username(username)[:150]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
