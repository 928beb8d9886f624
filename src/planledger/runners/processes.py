"""Ending a process with everything that it started."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path


def end_family(process: int) -> None:
    """Kill the group that ``process`` leads and all its descendants, as far as the system tells of them.

    A converter may run in a group of its own, so that the group alone is not all. The caller has not waited for
    ``process`` yet: its number and that of its group cannot belong to others.
    """
    if not hasattr(os, "killpg"):
        os.kill(process, signal.SIGTERM)  # which ends it there and then where there are no groups
        return
    for number in _descendants(process):
        _kill_group(number)
        with suppress(OSError):
            os.kill(number, signal.SIGKILL)
    _kill_group(process)  # last: it may be this very process


def _kill_group(leader: int) -> None:
    with suppress(OSError):
        os.killpg(leader, signal.SIGKILL)


def _descendants(process: int) -> list[int]:
    """Children, their children, and so on; empty where there is no ``/proc``."""
    found, waiting = [], [process]
    while waiting:
        for listed in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            with suppress(OSError, ValueError):
                children = [int(number) for number in listed.read_text(encoding="ascii").split()]
                found += children
                waiting += children
    return found
