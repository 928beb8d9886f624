"""The same tests on PostgreSQL: the local database ``test``, or the one that PLANLEDGER_TEST_DATABASE_URL names."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

URL = "postgresql://postgres@127.0.0.1:5432/test"


def reason_against() -> str:
    """Why the tests cannot run on PostgreSQL; empty when they can."""
    try:
        import psycopg
    except ImportError:
        return "psycopg is not installed"
    try:
        psycopg.connect(URL, connect_timeout=2).close()
    except psycopg.OperationalError as error:
        return f"no PostgreSQL at {URL}: {str(error).splitlines()[0]}"
    return ""


@pytest.mark.skipif("PLANLEDGER_TEST_DATABASE_URL" in os.environ, reason="this is the run on PostgreSQL")
def test_everything_holds_on_postgresql_too() -> None:
    if reason := reason_against():
        pytest.skip(reason)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not browser", "tests/web"]
    done = subprocess.run(
        command,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PLANLEDGER_TEST_DATABASE_URL": URL},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
