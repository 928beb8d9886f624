"""What a hostile file may do to the process that reads it, as functions that a worker can import."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from planledger.reading.progress import tell_page

_held: list[bytes] = []


def do(deed: str) -> tuple[str, int]:
    """``deed`` and the process that did it, unless the deed is the end of it."""
    name, _, argument = deed.partition(" ")
    {
        "nothing": lambda _: None,
        "pages": _turn_pages,
        "sleep": lambda seconds: time.sleep(float(seconds)),
        "loop": _loop,
        "segfault": lambda _: ctypes.string_at(0),
        "exit": lambda code: os._exit(int(code)),
        "abort": lambda _: os.abort(),
        "kill": lambda _: os.kill(os.getpid(), signal.SIGKILL),
        "eat": lambda size: bytearray(int(size)),
        "hold": lambda size: _held.append(b"x" * int(size)),
        "raise": _raise,
        "recurse": _recurse,
        "litter": _litter,
        "print": lambda text: os.write(1, text.encode() * 1000),
        "read": lambda _: sys.stdin.read(),
        "connect": lambda _: socket.create_connection(("127.0.0.1", 9)),
        "child": _leave_child,
        "write": _write,
    }[name](argument)
    return deed, os.getpid()


class Strange(Exception):
    """An error that does not survive the way home."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def _loop(_: str) -> None:
    while True:
        pass


def _turn_pages(count: str) -> None:
    for done in range(int(count)):
        time.sleep(0.3)
        tell_page(done, int(count))


def _raise(kind: str) -> None:
    raise Strange("a", "b") if kind == "strange" else ValueError(kind)


def _recurse(_: str) -> None:
    _recurse(_)


def _litter(_: str) -> None:
    folder = Path(tempfile.mkdtemp())
    (folder / "left").write_text("behind", encoding="utf-8")
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"left behind")


def _write(size: str) -> None:
    with tempfile.TemporaryFile() as file:
        for _ in range(int(size) >> 20):
            file.write(bytes(1 << 20))


def _leave_child(where: str) -> None:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    Path(where).write_text(str(process.pid), encoding="ascii")
    _loop("")
