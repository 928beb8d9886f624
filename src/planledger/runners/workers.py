"""A worker process as its runner sees it: started, asked, ended with all that it started."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar, cast

from planledger.errors import DocumentError, NoWorker, OutOfMemory, ReadingDied, ReadingTimedOut
from planledger.runners.frames import LAST_ANSWER, PAGES, pages_in, receive, send
from planledger.runners.processes import end_family
from planledger.runners.serving import LOG

if TYPE_CHECKING:
    from planledger.reading.limits import Limits

A = TypeVar("A")
B = TypeVar("B")

_START = "import sys; sys.path[:] = {path!r}; from planledger.runners.serving import serve; serve({folder!r})"
_START_SECONDS = 120.0
_FRAME = re.compile(r'File "(?:.*[/\\])?([^"/\\]+[/\\][^"/\\]+)", line (\d+)')


class Worker:
    """One process with a folder of its own: ``ready`` once it has started, ``alive`` until it has ended."""

    def __init__(self) -> None:
        self.alive = True
        self.ready = False
        self._ended = threading.Lock()
        self._expired = threading.Event()
        self._folder = Path(tempfile.mkdtemp(prefix=f"planledger-{os.getpid()}-"))
        where = str(self._folder)
        try:
            with (self._folder / LOG).open("ab") as log:
                # -P: a folder of hostile documents may hold a lxml.py.
                self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and code
                    [sys.executable, "-P", "-c", _START.format(path=sys.path, folder=where)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    env=dict(os.environ, TMPDIR=where, TEMP=where, TMP=where),
                    start_new_session=True,
                )
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def ask(
        self, function: Callable[[A], B], thing: A, limits: Limits, told: Callable[[int, int], None]
    ) -> B | DocumentError:
        """What ``function`` gives for ``thing`` over there, or why it gave nothing; raises what it raised.

        ``told`` hears how many pages are done, and of how many.
        """
        if not self.ready:
            self._make_ready(limits)
        job = pickle.dumps((function, thing), pickle.HIGHEST_PROTOCOL)
        try:
            with self._deadline(limits.seconds):
                send(self._jobs, job)
                # What a worker may hold is all that it can send.
                while (answer := receive(self._answers, largest=limits.memory))[0] == PAGES:
                    told(*pages_in(answer))
        except (EOFError, OSError):
            return self._why_ended(limits)
        if answer[0] == LAST_ANSWER or self._expired.is_set():
            self.end()
        raised, found = pickle.loads(memoryview(answer)[1:])  # noqa: S301  # by our own worker
        if raised:
            raise found
        return cast("B | DocumentError", found)

    def end(self) -> None:
        """End the process with all that it started, and remove its folder."""
        with self._ended:
            if not self.alive:
                return
            self.alive = False
            end_family(self._process.pid)
            self._process.wait()
            for stream in (self._jobs, self._answers):
                with suppress(OSError):  # what was still to be written has no reader
                    stream.close()
            for _ in range(20):  # the dying may still write
                shutil.rmtree(self._folder, ignore_errors=True)
                if not self._folder.exists():
                    break
                time.sleep(0.05)

    @property
    def _jobs(self) -> BinaryIO:
        return cast("BinaryIO", self._process.stdin)

    @property
    def _answers(self) -> BinaryIO:
        return cast("BinaryIO", self._process.stdout)

    def _make_ready(self, limits: Limits) -> None:
        try:
            with self._deadline(_START_SECONDS):
                receive(self._answers, largest=1024)
                send(self._jobs, pickle.dumps(limits))
        except (EOFError, OSError) as error:
            said = self._log().strip().rpartition("\n")[2]
            self.end()
            raise NoWorker(said or f"no sign of life for {_START_SECONDS:.0f} s") from error
        self.ready = True

    @contextmanager
    def _deadline(self, seconds: float) -> Iterator[None]:
        timer = threading.Timer(seconds, self._expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _expire(self) -> None:
        self._expired.set()
        with self._ended:
            if self.alive:
                end_family(self._process.pid)

    def _why_ended(self, limits: Limits) -> DocumentError:
        log = self._log()
        self.end()
        code = self._process.returncode
        number = -code if code < 0 else 0
        if self._expired.is_set() or number == getattr(signal, "SIGXCPU", -1):
            return ReadingTimedOut("", f"{limits.seconds:g} s")
        if number == getattr(signal, "SIGKILL", -1) or "MemoryError" in log or "bad_alloc" in log:
            return OutOfMemory("", f"{limits.memory >> 20} MB")
        how = signal.Signals(number).name if number in set(signal.Signals) else f"exit {code}"
        place = _FRAME.search(log)
        return ReadingDied("", f"{how}, {place[1]}:{place[2]}" if place else how)

    def _log(self) -> str:
        with suppress(OSError), (self._folder / LOG).open("rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - 20_000))
            return log.read().decode("utf-8", "replace")
        return ""
