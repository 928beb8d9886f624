"""Log-in before anything else, and when a session was last used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

_FRESH = timedelta(minutes=5)


class LogInFirst(LoginRequiredMiddleware):
    """Every page asks who you are, unless its view says ``login_not_required``; you come back to where you were."""

    def handle_no_permission(  # type: ignore[override]  # htmx follows a header of an answer, not a redirect
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponse:
        """The way to the log-in page."""
        partial = "HX-Request" in request.headers
        if request.method == "GET" and not partial:
            return super().handle_no_permission(request, view_func)
        # A form or a part of a page cannot be asked for again: back to the page that it was on.
        page = urlsplit(request.headers.get("HX-Current-URL" if partial else "Referer", ""))
        here = page.path if page.netloc == request.get_host() else "/"
        answer = redirect_to_login(here, self.get_login_url(view_func))
        return HttpResponse(headers={"HX-Redirect": answer.url}) if partial else answer


class Presence:
    """Notes when a person was last there, at most every five minutes, which also prolongs the session.

    Half a day after the log-in the session ends all the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response of the next in line."""
        started, seen = (parse_datetime(request.session.get(name, "")) for name in ("started_at", "seen_at"))
        if started and timezone.now() - started > timedelta(seconds=settings.SESSION_LONGEST):
            request.session.flush()
        elif seen and timezone.now() - seen > _FRESH:
            request.session["seen_at"] = timezone.now().isoformat()
        return self.get_response(request)
