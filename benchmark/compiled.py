"""The wheel with compiled modules, unpacked: built when the sources changed, into ``build/``."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def compiled_package() -> Path:
    """Folder to put on the path; building takes about two minutes and a C compiler."""
    folder = ROOT / "build" / f"compiled-{sys.implementation.cache_tag}-{_state()}"
    if not folder.exists():
        unpacked = folder.with_suffix(".new")
        subprocess.run(
            [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(unpacked), str(ROOT)],
            env=dict(os.environ, PLANLEDGER_COMPILE="1"),
            check=True,
        )
        (wheel,) = unpacked.glob("*.whl")
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(unpacked)
        unpacked.rename(folder)
    return folder


def _state() -> str:
    state = hashlib.sha256()
    for path in sorted([ROOT / "hatch_build.py", ROOT / "pyproject.toml", *(ROOT / "src/planledger").rglob("*.py")]):
        state.update(path.read_bytes())
    return state.hexdigest()[:12]
