"""Requests that PostgreSQL ended because two waited for each other are begun again: nothing of them was written."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable

from django.db import OperationalError, connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_log = logging.getLogger(__name__)
_MOST = 4
_DEADLOCK = "40P01"
_WAIT = 0.1  # seconds at most, and longer each time, so that two do not meet again
_done = threading.local()


class BeginAgain:
    """Gives a page that met a deadlock another try, as long as nothing of its request was written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        _done.written = False
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """The answer of another try; None where there is none."""
        return begin_again(request, error)


def note_written() -> None:
    """Remember that this request wrote something, so that it is not done twice."""
    _done.written = True


def begin_again(request: HttpRequest, error: Exception, tries: int = 1) -> HttpResponseBase | None:
    """The answer of another try after ``error``; None when it is no deadlock, or is not to be tried any more."""
    match = request.resolver_match
    if not is_deadlock(error) or match is None or tries > _MOST:
        return None
    if connection.in_atomic_block or getattr(_done, "written", True):
        return None
    _log.warning("%s %s met a deadlock and is begun again", request.method, request.path)
    for name in request.FILES:
        for file in request.FILES.getlist(name):
            file.seek(0)
    time.sleep(random.uniform(0, _WAIT * tries))  # noqa: S311  # no secret
    try:
        answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    except OperationalError as again:
        later = begin_again(request, again, tries + 1)
        if later is None:
            raise
        return later
    return answer


def is_deadlock(error: Exception) -> bool:
    """Whether the database ended a transaction because it and another waited for each other."""
    return isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", "") == _DEADLOCK
