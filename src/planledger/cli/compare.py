"""``planledger compare``: the promises of one document against what a later one reports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planledger.cli.language import Both, Language
from planledger.cli.options import (
    encoding_option,
    language_of,
    limit_option,
    option,
    overrides_from,
    spoken_command,
    strict_option,
)
from planledger.cli.terminal import Progress, exit_code, reason_of, shortened, table_text, tell_problems
from planledger.model import Document, Extraction, Fulfilment, Problem

if TYPE_CHECKING:
    from planledger.pipeline import Outcome
    from planledger.pipeline.reading_files import Mapper
    from planledger.reading import Limits, Overrides


@spoken_command(
    "compare",
    Both(
        "对照 PROMISES 中的承诺与 RESULTS 中的完成情况，逐项给出结论、算式和理由。",
        "Hold every promise of PROMISES against what RESULTS reports, with verdict, arithmetic and reason.",
    ),
)
@click.argument("promises", type=click.Path(readable=False, path_type=Path))
@click.argument("results", type=click.Path(readable=False, path_type=Path))
@option(
    "--jsonl",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    say=Both("写出 JSON Lines 的文件。", "File for JSON Lines."),
)
@option("--region", default="", metavar="REGION", say=Both("两份文献的地区。", "Region of both documents."))
@option(
    "--promise-year",
    default=None,
    type=click.IntRange(1949, 2100),
    metavar="YEAR",
    say=Both("承诺文献的报告年。", "Report year of PROMISES."),
)
@option(
    "--result-year",
    default=None,
    type=click.IntRange(1949, 2100),
    metavar="YEAR",
    say=Both("结果文献的报告年。", "Report year of RESULTS."),
)
@limit_option
@encoding_option
@strict_option
@click.pass_context
def command(
    context: click.Context,
    promises: Path,
    results: Path,
    file: Path | None,
    strict: bool,
    *,
    limits: Limits | None,
    region: str,
    promise_year: int | None,
    result_year: int | None,
    encoding: str,
) -> int:
    """List or write the fulfilments."""
    from planledger.runners import Guarded

    language = language_of(context)
    problems: list[Problem] = []
    sides: list[tuple[Document, Extraction]] = []
    progress = Progress(language)
    with Guarded(limits, workers=1, told=progress.page) as runner:
        from planledger.catalogue import load_catalogue  # while the worker does the same
        from planledger.pipeline import compare

        for path, year in ((promises, promise_year), (results, result_year)):
            progress("reading", len(sides), 2)
            overrides = overrides_from(region=region, year=year, encoding=encoding)
            outcome = _read(path, problems, overrides, limits, runner.map)
            if outcome is not None and outcome.document is not None and outcome.extraction is not None:
                problems += (*outcome.document.problems, *outcome.extraction.problems)
                sides.append((outcome.document, outcome.extraction))
    progress.close()
    if len(sides) == 2:
        fulfilments = compare(sides[0], sides[1], catalogue=load_catalogue())
        if file is None:
            click.echo(_listing(fulfilments, language))
        else:
            _write(file, fulfilments)
    tell_problems(problems, language)
    return exit_code(problems, strict=strict)


def _read(
    path: Path, problems: list[Problem], overrides: Overrides, limits: Limits | None, mapper: Mapper
) -> Outcome | None:
    from planledger.pipeline import collect_files, read_files

    collected = collect_files([path], overrides=overrides, limits=limits)
    problems += collected.problems
    if not collected.jobs:
        return None
    if len(collected.jobs) > 1:
        raise click.BadParameter(f"{path}: 请给出一个文件 give one file")
    [outcome] = read_files([replace(collected.jobs[0], name=path.stem)], mapper=mapper)
    problems += [outcome.problem] if outcome.problem else []
    return outcome


def _write(file: Path, fulfilments: tuple[Fulfilment, ...]) -> None:
    from planledger.ledger import fulfilment_row, replace_file
    from planledger.ledger.files import json_lines

    replace_file(file, json_lines(map(fulfilment_row, fulfilments)))


def _listing(fulfilments: tuple[Fulfilment, ...], language: Language) -> str:
    from planledger.ledger.columns import load_words
    from planledger.ledger.phrasing import indicator_of, value_text

    words = load_words()["verdict"]
    heads = {"zh": ("结论", "承诺", "目标", "结果", "理由"), "en": ("verdict", "promise", "target", "result", "reason")}
    rows = []
    for fulfilment in fulfilments:
        word = words[fulfilment.verdict]
        result = fulfilment.result
        told = (value_text(result) or indicator_of(result)) if result else ""
        rows.append(
            (
                f"{word.symbol} {word.chinese if language == 'zh' else word.english}",
                shortened(indicator_of(fulfilment.promise), 30),
                shortened(value_text(fulfilment.promise) or "", 20),
                shortened(told, 24),
                shortened(reason_of(fulfilment, language), 50),
            )
        )
    return table_text(heads[language], rows)
