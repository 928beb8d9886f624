"""What a worker process does: answer one job after another, within limits, and end when its runner ends."""

from __future__ import annotations

import faulthandler
import os
import pickle
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, BinaryIO

from planledger.errors import OutOfMemory, PlanLedgerError
from planledger.runners.frames import ANSWER, LAST_ANSWER, packed_pages, receive, send
from planledger.runners.processes import end_family

if TYPE_CHECKING:
    from planledger.reading.limits import Limits

LOG = "log"
"""File in the worker's folder that gets what libraries print, and where a native crash happened."""

# Loaded while the runner is still looking for its files.
_STAGES = ("planledger.pipeline", "planledger.extracting", "planledger.normalising")
# Files after which a worker is replaced, so that what libraries leak stays small.
_JOBS = 500
_OPEN_FILES = 512
_LARGEST_JOB = 1 << 30
# Processor seconds beyond the deadline on every core: a worker stuck in native code ends even without its runner.
_GRACE = 30
# Seconds between two words on how far a file is.
_SILENCE = 0.5
_NETWORK = frozenset({"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"})


def serve(folder: str) -> None:
    """Answer jobs from standard input on standard output until it ends; ``folder`` is this worker's own."""
    jobs, answers = _claim_pipes()
    waiting: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(jobs, waiting, folder), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the runner decides when a run is over
    faulthandler.enable(all_threads=False)
    sys.addaudithook(_refuse_network)
    _warm_up()
    send(answers, b"ready")
    limits: Limits = pickle.loads(waiting.get())  # noqa: S301  # from our own runner
    _restrict(limits)
    for done in range(1, _JOBS + 1):
        with _told(answers):
            answer = _answer(waiting.get(), limits)
        _clean(folder)
        last = done == _JOBS or _resident() > limits.memory // 2
        send(answers, bytes([LAST_ANSWER if last else ANSWER]) + answer)
    threading.Event().wait()  # the runner ends this process


def _claim_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes, where no library can read from or print to them."""
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return jobs, answers


def _listen(jobs: BinaryIO, waiting: SimpleQueue[bytes], folder: str) -> None:
    with suppress(EOFError, OSError):
        while True:
            waiting.put(receive(jobs, largest=_LARGEST_JOB))
    # The runner is gone, with its wish for an answer: nothing may be left of this process or of those it started.
    shutil.rmtree(folder, ignore_errors=True)
    end_family(os.getpid())
    os._exit(1)


def _warm_up() -> None:
    for stage in _STAGES:
        import_module(stage)
    from planledger.catalogue import load_catalogue

    with suppress(PlanLedgerError):  # the first job meets it again and sends it home
        load_catalogue()


def _refuse_network(event: str, _: object) -> None:
    if event in _NETWORK:
        message = "reading a file opens no network connection"
        raise PermissionError(message)


def _restrict(limits: Limits) -> None:
    """Bind this process, and those it starts, to ``limits`` as far as the system can."""
    with suppress(OSError):  # so that a machine short of memory ends the worker and not the run
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
    with suppress(ImportError):
        import resource

        bounds = {
            "RLIMIT_CORE": 0,
            "RLIMIT_DATA": limits.memory,
            "RLIMIT_FSIZE": limits.expanded,
            "RLIMIT_NOFILE": _OPEN_FILES,
        }
        for name, bound in bounds.items():
            kind = getattr(resource, name)
            _, hard = resource.getrlimit(kind)
            lower = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
            with suppress(OSError, ValueError):
                resource.setrlimit(kind, (lower, lower))


def _answer(job: bytes, limits: Limits) -> bytes:
    """Pickle of whether the function raised, and of what it gave or raised."""
    try:
        function, thing = pickle.loads(job)  # noqa: S301
        with _processor_time(limits.seconds):
            answer = (False, function(thing))
        return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps((False, OutOfMemory("", f"{limits.memory >> 20} MB")))
    except Exception as error:  # noqa: BLE001  # it is the runner's to raise
        return _raised(error)


@contextmanager
def _told(answers: BinaryIO) -> Iterator[None]:
    """Tell the runner how many pages are done, now and then."""
    from planledger.reading.progress import heard_by

    last = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= _SILENCE:
            send(answers, packed_pages(done, total))
            last = time.monotonic()

    with heard_by(tell):
        yield


def _raised(error: Exception) -> bytes:
    try:
        content = pickle.dumps((True, error))
        pickle.loads(content)  # noqa: S301  # some errors only fail on the way back
    except Exception:  # noqa: BLE001  # whatever a foreign class does
        return pickle.dumps((True, RuntimeError(f"{type(error).__name__}: {error}")))
    return content


@contextmanager
def _processor_time(seconds: float) -> Iterator[None]:
    try:
        import resource
    except ImportError:
        yield
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    bound = int(used.ru_utime + used.ru_stime + seconds * (os.cpu_count() or 1)) + _GRACE
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (bound, hard))
    yield


def _clean(folder: str) -> None:
    """Remove what a job left in ``folder``, and what was printed."""
    with suppress(OSError):
        os.ftruncate(2, 0)
    for path in Path(folder).iterdir():
        if path.name == LOG:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()


def _resident() -> int:
    """Bytes of memory held now; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
