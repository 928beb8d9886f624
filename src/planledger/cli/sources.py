"""Records of a document or of a finished run, for the commands that look at one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planledger.cli.language import Both, Language
from planledger.cli.options import overrides_from
from planledger.cli.terminal import Progress, message_of
from planledger.model import Document, Extraction, Ledger, Problem, Statement
from planledger.version import __version__

if TYPE_CHECKING:
    from planledger.reading import Limits


def read_with_progress(
    files: Iterable[Path], problems: list[Problem], language: Language, *, limits: Limits | None, **said: Any
) -> Iterator[tuple[Document, Extraction]]:
    """Documents of ``files`` with what was read out of them, each as soon as it is there; what is wrong is added."""
    from planledger.runners import Guarded

    progress = Progress(language)
    with Guarded(limits, told=progress.page) as runner:
        from planledger.pipeline import collect_files, read_files  # while the first worker does the same

        collected = collect_files(files, overrides=overrides_from(**said), limits=limits)
        problems += collected.problems
        progress("reading", 0, len(collected.jobs))
        for done, outcome in enumerate(read_files(collected.jobs, mapper=runner.map), start=1):
            progress("reading", done, len(collected.jobs))
            problems += [outcome.problem] if outcome.problem else []
            if outcome.document is not None and outcome.extraction is not None:
                problems += (*outcome.document.problems, *outcome.extraction.problems)
                progress.close()
                yield outcome.document, outcome.extraction
    progress.close()


def load_ledger(source: Path, language: Language, *, encoding: str = "", limits: Limits | None = None) -> Ledger:
    """The ledger of an output folder, or one of the documents behind ``source``, held against nothing."""
    from planledger.ledger import read_ledger
    from planledger.runners import Guarded

    if source.is_dir() and any((folder / "ledger.json").is_file() for folder in (source, source / "ledger")):
        return read_ledger(source)
    progress = Progress(language)
    with Guarded(limits, told=progress.page) as runner:
        from planledger.pipeline import collect_files, read_files  # while the first worker does the same

        collected = collect_files([source], overrides=overrides_from(encoding=encoding), limits=limits)
        progress("reading", 0, len(collected.jobs))
        outcomes = list(read_files(collected.jobs, mapper=runner.map))
    progress.close()
    read = [(found.document, found.extraction) for found in outcomes if found.document and found.extraction]
    problems = (*collected.problems, *(found.problem for found in outcomes if found.problem))
    if not read:
        said = [message_of(problem, language) for problem in problems]
        raise click.ClickException("；".join(said) if language == "zh" else "; ".join(said))
    return Ledger(tuple(one for one, _ in read), tuple(one for _, one in read), (), (), problems, __version__)


def find_statements(ledger: Ledger, where: str, language: Language) -> list[tuple[Document, Extraction, Statement]]:
    """Statements that ``where`` means: an id, a source offset, or words of the indicator.

    Raises:
        click.ClickException: There is none.
    """
    every = [
        (document, extraction, statement)
        for document, extraction in zip(ledger.documents, ledger.extractions, strict=True)
        for statement in extraction.statements
    ]
    found = [one for one in every if one[2].id == where]
    if not found and where.isdecimal():
        found = [one for one in every if one[2].start <= int(where) < max(one[2].end, one[2].start + 1)]
        found = found or [one for one in every if one[2].sentence_start <= int(where) < one[2].sentence_end]
    if not found:
        found = [one for one in every if where in one[2].indicator]
    if not found:
        said = Both(
            f"没有找到“{where}”：请给出编号、原文位置或指标名称",
            f"nothing found for {where!r}: give an id, an offset or an indicator",
        )
        raise click.ClickException(said.of(language))
    return found
