"""The runner of one machine: a few worker processes, each of which may be lost at any time."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from itertools import islice
from queue import Empty, LifoQueue
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from planledger.errors import DocumentError
from planledger.runners.workers import Worker

if TYPE_CHECKING:
    from planledger.reading.limits import Limits

A = TypeVar("A")
B = TypeVar("B")

# Seconds a job waits for a worker before another one is started, which takes about as long.
_PATIENCE = 0.5


class Guarded:
    """Works through things in processes with limits on time and memory.

    One process is started at once and loads what it needs meanwhile; more are started only when jobs have to wait, so
    that small work costs one and large work uses all.

    Args:
        limits: Their seconds and memory bind each thing; those of ``Limits()`` when left out.
        workers: Most processes at a time; 0 for one a processor.
        told: Called now and then, from any thread, with a thing under way, how many of its pages are done, and of how
            many (0 where nobody knows).
    """

    def __init__(
        self, limits: Limits | None = None, *, workers: int = 0, told: Callable[[Any, int, int], None] | None = None
    ) -> None:
        self._limits = limits
        self._told = told
        self._most = workers or os.cpu_count() or 1
        self._workers: list[Worker] = []
        self._idle: LifoQueue[Worker | None] = LifoQueue()
        self._changing = threading.Lock()
        self._closed = False
        self._threads = ThreadPoolExecutor(self._most, "planledger-runner")

    def map(self, function: Callable[[A], B], things: Iterable[A], /) -> Iterator[B | DocumentError]:
        """The answers in the order of the things, each as soon as it and those before it are there.

        Where a process could not give one, because its time was up, its memory was used up or it died, the answer is
        the ``DocumentError`` that says so. What ``function`` raises is raised here. Only a few things more than there
        are workers are under way, to bound the memory.
        """
        from planledger.reading.limits import Limits

        limits = self._limits or Limits()
        waiting = iter(things)

        def submitted(number: int) -> list[Future[B | DocumentError]]:
            return [self._threads.submit(self._ask, function, thing, limits) for thing in islice(waiting, number)]

        futures = submitted(2 * self._most)
        while futures:
            answer = futures.pop(0).result()
            futures += submitted(1)
            yield answer

    def __enter__(self) -> Self:
        self._idle.put(self._started())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changing:
            self._closed = True
            workers, self._workers = self._workers, []
        for worker in workers:
            worker.end()
        for _ in range(self._most):
            self._idle.put(None)
        self._threads.shutdown(cancel_futures=True)

    def _ask(self, function: Callable[[A], B], thing: A, limits: Limits) -> B | DocumentError:
        worker = self._taken()
        try:
            return worker.ask(function, thing, limits, lambda done, total: self._tell(thing, done, total))
        finally:
            with self._changing:
                if worker.alive:
                    self._idle.put(worker)
                elif worker in self._workers:
                    self._workers.remove(worker)

    def _tell(self, thing: object, done: int, total: int) -> None:
        if self._told is not None:
            self._told(thing, done, total)

    def _taken(self) -> Worker:
        """A worker that nobody else has."""
        while True:
            workers = tuple(self._workers)
            at_work = any(worker.ready for worker in workers)  # while all are only starting there is no backlog
            try:
                worker = self._idle.get(timeout=_PATIENCE if workers else 0)
            except Empty:
                if len(self._workers) < self._most and (at_work or not workers):
                    return self._started()
                continue
            if worker is None:
                raise CancelledError
            return worker

    def _started(self) -> Worker:
        with self._changing:
            if self._closed:
                raise CancelledError
            worker = Worker()
            self._workers.append(worker)
            return worker
