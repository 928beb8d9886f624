"""Which runner is worth its start-up."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from planledger.runners.local import OneProcess, ProcessPool, Runner

# A worker takes about 0.3 s to start and reads some 3 MB a second, so less than this is sooner done here.
_WORTH_A_POOL = 8_000_000


def choose_runner(files: Iterable[Path], *, workers: int = 0) -> Runner:
    """A runner for ``files``; ``workers`` is how many processes, 0 to choose by the size of the files."""
    paths = list(files)
    if workers == 0:
        size = sum(path.stat().st_size for path in paths if path.is_file())
        workers = (os.cpu_count() or 1) if size >= _WORTH_A_POOL else 1
    workers = min(workers, len(paths))
    return ProcessPool(workers) if workers > 1 else OneProcess()
