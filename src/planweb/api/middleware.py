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
        if not request.path.startswith(PREFIX):
            return response
        json = response.headers.get("Content-Type", "").startswith("application/json")
        if not json and response.status_code >= 400:
            shaped, json = problem_response(response.status_code), True
            for name, value in response.headers.items():
                if name not in {"Content-Type", "Content-Length"}:
                    shaped.headers[name] = value
            response = shaped
        if json:  # a browser that is led here saves it, instead of guessing what it is
            response.headers.setdefault("Content-Disposition", 'attachment; filename="api.json"')
        return response
