"""What the pages load is what was vendored, and everything is translated."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import planweb.layout

VENDOR = Path(planweb.layout.__file__).parent / "static" / "layout" / "vendor"
ROOT = Path(__file__).parents[3]


def test_vendored_files_are_the_ones_recorded() -> None:
    text = (VENDOR / "VENDORED.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|", text))
    files = {path.name for path in VENDOR.iterdir()} - {"VENDORED.md"}
    assert set(rows) == {name for name in files if not name.endswith("LICENSE")}
    for name, digest in rows.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest


def test_every_text_is_translated_and_compiled() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "messages.py", "--check"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"run 'make messages': {done.stdout}{done.stderr}"
