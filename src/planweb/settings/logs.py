"""Lines of the log, one for each event whatever it says."""

from __future__ import annotations

import logging
import re
from typing import Any

# Everything that ends a line or moves the cursor; the trace of an exception comes after and keeps its lines.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class OneLine(logging.Formatter):
    """Writes control characters as escapes, so that nobody can write a line of the log by the name of a page."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the name that logging calls
        """The line of ``record``."""
        said = record.message + _caller_of(getattr(record, "request", None))
        record.message = _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", said)
        return super().formatMessage(record)


def _caller_of(request: Any) -> str:
    """Who asked and from where, for what Django logs of a request that was refused or failed; else nothing."""
    if not hasattr(request, "META"):
        return ""
    user = request.__dict__.get("_cached_user")  # only somebody who is known already: the log asks no database
    token = request.__dict__.get("auth")
    number = getattr(user, "pk", None) or getattr(token, "user_id", None) or "-"
    return f" [{request.META.get('REMOTE_ADDR', '-')} user {number}]"
