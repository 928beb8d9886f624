"""Starting the demonstration: filled, answering, and with a way in."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from planweb.settings.environment import LOOPBACK
from planweb.site.demo.folder import issue_link, mark_demo, password_of
from planweb.site.serving import set_up

VISITOR = "planner"


class TooOpen(Exception):
    """The demonstration, which has links that log in, would be reached from other machines."""

    def __str__(self) -> str:
        return "--demo: 只能在本机使用 for this machine only"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of the demonstration."""

    username: str
    name: str
    role: str


def prepare_demo(data: Path, host: str, *, tell: Callable[[str], None] = lambda _said: None) -> Path:
    """The data folder of the demonstration, marked, migrated and filled; what is there already stays.

    Its database is always the SQLite in the folder, so that a real ledger, which the environment may name, is never
    written into.
    """
    if host not in {*LOOPBACK, "::1"}:
        raise TooOpen
    data = data.absolute()
    mark_demo(data)
    for name in ("PLANLEDGER_DATABASE_URL", "PLANLEDGER_ADDRESS", "PLANLEDGER_SMTP"):
        os.environ.pop(name, None)
    folder = set_up(data)
    from planweb.site.demo.filling import fill

    fill(tell=tell)
    return folder


def way_in(address: str, data: Path, username: str = VISITOR) -> str:
    """An address that logs in once."""
    from django.urls import reverse

    return address + reverse("demo", args=[issue_link(data, username)]).lstrip("/")


def accounts_of(data: Path) -> tuple[list[Account], str]:
    """Everybody who can log in, and the password of all."""
    from django.utils import translation

    from planweb.accounts.models import User

    with translation.override("zh-hans"):
        rows = User.objects.filter(is_active=True).prefetch_related("grants__region", "grants__body")
        people = [Account(row.username, row.name, "；".join(str(grant) for grant in row.grants.all())) for row in rows]
    return people, password_of(data)
