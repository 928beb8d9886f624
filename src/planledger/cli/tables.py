"""``planledger tables``: how the tables of documents were understood."""

from __future__ import annotations

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
from planledger.model import ColumnReading, Document, Extraction, Problem, TableReading

if TYPE_CHECKING:
    from planledger.reading import Limits


@spoken_command(
    "tables",
    Both(
        "列出 FILES 中的每张表格，以及每一列读作什么；读错了，可在 documents.yaml 的 tables 中更正。",
        "List every table of FILES and what each of its columns was taken for; set it right under tables in"
        " documents.yaml.",
    ),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(readable=False, path_type=Path))
@option("--json", "as_json", is_flag=True, say=Both("输出 JSON，每行一张表。", "Print JSON, one table a line."))
@limit_option
@overriding
@strict_option
@click.pass_context
def command(
    context: click.Context,
    /,
    files: tuple[Path, ...],
    as_json: bool,
    limits: Limits | None,
    strict: bool,
    **said: Any,
) -> int:
    """List the tables."""
    language = language_of(context)
    problems: list[Problem] = []
    for document, extraction in read_with_progress(files, problems, language, limits=limits, **said):
        if as_json:
            click.echo(_json_lines(extraction), nl=False)
        else:
            click.echo(_listing(document, extraction, language))
    tell_problems(problems, language)
    return exit_code(problems, strict=strict)


def _json_lines(extraction: Extraction) -> str:
    from dataclasses import asdict

    from planledger.ledger.files import json_lines

    return json_lines(asdict(table) for table in extraction.tables).decode()


def _listing(document: Document, extraction: Extraction, language: Language) -> str:
    count = len(extraction.tables)
    title = f"{document.id}  {Both(f'表格{count}张', f'{count} tables').of(language)}"
    return "\n\n".join([title, *(table_listing(document, table, language) for table in extraction.tables)]) + "\n"


def table_listing(document: Document, table: TableReading, language: Language) -> str:
    """A table as a person reads it: its caption, what it was taken for and what it gave, then its columns."""
    from planledger.ledger.phrasing import places_text

    place = places_text(document.places_of(table.start, table.end)[:1], language)
    head = Both(f"表{table.number}", f"table {table.number}").of(language)
    kind = _word("table_kind", table.kind, language)
    if table.reason:
        kind = f"{kind}（{_word('table_reason', table.reason, language)}）"
    gave = Both(
        f"{table.rows}行，量化与相对{table.statements}条，项目与任务{table.records}项，把握{table.confidence:g}",
        f"{table.rows} rows, {table.statements} statements and relations, {table.records} projects and tasks,"
        f" confidence {table.confidence:g}",
    ).of(language)
    unit = Both(f"单位：{table.unit}", f"unit: {table.unit}").of(language) if table.unit else ""
    first = "  ".join(filter(None, [head, place, shortened(table.caption, 60), unit]))
    lines = [first, f"{kind}  {gave}"]
    if table.columns:
        lines.append(table_text(_HEADS[language], [_column(column, language) for column in table.columns], right=[0]))
    return "\n".join(lines)


_HEADS = {
    "zh": ("列", "表头", "种类", "性质", "时期", "单位", "附加名称", "用途", "来源"),
    "en": ("column", "head", "kind", "role", "period", "unit", "added name", "use", "from"),
}


def _column(column: ColumnReading, language: Language) -> tuple[str, ...]:
    source = Both("人工", "user") if column.set_by_user else Both("表头", "head")
    return (
        str(column.number),
        shortened(column.head, 36),
        _word("column_kind", column.kind, language),
        _word("column_role", column.role, language) if column.role else "",
        column.period,
        column.unit,
        column.name,
        _word("column_use", column.use, language) if column.use else "",
        source.of(language),
    )


def _word(words: str, code: str, language: Language) -> str:
    from planledger.ledger.columns import load_words

    word = load_words()[words][code]
    return word.chinese if language == "zh" else word.english
