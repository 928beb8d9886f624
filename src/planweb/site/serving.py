"""Starting the application on this machine."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planweb.settings.environment import read_environment
from planweb.settings.preparing import prepare_data_folder

_LARGEST_REQUEST = 256 * 2**20  # of whatever it may be; forms and the API have smaller limits of their own


@dataclass(frozen=True, slots=True)
class Started:
    """What somebody who starts the application wants to know.

    Attributes:
        address: Where it answers.
        data: Folder of the database and the keys.
        first_run: Address that makes the first administrator; empty when there are people already.
    """

    address: str
    data: Path
    first_run: str


def set_up(data: Path | None = None, *, watch: Path | None = None) -> Path:
    """The data folder, made ready, with the database migrated."""
    if data is not None:
        os.environ["PLANLEDGER_DATA"] = str(data)
    if watch is not None:
        os.environ["PLANLEDGER_WATCH"] = str(watch)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planweb.settings.application")
    folder = prepare_data_folder()
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    return folder


def serve(
    *, host: str, port: int, data: Path | None, tell: Callable[[Started], None], watch: Path | None = None
) -> None:
    """Serve until interrupted, with a worker beside; ``tell`` is called once the address answers.

    Args:
        host: Network address to listen at.
        port: 0 lets the system choose.
        data: Folder of the database and the keys.
        tell: Called with where it answers.
        watch: Folder whose files are brought in.
    """
    folder = set_up(data, watch=watch)
    from django.core.wsgi import get_wsgi_application
    from django.urls import reverse
    from waitress.server import create_server

    from planweb.accounts.actions.access import issue_first_run_token
    from planweb.site.worker import WorkerBeside

    server = create_server(
        get_wsgi_application(),
        host=host,
        port=port,
        threads=8,
        ident=None,
        max_request_body_size=_LARGEST_REQUEST,
        **_proxy(),
    )
    address = _address(host, int(server.effective_port))
    token = issue_first_run_token()
    first_run = address + reverse("accounts:first-run", args=[token]).lstrip("/") if token else ""
    tell(Started(address, folder, first_run))
    with WorkerBeside():
        try:
            server.run()
        finally:
            server.close()


def verify_audit() -> bool:
    """Whether the audit trail is as it was written; says what is wrong on standard output."""
    from django.core.management import CommandError, call_command

    try:
        call_command("verify_audit")
    except CommandError:
        return False
    return True


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}/"


def _proxy() -> dict[str, Any]:
    """With an address of its own the application stands behind a proxy on this machine, which says who is calling."""
    if read_environment().address is None:
        return {}
    return {
        "trusted_proxy": "127.0.0.1",
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        "clear_untrusted_proxy_headers": True,
    }
