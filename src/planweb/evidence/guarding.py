"""Hostile files are opened in a process of their own, one for each process of the application."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from typing import Any, TypeVar

from planledger.errors import DocumentError
from planledger.reading import Limits
from planledger.runners import Guarded

LIMITS = Limits(seconds=600.0)
"""What opening one file may take."""

A = TypeVar("A")
B = TypeVar("B")
Progress = Callable[[int, int], None]
"""Called now and then with how many pages are done, and of how many."""

_PATIENCE = 0.5
_starting = threading.Lock()
_guards: dict[int, Guarded] = {}  # by process, since a fork has none of its parent's threads
_pages: dict[int, tuple[int, int]] = {}


def ask_guarded(
    function: Callable[[A], B], thing: A, *, told: Progress = lambda _done, _total: None
) -> B | DocumentError:
    """What ``function`` gives for ``thing`` over there, or the error that says why it gave nothing.

    ``told`` is called in this thread, which may write to the database.
    """
    answer: Future[B | DocumentError] = Future()
    guard = _guard()

    def work() -> None:
        try:
            answer.set_result(next(guard.map(function, [thing])))
        except BaseException as error:  # noqa: BLE001  # raised again where it was asked
            answer.set_exception(error)

    threading.Thread(target=work, name="evidence-guard", daemon=True).start()
    try:
        while True:
            try:
                return answer.result(timeout=_PATIENCE)
            except NotYet:
                if answer.done():
                    raise
                told(*_pages.get(id(thing), (0, 0)))
    finally:
        _pages.pop(id(thing), None)


def _guard() -> Guarded:
    with _starting:
        process = os.getpid()
        if process not in _guards:
            guard = Guarded(LIMITS, workers=1, told=_hear)
            guard.__enter__()
            atexit.register(guard.__exit__, None, None, None)
            _guards[process] = guard
        return _guards[process]


def _hear(thing: Any, done: int, total: int) -> None:
    _pages[id(thing)] = done, total
