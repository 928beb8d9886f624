"""Health, and the pages of errors."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from planweb.site.system import queue_state, worker_is_alive


@login_not_required
def health(_request: HttpRequest) -> JsonResponse:
    """Whether the application and its database answer, 503 when they do not; and how the work in the background is.

    A worker that does not run is ``degraded`` and not 503: pages answer, and to take the server out would not help.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        queue = queue_state()
    except DatabaseError:
        return JsonResponse({"status": "failed", "database": "failed"}, status=503)
    worker = worker_is_alive()
    said = {"waiting": queue.waiting, "running": queue.running, "oldest_seconds": queue.seconds}
    return JsonResponse(
        {
            "status": "ok" if worker else "degraded",
            "database": "ok",
            "worker": "ok" if worker else "not running",
            "queue": said,
        }
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from our page, or from one that is too old."""
    return render(request, "site/forged.html", status=403)
