"""What happens when Django says that the database was made, or that somebody logged in."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate
from django.http import HttpRequest
from django.utils import timezone

from planweb.accounts.actions.access import note_log_in
from planweb.accounts.duties import GRANTS, register_duties
from planweb.accounts.models import User
from planweb.accounts.regions import load_regions
from planweb.layout.requests import address_of


def connect() -> None:
    """Register the receivers and the duties of this app."""
    register_duties(GRANTS)
    user_logged_in.connect(_mark_session, dispatch_uid="accounts.mark_session")
    post_migrate.connect(_load_regions, dispatch_uid="accounts.load_regions")


def _mark_session(*, request: HttpRequest, user: User, **_kwargs: Any) -> None:
    now = timezone.now().isoformat()
    device = request.headers.get("User-Agent", "")[:200]
    said = {"handle": secrets.token_hex(8), "address": address_of(request), "device": device}
    request.session.update({**said, "started_at": now, "seen_at": now})
    note_log_in(user, address_of(request))


def _load_regions(*, app_config: Any, **_kwargs: Any) -> None:
    if app_config.label == "accounts":
        load_regions()
