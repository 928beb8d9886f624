"""What the environment says, checked once."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class WrongSetting(Exception):
    """An environment variable says something that cannot be used."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Environment:
    """Every setting that the environment gives.

    Attributes:
        data: Folder of the database, the keys and what people upload (``PLANLEDGER_DATA``).
        database_url: ``postgresql://…``, or empty for SQLite in the data folder (``PLANLEDGER_DATABASE_URL``).
        address: Where people reach the application (``PLANLEDGER_ADDRESS``); None while it is this machine only.
        smtp: ``smtp://user:password@host:port``, ``smtps://…``, or None for the console (``PLANLEDGER_SMTP``).
        mail_from: Sender of e-mails (``PLANLEDGER_MAIL_FROM``).
        secret_key: Key that signs sessions and links (``PLANLEDGER_SECRET_KEY``); empty for the one in the data folder.
        audit_key: Key that seals the audit trail (``PLANLEDGER_AUDIT_KEY``); empty for the one in the data folder.
        api_requests: How many requests a minute a token may make (``PLANLEDGER_API_REQUESTS``).
        debug: Development only (``PLANLEDGER_DEBUG=1``).
        log_level: One of ``LEVELS`` (``PLANLEDGER_LOG_LEVEL``).
        watch: Folder whose files are brought in as documents (``PLANLEDGER_WATCH``); None for none.
    """

    data: Path
    database_url: str
    address: SplitResult | None
    smtp: SplitResult | None
    mail_from: str
    secret_key: str
    audit_key: str
    api_requests: int
    debug: bool
    log_level: str
    watch: Path | None

    @property
    def encrypted(self) -> bool:
        """Whether people reach the application by HTTPS."""
        return self.address is not None and self.address.scheme == "https"

    @property
    def hosts(self) -> list[str]:
        """Host names that requests may name."""
        named = [self.address.hostname] if self.address and self.address.hostname else []
        return [*LOOPBACK, *named]


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """The settings that ``variables`` give; raises ``WrongSetting`` for one that cannot be used."""
    level = variables.get("PLANLEDGER_LOG_LEVEL", "INFO").upper()
    if level not in LEVELS:
        raise WrongSetting("PLANLEDGER_LOG_LEVEL", f"one of {', '.join(LEVELS)}, not {level}")
    return Environment(
        data=Path(variables.get("PLANLEDGER_DATA") or default_data_folder(variables)).expanduser().absolute(),
        database_url=variables.get("PLANLEDGER_DATABASE_URL", ""),
        address=_address(variables, "PLANLEDGER_ADDRESS", ("http", "https")),
        smtp=_address(variables, "PLANLEDGER_SMTP", ("smtp", "smtps")),
        mail_from=variables.get("PLANLEDGER_MAIL_FROM", "planledger@localhost"),
        secret_key=variables.get("PLANLEDGER_SECRET_KEY", ""),
        audit_key=variables.get("PLANLEDGER_AUDIT_KEY", ""),
        api_requests=_count(variables, "PLANLEDGER_API_REQUESTS", 600),
        debug=variables.get("PLANLEDGER_DEBUG", "") == "1",
        log_level=level,
        watch=_folder(variables, "PLANLEDGER_WATCH"),
    )


def default_data_folder(variables: Mapping[str, str]) -> Path:
    """Where this system keeps the data of a user's programs."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(variables.get("LOCALAPPDATA") or home / "AppData" / "Local") / "planledger"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "planledger"
    return Path(variables.get("XDG_DATA_HOME") or home / ".local" / "share") / "planledger"


def _count(variables: Mapping[str, str], name: str, otherwise: int) -> int:
    said = variables.get(name, "")
    if not said:
        return otherwise
    if not (said.isascii() and said.isdigit() and 0 < int(said) < 10**9):
        raise WrongSetting(name, f"a number above 0, not {said}")
    return int(said)


def _folder(variables: Mapping[str, str], name: str) -> Path | None:
    said = variables.get(name, "")
    if not said:
        return None
    folder = Path(said).expanduser().absolute()
    if not folder.is_dir():
        raise WrongSetting(name, f"a folder that is there, not {said}")
    return folder


def _address(variables: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> SplitResult | None:
    said = variables.get(name, "")
    if not said:
        return None
    parts = urlsplit(said)
    if parts.scheme not in schemes or not parts.hostname:
        raise WrongSetting(name, f"an address such as {schemes[0]}://host, not {said}")
    return parts
