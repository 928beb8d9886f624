"""How far the reading of a long file is, for a person who waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[int, int], None]
"""Called with how many pages are done, and of how many; 0 where nobody knows."""

_listeners: list[Listener] = []  # a process reads one file at a time


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """While it lasts, ``listener`` hears of every page that is done."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def tell_page(done: int, total: int = 0) -> None:
    """Say that ``done`` of ``total`` pages are done; readers that take long call it, whether anybody listens or not."""
    for listener in _listeners:
        listener(done, total)
