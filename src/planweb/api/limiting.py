"""How many requests a minute a caller has left."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

MINUTE = 60.0
_MOST_CALLERS = 10_000


class _Bucket(NamedTuple):
    left: float
    at: float


class Limiter:
    """A bucket for each caller, that fills evenly; kept in this process, since losing it harms nobody."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._buckets: dict[str, _Bucket] = {}
        self._lock = threading.Lock()
        self._clock = clock

    def wait(self, caller: str, *, a_minute: int, cost: int = 1) -> int:
        """Seconds that ``caller`` must wait; 0 when the request may go on, which then counts."""
        now, rate = self._clock(), a_minute / MINUTE
        with self._lock:
            left, at = self._buckets.get(caller, _Bucket(a_minute, now))
            left = min(a_minute, left + (now - at) * rate)
            if left < cost:
                self._buckets[caller] = _Bucket(left, now)
                return max(1, math.ceil((cost - left) / rate))
            self._buckets[caller] = _Bucket(left - cost, now)
            if len(self._buckets) > _MOST_CALLERS:
                self._forget(now)
            return 0

    def clear(self) -> None:
        """Start afresh."""
        with self._lock:
            self._buckets.clear()

    def _forget(self, now: float) -> None:
        # After a minute a bucket is full again, as one that is not there.
        self._buckets = {caller: bucket for caller, bucket in self._buckets.items() if now - bucket.at < MINUTE}


REQUESTS = Limiter()
