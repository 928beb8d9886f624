"""Which files are meant, and what the user says of them in ``documents.yaml``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import has_magic
from pathlib import Path

from planledger.errors import BrokenOverrides, PlanLedgerError, reason_of
from planledger.ledger.publishing import published_files
from planledger.model import Problem
from planledger.pipeline.messages import problem, problem_of
from planledger.pipeline.reading_files import Job
from planledger.reading import Limits, Overrides, OverrideTable, merge_overrides, read_overrides

SUFFIXES = frozenset(
    f".{kind}"
    for kind in (
        "txt", "html", "htm", "xhtml", "pdf", "docx", "doc", "wps", "rtf", "odt", "xlsx", "xls", "et", "csv",
        "png", "jpg", "jpeg", "tif", "tiff", "bmp",
    )
)  # fmt: skip
"""What a folder is searched for; a file that is named is read whatever its suffix."""

LOCK = "~$"
"""What the names of the files begin with by which Office tells that a document is open."""

OVERRIDES = "documents.yaml"
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Collected:
    """Files to read, in the order given, and what was asked for but is not there."""

    jobs: tuple[Job, ...]
    problems: tuple[Problem, ...]


def collect_files(
    paths: Iterable[Path | str], *, overrides: Overrides | None = None, limits: Limits | None = None
) -> Collected:
    """Files behind ``paths``: files, folders with all below them, and patterns such as ``reports/*.txt``.

    Args:
        paths: What the user named.
        overrides: What the user says of all of them; goes before what ``documents.yaml`` beside a file says of it.
        limits: What reading each may take; those of ``Limits()`` when left out.
    """
    problems: list[Problem] = []
    files: dict[Path, None] = {}
    for path in map(Path, paths):
        closed: list[OSError] = []
        found, passed = _files_behind(path, closed)
        problems += [_closed(error) for error in closed]
        if not found and not closed:
            code = "folder.empty" if path.is_dir() else "pattern.empty" if has_magic(str(path)) else "file.missing"
            problems.append(problem(code, str(path)))
        elif passed:
            names = [file.name for file in passed[:_NAMED]] + ["…"] * (len(passed) > _NAMED)
            named = {"count": str(len(passed)), "names": ", ".join(names), "names_zh": "、".join(names)}
            problems.append(problem("folder.passed_over", str(path), **named))
        files |= dict.fromkeys(found)
    said: dict[Path, OverrideTable] = {}
    jobs = []
    for path, name in _named(files, problems):
        folder = path.parent
        if folder not in said:
            said[folder] = _said_in(folder, problems)
        told = merge_overrides(filter(None, (said[folder].of_file(path.name), overrides)))
        jobs.append(Job(path, name, told, limits or Limits()))
    return Collected(tuple(jobs), tuple(problems))


def _closed(error: OSError) -> Problem:
    facts = {"reason": error.strerror or type(error).__name__, "reason_zh": reason_of(error)}
    return problem("folder.unreadable", str(error.filename), **facts)


def _files_behind(path: Path, closed: list[OSError]) -> tuple[list[Path], list[Path]]:
    """Documents that ``path`` means, and what a folder holds besides them that may have been meant as well.

    Folders that cannot be opened are added to ``closed``.
    """
    if path.is_dir():
        walk = os.walk(path, onerror=closed.append)
        every = sorted(Path(folder, name) for folder, _folders, names in walk for name in names)
        written = _written_before({folder for file in every for folder in file.parents})
        found = [file for file in every if file not in written and _is_document(file)]
        return found, [file for file in every if file not in {*written, *found} and _may_be_meant(file)]
    if path.exists():
        return [path], []
    if has_magic(str(path)):
        root = Path(path.anchor)
        return sorted(file for file in root.glob(str(path.relative_to(root))) if file.is_file()), []
    return [], []


def _is_document(file: Path) -> bool:
    return file.suffix.lower() in SUFFIXES and not file.name.startswith(LOCK) and file.is_file()


def _may_be_meant(file: Path) -> bool:
    """Not what systems and Office leave behind, nor our own settings."""
    return file.name not in {OVERRIDES, "Thumbs.db", "desktop.ini"} and not file.name.startswith((".", LOCK))


def _written_before(folders: Iterable[Path]) -> frozenset[Path]:
    """Our own outputs in ``folders``: a ledger is not read as a document when it lies beside those it was made of."""
    return frozenset().union(*map(published_files, folders))


def _named(files: Iterable[Path], problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    # A document is named by its stem everywhere, so a second file of that stem needs another name.
    taken: set[str] = set()
    for path in files:
        name, number = path.stem, 2
        while name in taken:
            name, number = f"{path.stem}-{number}", number + 1
        if name != path.stem:
            problems.append(problem("documents.same_name", str(path), name=name))
        taken.add(name)
        yield path, name


def _said_in(folder: Path, problems: list[Problem]) -> OverrideTable:
    path = folder / OVERRIDES
    if not path.exists():
        return OverrideTable({})
    try:
        said = read_overrides(path)
        idle = said.idle_keys({file.name for file in folder.iterdir()})
    except (PlanLedgerError, OSError) as error:
        if isinstance(error, OSError):
            told: PlanLedgerError = BrokenOverrides(OVERRIDES, error.strerror or "", reason_of(error))
        else:
            told = error
        problems.append(problem_of(told, str(path)))
        return OverrideTable({})
    if idle:
        problems.append(problem("overrides.idle", str(path), names=", ".join(idle), names_zh="、".join(idle)))
    return said
