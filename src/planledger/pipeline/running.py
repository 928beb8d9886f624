"""A whole run: files in, ledger out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from planledger.catalogue import load_catalogue
from planledger.model import Document, Extraction, Ledger, Problem
from planledger.pipeline.collecting import Collected, collect_files
from planledger.pipeline.comparing import compare_all, find_twins, find_unplaced
from planledger.pipeline.reading_files import Mapper, read_files
from planledger.reading import Limits, Overrides
from planledger.version import __version__

Progress = Callable[[str, int, int], None]
"""Called with the stage (``reading``, ``reconciling``), how many are done, and of how many."""


def run(
    paths: Iterable[Path | str],
    *,
    overrides: Overrides | None = None,
    limits: Limits | None = None,
    mapper: Mapper = map,
    progress: Progress | None = None,
) -> Ledger:
    """Everything that the files behind ``paths`` promise and report.

    A file that cannot be read becomes a problem of the ledger, and the others are read all the same.

    Args:
        paths: Files, folders, patterns.
        overrides: What is known of all the documents.
        limits: What reading each file may take.
        mapper: How the files are worked through: in this process unless ``planledger.runners`` gives another; files
            that are not trusted need its ``Guarded``.
        progress: Told how far the run is.
    """
    return run_collected(collect_files(paths, overrides=overrides, limits=limits), mapper=mapper, progress=progress)


def run_collected(collected: Collected, *, mapper: Mapper = map, progress: Progress | None = None) -> Ledger:
    """The same for files that are collected already."""
    tell = progress or _silent
    problems = list(collected.problems)
    read: list[tuple[Document, Extraction]] = []
    tell("reading", 0, len(collected.jobs))
    for done, outcome in enumerate(read_files(collected.jobs, mapper=mapper), start=1):
        if outcome.document is not None and outcome.extraction is not None:
            read.append((outcome.document, outcome.extraction))
        if outcome.problem is not None:
            problems.append(outcome.problem)
        tell("reading", done, len(collected.jobs))
    return reconciled(read, problems, progress=tell)


def reconciled(
    read: list[tuple[Document, Extraction]], problems: list[Problem], *, progress: Progress | None = None
) -> Ledger:
    """The ledger of documents that are read: promises held against results, contradictions found.

    Args:
        read: Documents with what was extracted from each.
        problems: What is known to be wrong besides.
        progress: Told how far it is.
    """
    tell = progress or _silent
    from planledger.reconciling import find_contradictions

    read.sort(key=lambda both: (both[0].region.value or both[0].region_name, both[0].year.value, both[0].id))
    documents, extractions = tuple(d for d, _ in read), tuple(e for _, e in read)
    catalogue = load_catalogue()
    tell("reconciling", 0, 1)
    problems += (*find_unplaced(documents), *find_twins(documents))
    problems += (problem for document in documents for problem in document.problems)
    problems += (problem for extraction in extractions for problem in extraction.problems)
    ledger = Ledger(
        documents=documents,
        extractions=extractions,
        fulfilments=tuple(compare_all(documents, extractions, catalogue=catalogue)),
        contradictions=tuple(find_contradictions(extractions, documents, catalogue)),
        problems=tuple(problems),
        version=__version__,
    )
    tell("reconciling", 1, 1)
    return ledger


def _silent(stage: str, done: int, total: int) -> None:
    pass
