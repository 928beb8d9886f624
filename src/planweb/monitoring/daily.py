"""What the worker does by itself each day."""

from __future__ import annotations

import logging
import threading

from django.db import close_old_connections
from django.utils import timezone

from planweb.monitoring.actions.reminding import remind

FIRST_HOUR = 8  # nobody gets an e-mail at night
_EVERY = 15 * 60.0
_LOG = logging.getLogger(__name__)


def keep_reminding(stop: threading.Event | None = None, *, every: float = _EVERY) -> None:
    """Sends the reminders that are due, from the morning on, until ``stop`` is set; for a thread of the worker."""
    stop = stop or threading.Event()
    while not stop.is_set():
        try:
            if timezone.localtime().hour >= FIRST_HOUR and (sent := remind()):
                _LOG.info("%s reminders sent", len(sent))
        except Exception:  # noqa: BLE001  # a thread that ended would be missed by nobody
            _LOG.exception("reminders could not be sent; they are tried again")
        finally:
            close_old_connections()
        stop.wait(every)
