"""The data folder with its keys, made once and kept to its owner."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from planweb.settings.environment import Environment, read_environment

SECRET_KEY_FILE, AUDIT_KEY_FILE = "secret.key", "audit.key"


def prepare_data_folder(environment: Environment | None = None) -> Path:
    """The data folder, with the keys in it; makes what is missing, readable by nobody else."""
    data = (environment or read_environment()).data
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (SECRET_KEY_FILE, AUDIT_KEY_FILE):
        _make_key(data / name)
    return data


def key_in(path: Path) -> str:
    """The key in ``path``; before the folder is prepared one that holds for this process only."""
    try:
        return path.read_text(encoding="ascii").strip() or secrets.token_urlsafe(50)
    except FileNotFoundError:
        return secrets.token_urlsafe(50)  # type checks, listing of commands: nothing that lasts is signed


def _make_key(path: Path) -> None:
    if path.exists():
        return
    # Written whole under another name and then linked: of two processes that start at once, one wins and both read it.
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50) + "\n")
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
