"""Runners of one machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from types import TracebackType
from typing import Protocol, Self, TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Runner(Protocol):
    """Works through many things; a context manager that gives back what it holds."""

    def map(self, function: Callable[[A], B], things: Iterable[A], /) -> Iterator[B]:
        """The answers in the order of the things, each as soon as it and those before it are there."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class OneProcess:
    """Works through things one after another in this process."""

    def map(self, function: Callable[[A], B], things: Iterable[A], /) -> Iterator[B]:
        """The answers, each made when it is asked for."""
        return map(function, things)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


class ProcessPool:
    """Works through things in ``workers`` processes."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool = ProcessPoolExecutor(workers)

    def map(self, function: Callable[[A], B], things: Iterable[A], /) -> Iterator[B]:
        """The answers in order; only a few things more than there are workers are under way, to bound the memory."""
        waiting = iter(things)
        futures: list[Future[B]] = [self._pool.submit(function, thing) for thing in islice(waiting, 2 * self._workers)]
        while futures:
            answer = futures.pop(0).result()
            futures += [self._pool.submit(function, thing) for thing in islice(waiting, 1)]
            yield answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
