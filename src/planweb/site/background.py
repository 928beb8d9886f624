"""A server that goes on when the command that started it has ended."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from http.cookiejar import CookieJar
from pathlib import Path

from planweb.site.running import LOG_FILE, Running, running_server

_PATIENCE = 60  # seconds until a start has failed


class NotStarted(Exception):
    """The server ended, or did not answer, after its start; says the last lines of its log."""

    def __init__(self, log: Path, tail: str) -> None:
        super().__init__(log, tail)
        self.log, self.tail = log, tail

    def __str__(self) -> str:
        return f"{self.log}:\n{self.tail}"


def start_in_background(arguments: Sequence[str], data: Path) -> Running:
    """The server of ``data``, started with ``planledger serve ARGUMENTS`` and answering.

    It has no terminal and holds none of our files open, so that neither a shell nor ``make`` waits for it.
    """
    log = data / LOG_FILE
    begin = log.stat().st_size if log.exists() else 0
    with log.open("ab") as out:
        process = subprocess.Popen(  # noqa: S603  # this interpreter, our own command
            [sys.executable, "-c", "from planledger.cli import main; main()", "serve", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        found = running_server(data)
        if found and found.pid == process.pid and answers(f"{found.address}healthz"):
            return found
        time.sleep(0.1)
    process.kill()
    raise NotStarted(log, _tail(log, begin))


def answers(address: str) -> bool:
    """Whether a page comes from ``address``."""
    try:
        with urllib.request.urlopen(address, timeout=10) as response:  # noqa: S310  # our own server
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def arrives_at(address: str) -> str:
    """Path of the page to which ``address`` leads somebody with an empty browser."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with opener.open(address, timeout=30) as response:
        return str(urllib.request.urlparse(response.url).path)  # type: ignore[attr-defined]


def _tail(log: Path, begin: int) -> str:
    with log.open("rb") as file:
        file.seek(begin)
        return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-15:])
