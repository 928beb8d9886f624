"""Lines of the log, one for each event whatever it says."""

from __future__ import annotations

import logging
import re

# Everything that ends a line or moves the cursor; the trace of an exception comes after and keeps its lines.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class OneLine(logging.Formatter):
    """Writes control characters as escapes, so that nobody can write a line of the log by the name of a page."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the name that logging calls
        """The line of ``record``."""
        record.message = _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", record.message)
        return super().formatMessage(record)
