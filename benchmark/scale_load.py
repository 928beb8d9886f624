"""Many people who read pages at once, against a server in a process of its own."""

from __future__ import annotations

import http.client
import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

THINK = (1.0, 3.0)
"""Seconds between a page and the next."""
_PATIENCE = 60


class Visitor(threading.Thread):
    """Somebody who opens a page, reads it, and opens another."""

    def __init__(self, address: str, cookie: str, paths: Sequence[str], until: float, seed: int) -> None:
        super().__init__()
        self.host, self.cookie, self.paths, self.until = urlsplit(address), cookie, paths, until
        self.choose = random.Random(seed)
        self.times: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.wrong: list[str] = []

    def run(self) -> None:
        """Visit until the time is up."""
        time.sleep(self.choose.uniform(0, THINK[1]))
        connection: http.client.HTTPConnection | None = None
        while time.monotonic() < self.until:
            path = quote(self.choose.choice(self.paths), safe="/?=&%")
            connection = connection or http.client.HTTPConnection(
                str(self.host.hostname), self.host.port, timeout=_PATIENCE
            )
            begin = time.perf_counter()
            try:
                connection.request("GET", path, headers={"Cookie": f"sessionid={self.cookie}"})
                response = connection.getresponse()
                response.read()
            except (OSError, http.client.HTTPException) as error:
                self.wrong.append(f"{type(error).__name__} {path}")
                connection.close()
                connection = None
                continue
            self.times.append(time.perf_counter() - begin)
            self.statuses[response.status] += 1
            if response.status >= 500:
                self.wrong.append(f"{response.status} {path}")
            time.sleep(self.choose.uniform(*THINK))


def load(paths: Sequence[str], minutes: float, users: int) -> dict[str, Any]:
    """What ``users`` people saw who read pages of ``paths`` for ``minutes``; they are logged in before."""
    from django.conf import settings
    from django.test import Client

    from planweb.accounts.models import User
    from planweb.site.background import start_in_background
    from planweb.site.running import stop_server

    cookies = []
    for user in User.objects.order_by("pk")[:users]:
        client = Client()
        client.force_login(user)
        cookies.append(client.cookies["sessionid"].value)
    stop_server(settings.DATA)
    server = start_in_background(["--data", str(settings.DATA), "--port", "0"], Path(settings.DATA))
    begin = time.monotonic()
    until = begin + minutes * 60
    visitors = [Visitor(server.address, cookie, paths, until, n) for n, cookie in enumerate(cookies)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    seconds = time.monotonic() - begin
    stop_server(settings.DATA)
    times = sorted(one for visitor in visitors for one in visitor.times)
    wrong = [one for visitor in visitors for one in visitor.wrong]
    return {
        "users": len(visitors),
        "minutes": seconds / 60,
        "requests": len(times),
        "a second": len(times) / seconds,
        "errors": len(wrong),
        "first errors": wrong[:5],
        "statuses": dict(sum((visitor.statuses for visitor in visitors), Counter())),
        "p50": statistics.median(times) * 1000,
        "p95": times[int(len(times) * 0.95) - 1] * 1000,
    }


def said_of(told: dict[str, Any]) -> str:
    """What ``load`` found, in a sentence."""
    refused = told["statuses"].get("403", 0)
    return (
        f"{told['users']} people at once for {told['minutes']:.1f} minutes, {THINK[0]:.0f} to {THINK[1]:.0f} s between"
        f" pages, on the same machine as the server: {told['requests']:,} requests, {told['a second']:.1f} a second,"
        f" {told['errors']} errors, {refused:,} pages that the person may not see,"
        f" p50 {told['p50']:.0f} ms, p95 {told['p95']:.0f} ms as the visitor sees it."
    )
