"""The one server of a data folder: where it answers, and how it is stopped from elsewhere."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NamedTuple

fcntl: Any = None  # Windows has no such locks; a server runs there without telling others
with suppress(ImportError):
    fcntl = import_module("fcntl")

RUN_FILE = "server.json"
LOG_FILE = "server.log"
_GRACE = 20  # seconds that a server gets to finish what it does


class Running(NamedTuple):
    """A server that runs: its process and where it answers."""

    pid: int
    address: str


@contextmanager
def registered(data: Path, address: str) -> Iterator[bool]:
    """Says in ``data`` that this process serves it, for as long as the block lasts; False when another does already.

    The file stays locked, so that a file left by a process that was killed names nobody.
    """
    if fcntl is None:  # pragma: no cover
        yield False
        return
    with (data / RUN_FILE).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        _write(file, {"pid": os.getpid(), "address": address})
        try:
            yield True
        finally:
            _write(file, {})


def running_server(data: Path) -> Running | None:
    """The server of ``data``; None when there is none."""
    if fcntl is None:  # pragma: no cover
        return None
    try:
        with (data / RUN_FILE).open("r+", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                said = json.loads(file.read() or "{}")
                return Running(int(said["pid"]), str(said["address"])) if said else None
    except (FileNotFoundError, ValueError, KeyError):
        pass
    return None


def stop_server(data: Path) -> Running | None:
    """The server of ``data`` that was stopped; None when there was none."""
    found = running_server(data)
    if found is None:
        return None
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(found.pid, number)
        except ProcessLookupError:
            break
        until = time.monotonic() + _GRACE
        while time.monotonic() < until:
            if running_server(data) is None:
                return found
            time.sleep(0.1)
    return found


def _write(file: IO[str], said: dict[str, object]) -> None:
    file.seek(0)
    file.truncate()
    file.write(json.dumps(said))
    file.flush()
