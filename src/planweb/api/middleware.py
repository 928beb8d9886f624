"""Errors that do not come from an operation, in the shape of the API's errors."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from planweb.api.problems import problem_response

PREFIX = "/api/"


class OneShape:
    """Answers under ``/api/`` that are errors and not JSON yet: unknown addresses, methods, hosts, and crashes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response of the next in line, or the same error as JSON."""
        response = self.get_response(request)
        if not request.path.startswith(PREFIX) or response.status_code < 400:
            return response
        if response.headers.get("Content-Type", "").startswith("application/json"):
            return response
        shaped = problem_response(response.status_code)
        for name, value in response.headers.items():
            if name not in {"Content-Type", "Content-Length"}:
                shaped.headers[name] = value
        return shaped
