"""One file through reading and extracting, in this process or another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import tee
from pathlib import Path
from traceback import extract_tb
from typing import Protocol, TypeVar

from planledger.errors import DocumentError, OutOfMemory, PlanLedgerError
from planledger.model import Document, Extraction, Problem
from planledger.pipeline.messages import problem, problem_of
from planledger.reading import Limits, Overrides, read_document

A = TypeVar("A")
B = TypeVar("B")

_LIMITS = Limits()
_PICTURE = re.compile("<img\\b", re.IGNORECASE)
_LITTLE = 1000
"""Characters of a page that is little more than its title."""
# What native libraries say in errors of their own when memory is used up.
_MEMORY_WORDS = ("bad_alloc", "Insufficient memory", "Cannot allocate memory")


class Mapper(Protocol):
    """Applies a function to many things and gives the answers in the same order, as ``map`` does.

    Where a process that works on a thing is lost, the answer is the error that says why.
    """

    def __call__(self, function: Callable[[A], B], things: Iterable[A], /) -> Iterator[B | DocumentError]:
        """The answers, in order, each as soon as it and those before it are there."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read, what to call it, what the user says of it, and what reading it may take."""

    path: Path
    name: str
    overrides: Overrides
    limits: Limits = _LIMITS


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
        document = read_document(job.path, name=job.name, overrides=job.overrides, limits=job.limits)
        extraction = extract(document, catalogue, corrections=job.overrides.tables)
        extraction = normalise(extraction, document, catalogue)
    except PlanLedgerError as error:
        return Outcome(None, None, problem_of(error, str(job.path)))
    except Exception as error:  # noqa: BLE001  # one file must not keep the others from being read
        if isinstance(error, MemoryError) or any(word in str(error) for word in _MEMORY_WORDS):
            return Outcome(None, None, problem_of(OutOfMemory("", f"{job.limits.memory >> 20} MB"), str(job.path)))
        return Outcome(None, None, problem("document.crashed", str(job.path), error=_told(error)))
    found = extraction.statements or extraction.projects
    silent = None if found else _silent(document, str(job.path))
    return Outcome(document, extraction, silent)


def _silent(document: Document, path: str) -> Problem:
    """Why a document says nothing: a page with next to no text may show it in pictures."""
    pictures = len(_PICTURE.findall(document.source)) if document.format == "html" else 0
    if pictures and len(document.text) < _LITTLE:
        return problem("document.in_pictures", path, count=str(pictures))
    return problem("document.no_numbers", path)


def _told(error: Exception) -> str:
    """What a report of ``error`` needs to be of use, in a line."""
    place = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]} ({Path(place.filename).name}:{place.lineno})"


def read_files(jobs: Iterable[Job], *, mapper: Mapper = map) -> Iterator[Outcome]:
    """What each file gives, in order, each as soon as it is there."""
    asked, told = tee(jobs)
    for job, answer in zip(told, mapper(read_file, asked), strict=True):
        if isinstance(answer, DocumentError):
            answer = Outcome(None, None, problem_of(answer, str(job.path)))  # noqa: PLW2901
        yield answer
