"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path


def machine_lines() -> list[str]:
    """Processor, cores, system and Python, one line each."""
    return [
        f"Processor: {_processor()}, {os.cpu_count()} cores seen; reading and extracting use one",
        f"System: {platform.system()} {platform.machine()}",
        f"Python: {platform.python_implementation()} {platform.python_version()}",
    ]


def reference_seconds() -> float:
    """Processor seconds of a fixed loop; tells how busy or slow the machine is at this moment."""
    start = time.process_time()
    sum(number * number for number in range(10_000_000))
    return time.process_time() - start


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or "unknown"
