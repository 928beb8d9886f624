"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import statistics
import time
from pathlib import Path


def machine_lines() -> list[str]:
    """Processor, cores, system and Python, one line each."""
    return [
        f"Processor: {_processor()}, {os.cpu_count()} cores seen; reading and extracting use one",
        f"System: {platform.system()} {platform.machine()}",
        f"Python: {platform.python_implementation()} {platform.python_version()}",
    ]


def reference_seconds() -> tuple[float, float]:
    """Median and least processor seconds of a loop of ten million squares, from slices of it.

    The two lie far apart where other work shares the machine.
    """
    slices = []
    for _ in range(500):
        start = time.process_time()
        sum(number * number for number in range(20_000))
        slices.append(time.process_time() - start)
    return statistics.median(slices) * 500, min(slices) * 500


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or "unknown"
