"""Presence: when a session was last used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

_FRESH = timedelta(minutes=5)


class Presence:
    """Notes when a person was last there, at most every five minutes, which also prolongs the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response of the next in line."""
        seen = parse_datetime(request.session.get("seen_at", ""))
        if seen and timezone.now() - seen > _FRESH:
            request.session["seen_at"] = timezone.now().isoformat()
        return self.get_response(request)
