"""Judging lights anew each day, by the worker itself."""

from __future__ import annotations

import logging
import threading

from django.db import close_old_connections
from django.db.models import Q
from django.utils import timezone

from planweb.monitoring.actions.standings import refresh_standings
from planweb.registry.models import PlanIndicator

_EVERY = 15 * 60.0
_LOG = logging.getLogger(__name__)


def judge_stale() -> int:
    """How many lights changed, of those that nobody judged today; a light also changes when nothing is reported."""
    stale = PlanIndicator.objects.filter(Q(standing__isnull=True) | Q(standing__as_of__lt=timezone.localdate()))
    return refresh_standings(list(stale.order_by("plan__region", "pk").values_list("pk", flat=True)))


def keep_judging(stop: threading.Event | None = None, *, every: float = _EVERY) -> None:
    """Judges what is stale until ``stop`` is set; for a thread of the worker."""
    stop = stop or threading.Event()
    while not stop.is_set():
        try:
            judge_stale()
        except Exception:  # noqa: BLE001  # a thread that ended would be missed by nobody
            _LOG.exception("lights could not be judged; they are tried again")
        finally:
            close_old_connections()
        stop.wait(every)
