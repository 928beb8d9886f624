"""One file through reading and extracting, in this process or another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from planledger.errors import PlanLedgerError
from planledger.model import Document, Extraction, Problem
from planledger.pipeline.messages import problem, problem_of
from planledger.reading import Overrides, read_document

A = TypeVar("A")
B = TypeVar("B")


class Mapper(Protocol):
    """Applies a function to many things and gives the answers in the same order, as ``map`` does."""

    def __call__(self, function: Callable[[A], B], things: Iterable[A], /) -> Iterator[B]:
        """The answers, in order, each as soon as it and those before it are there."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read, what to call it, and what the user says of it."""

    path: Path
    name: str
    overrides: Overrides


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file gave: a document with its extraction, or the problem that kept it from giving one."""

    document: Document | None
    extraction: Extraction | None
    problem: Problem | None


def read_file(job: Job) -> Outcome:
    """What the file of ``job`` gives; nothing that is wrong with a file raises."""
    from planledger.catalogue import load_catalogue
    from planledger.extracting import extract
    from planledger.normalising import normalise

    catalogue = load_catalogue()  # broken data raises here: that is no fault of the file
    try:
        document = read_document(job.path, name=job.name, overrides=job.overrides)
        extraction = extract(document, catalogue, corrections=job.overrides.tables)
        extraction = normalise(extraction, document, catalogue)
    except PlanLedgerError as error:
        return Outcome(None, None, problem_of(error, str(job.path)))
    except Exception as error:  # noqa: BLE001  # one file must not keep the others from being read
        return Outcome(None, None, problem("document.crashed", str(job.path), error=f"{type(error).__name__}: {error}"))
    silent = (
        problem("document.no_numbers", str(job.path)) if not (extraction.statements or extraction.projects) else None
    )
    return Outcome(document, extraction, silent)


def read_files(jobs: Iterable[Job], *, mapper: Mapper = map) -> Iterator[Outcome]:
    """What each file gives, in order, each as soon as it is there."""
    return mapper(read_file, jobs)
