"""What makes a data folder one of a demonstration, and the one-time links that log in there."""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import time
from pathlib import Path

MARK = "demo.json"
_LINKS = "demo-links"
LINK_LASTS = 15 * 60
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


class NotADemo(Exception):
    """The folder holds a ledger that is no demonstration, which is never written into."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.data = data

    def __str__(self) -> str:
        return f"{self.data}: 这里已有正式台账 there is a ledger here that is no demonstration"


def mark_demo(data: Path) -> None:
    """Make ``data`` the folder of a demonstration, with a password of its own; nothing happens where it is one."""
    if is_demo(data):
        return
    if data.exists() and any(data.iterdir()):
        raise NotADemo(data)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
    draft = data / f".{MARK}"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps({"password": password}) + "\n", encoding="ascii")
    draft.replace(data / MARK)


def is_demo(data: Path) -> bool:
    """Whether ``data`` is the folder of a demonstration; a start that was cut short before the mark leaves nothing."""
    with contextlib.suppress(FileNotFoundError):
        (data / f".{MARK}").unlink()
    return (data / MARK).exists()


def password_of(data: Path) -> str:
    """The password of everybody in the demonstration."""
    return str(json.loads((data / MARK).read_text(encoding="ascii"))["password"])


def issue_link(data: Path, username: str) -> str:
    """A token that logs ``username`` in, once and soon."""
    token = secrets.token_urlsafe(32)
    folder = data / _LINKS
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - LINK_LASTS:
            old.unlink(missing_ok=True)
    (folder / _digest(token)).write_text(username, encoding="utf-8")
    return token


def redeem_link(data: Path, token: str) -> str | None:
    """Who comes with ``token``; None when it was used, is too old or never was."""
    path = data / _LINKS / _digest(token)
    claimed = path.with_suffix(f".{secrets.token_hex(4)}")
    try:
        path.rename(claimed)  # of two who come with one token, one gets it
        fresh = claimed.stat().st_mtime > time.time() - LINK_LASTS
        username = claimed.read_text(encoding="utf-8")
        claimed.unlink()
    except FileNotFoundError:
        return None
    return username if fresh else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
