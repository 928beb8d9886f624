"""The database: SQLite in the data folder, or the PostgreSQL that one address names."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from planweb.settings.environment import WrongSetting

# WAL lets readers go on while one writes; NORMAL is safe with it against a crash of the process. A ledger of a province
# is of gigabytes, of which SQLite keeps two megabytes at hand unless told (cache_size is in KiB when negative).
_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    " PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY;"
)
# Pages ask short questions: to compile one takes longer than to answer it, and an index is near.
_PLANNING = "-c jit=off -c random_page_cost=1.1"
_BUSY_SECONDS = 20


def database_settings(url: str, data: Path) -> dict[str, Any]:
    """Django's settings of the database at ``url``, or of SQLite in ``data`` when it is empty."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "planledger.sqlite3",
            # IMMEDIATE: a transaction waits for its turn at its start, instead of failing in its middle.
            "OPTIONS": {"timeout": _BUSY_SECONDS, "transaction_mode": "IMMEDIATE", "init_command": _PRAGMAS},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise WrongSetting("PLANLEDGER_DATABASE_URL", "postgresql://user:password@host:5432/database")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, "options": f"{_PLANNING} {options.get('options', '')}".strip()},
    }
