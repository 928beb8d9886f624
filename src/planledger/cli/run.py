"""``planledger run``: documents in, report and ledger out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planledger.cli.language import Both, Language
from planledger.cli.options import (
    language_of,
    limit_option,
    option,
    overrides_from,
    overriding,
    spoken_command,
    strict_option,
)
from planledger.cli.terminal import Progress, exit_code, tell_problems
from planledger.model import Ledger, Problem

if TYPE_CHECKING:
    from planledger.reading import Limits
    from planledger.runners import Guarded


@spoken_command(
    "run",
    Both(
        "读入 PATHS（文件、文件夹或通配符），抽取量化表述，对照承诺与结果，写出报告和台账。\n\n"
        "写到 --out 文件夹：report.html、ledger.xlsx、ledger/（Parquet、CSV、JSONL、JSON Schema）。"
        "要么全部写出，要么一个也不写。文件旁的 documents.yaml 可设定地区、年份、类型和编码。",
        "Read PATHS (files, folders or patterns), extract every quantified statement, hold promises against results,"
        " and write a report and a ledger.\n\n"
        "Writes report.html, ledger.xlsx and ledger/ (Parquet, CSV, JSONL, JSON Schema) into the folder --out, all of"
        " them or none. A documents.yaml beside the files may set region, year, type and encoding.",
    ),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False, path_type=Path))
@option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    say=Both("输出文件夹。", "Folder to write to."),
)
@option(
    "--workers",
    default=0,
    type=click.IntRange(0),
    metavar="N",
    say=Both("最多几个进程；默认每个处理器一个。", "Most processes; one a processor when not given."),
)
@limit_option
@overriding
@strict_option
@click.pass_context
def command(
    context: click.Context,
    /,
    paths: tuple[Path, ...],
    out: Path,
    workers: int,
    limits: Limits | None,
    strict: bool,
    **said: Any,
) -> int:
    """Write the outputs of a run."""
    from planledger.runners import Guarded

    language = language_of(context)
    progress = Progress(language)
    with Guarded(limits, workers=workers, told=progress.page) as runner:
        from planledger.pipeline import collect_files, run_collected  # while the first worker does the same

        collected = collect_files(paths, overrides=overrides_from(**said), limits=limits)
        ledger = run_collected(collected, mapper=runner.map, progress=progress)
        problems = _write(ledger, out, runner, progress, language) if ledger.documents else []
    progress.close()
    if ledger.documents:
        click.echo(_summary(ledger, out, language))
    else:
        click.echo(
            Both("没有读到文献，未写出任何文件。", "No document was read; nothing was written.").of(language), err=True
        )
    problems += ledger.problems
    tell_problems(problems, language)
    return exit_code(problems, strict=strict) or (0 if ledger.documents else 1)


def _write(ledger: Ledger, out: Path, runner: Guarded, progress: Progress, language: Language) -> list[Problem]:
    """Write every output; the problems of pages that could not be drawn."""
    from planledger.ledger import published, write_files
    from planledger.ledger.report import write_report
    from planledger.pipeline import draw_ledger

    with published(out) as staging:
        write_files(ledger, staging)
        drawn = []
        paged = sum(bool(document.pages) for document in ledger.documents)
        progress("drawing", 0, paged)
        for one in draw_ledger(ledger, staging, mapper=runner.map):
            drawn.append(one)
            progress("drawing", len(drawn), paged)
        pictures = {one.name: one.files for one in drawn}
        write_report(ledger, staging / "report.html", lang=language, pictures=pictures)
    return [one.problem for one in drawn if one.problem]


def _summary(ledger: Ledger, out: Path, language: Language) -> str:
    from planledger.ledger.columns import load_words
    from planledger.ledger.standing import standing

    words = load_words()["verdict"]
    statements = sum(len(extraction.statements) for extraction in ledger.extractions)
    counts = Counter(fulfilment.verdict for fulfilment in standing(ledger.fulfilments))
    told = [
        f"{word.symbol} {word.chinese if language == 'zh' else word.english} {counts[code]}"  # type: ignore[index]
        for code, word in words.items()
    ]
    found = Both(
        f"文献 {len(ledger.documents)} 份，量化表述 {statements} 条，承诺 {counts.total()} 项，"
        f"矛盾 {len(ledger.contradictions)} 处",
        f"{len(ledger.documents)} documents, {statements} statements, {counts.total()} promises,"
        f" {len(ledger.contradictions)} contradictions",
    )
    heads = Both("报告", "report"), Both("表格", "workbook"), Both("台账", "ledger")
    places = out / "report.html", out / "ledger.xlsx", out / "ledger"
    lines = [found.of(language), "  ".join(told)]
    return "\n".join(lines + [f"{head.of(language)}: {place}" for head, place in zip(heads, places, strict=True)])
