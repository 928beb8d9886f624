"""``planledger read``: the quantified statements of documents."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planledger.cli.language import Both, Language
from planledger.cli.options import (
    language_of,
    limit_option,
    option,
    overriding,
    spoken_command,
    strict_option,
)
from planledger.cli.sources import read_with_progress
from planledger.cli.terminal import exit_code, shortened, table_text, tell_problems
from planledger.model import Document, Problem, Statement

if TYPE_CHECKING:
    from planledger.reading import Limits


@spoken_command(
    "read",
    Both(
        "列出 FILES 中的每一条量化表述；加 --jsonl 则每个文件写一个 DIR/<文件名>.jsonl，每行一条；"
        "PDF、图片、Word、Excel 另写 DIR/<文件名>.txt，即各位置所指的文字。",
        "List every quantified statement of FILES; with --jsonl, write DIR/<file stem>.jsonl for each file, one"
        " statement a line; of a PDF, picture, Word or Excel file also DIR/<file stem>.txt, the text that offsets"
        " point into.",
    ),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(readable=False, path_type=Path))
@option(
    "--jsonl",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    say=Both("写出 JSON Lines 的文件夹。", "Folder for JSON Lines."),
)
@limit_option
@overriding
@strict_option
@click.pass_context
def command(
    context: click.Context,
    /,
    files: tuple[Path, ...],
    folder: Path | None,
    limits: Limits | None,
    strict: bool,
    **said: Any,
) -> int:
    """List or write the statements."""
    language = language_of(context)
    problems: list[Problem] = []
    written: dict[str, bytes] = {}
    for document, extraction in read_with_progress(files, problems, language, limits=limits, **said):
        if folder is None:
            click.echo(_listing(document, extraction.statements, language))
        else:
            written |= _files(document, extraction.statements)
    if folder is not None:
        _write(folder, written)
    tell_problems(problems, language)
    return exit_code(problems, strict=strict)


def _files(document: Document, statements: Iterable[Statement]) -> dict[str, bytes]:
    """Files of a document by name; of a file that is no text also its source text, which the offsets point into."""
    from planledger.ledger import statement_row
    from planledger.ledger.files import json_lines, sound_text

    files = {f"{document.id}.jsonl": json_lines(statement_row(statement, document) for statement in statements)}
    if document.places:
        files[f"{document.id}.txt"] = sound_text(document.source).encode()
    return files


def _write(folder: Path, written: dict[str, bytes]) -> None:
    from planledger.ledger import replace_file

    # Nothing is written before every file is read, so an interrupted run leaves what was there.
    for name, content in written.items():
        replace_file(folder / name, content)


def _listing(document: Document, statements: tuple[Statement, ...], language: Language) -> str:
    from planledger.ledger.columns import load_words
    from planledger.ledger.phrasing import value_text

    roles = load_words()["role"]
    heads = {
        "zh": ("位置", "指标", "数值", "性质", "时期", "原句"),
        "en": ("at", "indicator", "value", "role", "period", "sentence"),
    }
    rows = [
        (
            str(statement.start),
            shortened(statement.indicator, 30),
            shortened(value_text(statement) or "", 20),
            roles[statement.role].chinese if language == "zh" else roles[statement.role].english,
            statement.period,
            shortened(statement.sentence.replace("\t", " │ "), 40),
        )
        for statement in statements
    ]
    year = document.year.value or Both("年份不明", "year unknown").of(language)
    title = f"{document.id}  {document.title.value}  {document.region_name}  {year}"
    return f"{title}\n{table_text(heads[language], rows, right=[0])}\n"
