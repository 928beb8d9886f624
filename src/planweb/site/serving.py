"""Starting the application on this machine."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planweb.settings.environment import read_environment
from planweb.settings.preparing import prepare_data_folder
from planweb.site.running import registered

_MORE_PORTS = 100
_CONNECTIONS = 1000
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


def connect(data: Path | None = None) -> Path:
    """The data folder, made ready, with the database as it is."""
    if data is not None:
        os.environ["PLANLEDGER_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planweb.settings.application")
    folder = prepare_data_folder()
    import django

    django.setup()
    return folder


def set_up(data: Path | None = None, *, watch: Path | None = None) -> Path:
    """The data folder, made ready, with the database migrated."""
    if watch is not None:
        os.environ["PLANLEDGER_WATCH"] = str(watch)
    folder = connect(data)
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    return folder


def first_run_at(address: str) -> str:
    """Address that makes the first administrator, in place of earlier ones; empty when there are people already."""
    from django.urls import reverse

    from planweb.accounts.actions.access import issue_first_run_token

    token = issue_first_run_token()
    return address + reverse("accounts:first-run", args=[token]).lstrip("/") if token else ""


def serve(
    *,
    host: str,
    port: int,
    data: Path | None,
    tell: Callable[[Started], None],
    watch: Path | None = None,
    any_port: bool = False,
) -> None:
    """Serve until interrupted or told to end, with a worker beside; ``tell`` is called once the address answers.

    Args:
        host: Network address to listen at.
        port: Port; 0 lets the system choose.
        data: Folder of the database and the keys; the one of the environment when None.
        tell: Called with where it answers.
        watch: Folder whose files are brought in.
        any_port: Whether a port that is taken gives way to the next free one.
    """
    folder = set_up(data, watch=watch)
    from planweb.site.worker import WorkerBeside

    server = _listening(host, port, any_port=any_port)
    address = _address(host, int(server.effective_port))
    tell(Started(address, folder, first_run_at(address)))
    with registered(folder, address), _ending_when_told(), WorkerBeside():
        try:
            server.run()
        finally:
            server.close()


def _listening(host: str, port: int, *, any_port: bool) -> Any:
    from waitress.server import create_server

    from planweb.site.application import make_application

    application = make_application()
    for candidate in range(port, port + _MORE_PORTS if any_port and port else port + 1):
        try:
            return create_server(
                application,
                host=host,
                port=candidate,
                threads=8,
                connection_limit=_CONNECTIONS,  # browsers keep theirs open; at the limit nobody else is let in
                asyncore_use_poll=True,
                ident=None,
                max_request_body_size=_LARGEST_REQUEST,
                **_proxy(),
            )
        except OSError as error:
            if error.errno != errno.EADDRINUSE or candidate + 1 == port + _MORE_PORTS or not any_port:
                raise
    raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))


@contextlib.contextmanager
def _ending_when_told() -> Iterator[None]:
    """SIGTERM, which systemd and ``--stop`` send, ends the server as Ctrl-C does: what is under way is finished."""

    def end(*_said: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


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
