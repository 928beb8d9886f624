"""The worker beside the server: does in the background what people asked for, and ends with the server."""

from __future__ import annotations

import logging
import os
import secrets
import subprocess
import sys
import threading
from types import TracebackType
from typing import Self

_log = logging.getLogger(__name__)
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0
_GOOD_LIFE = 60.0
_ENDING_SECONDS = 15.0


class WorkerBeside:
    """Keeps one worker process running as long as it lasts; one that dies is started again, later each time.

    The worker reads from a pipe that only this process holds, so that it ends even when this process is killed.
    """

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._server = secrets.token_hex(4)  # names this run of the server; process numbers come again
        self._process: subprocess.Popen[bytes] | None = None
        self._changing = threading.Lock()
        self._thread = threading.Thread(target=self._keep, name="worker-beside", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        with self._changing:
            process = self._process
        if process is not None and process.stdin is not None:
            process.stdin.close()
            try:
                process.wait(_ENDING_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
        self._thread.join(_ENDING_SECONDS)

    def _keep(self) -> None:
        wait = _FIRST_WAIT
        while not self._ending.is_set():
            with self._changing:
                if self._ending.is_set():
                    return
                # -P: the folder in which the service was started may hold modules of any name.
                self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and code
                    [sys.executable, "-P", "-m", "planweb", "work", "--until-closed", "--server", self._server],
                    stdin=subprocess.PIPE,
                    env=dict(os.environ),
                    start_new_session=True,  # Ctrl-C is for the server, which then ends its worker
                )
            alive = threading.Timer(_GOOD_LIFE, lambda: None)
            alive.daemon = True
            alive.start()
            code = self._process.wait()
            wait = wait * 2 if alive.is_alive() else _FIRST_WAIT
            alive.cancel()
            if not self._ending.is_set():
                _log.error("the worker ended with %s and is started again", code)
                self._ending.wait(min(wait, _LONGEST_WAIT))
