"""``planledger benchmark``: how fast the user's own files are read, and with how much memory."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from planledger.cli.language import Both, Language
from planledger.cli.options import language_of, limit_option, option, overrides_from, overriding, spoken_command
from planledger.cli.terminal import Progress, exit_code, shortened, table_text, tell_problems
from planledger.model import Document, Problem

if TYPE_CHECKING:
    from planledger.pipeline import Job
    from planledger.reading import Limits

T = TypeVar("T")


class Measured(NamedTuple):
    """Cost of one document; seconds are processor time, the median of the runs."""

    document: str
    characters: int
    statements: int
    reading: float
    extracting: float

    @property
    def rate(self) -> float:
        """Characters a second, reading and extracting together."""
        return self.characters / max(self.reading + self.extracting, 1e-9)


@spoken_command(
    "benchmark",
    Both(
        "测量读入 PATHS 并抽取量化表述的速度和内存。\n\n"
        "每份文献在一个核心上读取并抽取多次，取处理器时间的中位数；读盘、启动和载入目录不计。",
        "Measure how fast PATHS are read and extracted, and with how much memory.\n\n"
        "Each document is read and extracted several times on one core; times are the median of processor time, without"
        " reading from disk, start-up and loading of the catalogue.",
    ),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False, path_type=Path))
@option(
    "--runs",
    default=5,
    show_default=True,
    type=click.IntRange(1),
    metavar="N",
    say=Both("每份文献测几次。", "Runs of each document."),
)
@option("--json", "as_json", is_flag=True, say=Both("输出 JSON。", "Print JSON."))
@limit_option
@overriding
@click.pass_context
def command(
    context: click.Context, /, paths: tuple[Path, ...], runs: int, as_json: bool, limits: Limits | None, **said: Any
) -> int:
    """Print what reading and extracting the files costs."""
    from planledger.pipeline import collect_files, read_files
    from planledger.runners import Guarded

    language = language_of(context)
    collected = collect_files(paths, overrides=overrides_from(**said), limits=limits)
    problems: list[Problem] = list(collected.problems)
    progress = Progress(language)
    rows = []
    with Guarded(limits) as runner:
        outcomes = list(read_files(collected.jobs, mapper=runner.map))  # only what is safe to read is measured here
    for done, (job, outcome) in enumerate(zip(collected.jobs, outcomes, strict=True), start=1):
        problems += [outcome.problem] if outcome.problem else []
        if outcome.document is not None:
            rows.append(_measured(job, runs))
        progress("reading", done, len(collected.jobs))
    progress.close()
    if rows:
        click.echo(_json_text(rows, runs) if as_json else _table(rows, language))
    tell_problems(problems, language)
    return exit_code(problems)


def _measured(job: Job, runs: int) -> Measured:
    from planledger.catalogue import load_catalogue
    from planledger.extracting import extract
    from planledger.reading import read_document

    catalogue = load_catalogue()

    def read() -> Document:
        return read_document(job.path, name=job.name, overrides=job.overrides, limits=job.limits)

    extract(read(), catalogue)  # warms everything up
    reading, document = _median(read, runs)
    extracting, extraction = _median(lambda: extract(document, catalogue), runs)
    return Measured(job.name, len(document.source), len(extraction.statements), reading, extracting)


def _median(work: Callable[[], T], runs: int) -> tuple[float, T]:
    taken = []
    for _ in range(runs):
        start = time.process_time()
        made = work()
        taken.append(time.process_time() - start)
    return statistics.median(taken), made


def _total(rows: Sequence[Measured]) -> Measured:
    return Measured(
        "",
        sum(row.characters for row in rows),
        sum(row.statements for row in rows),
        sum(row.reading for row in rows),
        sum(row.extracting for row in rows),
    )


def _peak_megabytes() -> float | None:
    """The most memory this process has held; None on systems that do not tell."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def _table(rows: Sequence[Measured], language: Language) -> str:
    heads = {
        "zh": ("文献", "字符数", "量化表述", "读取毫秒", "抽取毫秒", "字符/秒"),
        "en": ("document", "characters", "statements", "reading ms", "extracting ms", "characters/s"),
    }
    total = _total(rows)._replace(document=Both("合计", "all").of(language))
    cells = [
        (
            shortened(row.document, 44),
            f"{row.characters:,}",
            f"{row.statements:,}",
            f"{row.reading * 1000:.1f}",
            f"{row.extracting * 1000:.1f}",
            f"{row.rate:,.0f}",
        )
        for row in (*rows, total)
    ]
    lines = [table_text(heads[language], cells, right=range(1, 6))]
    peak = _peak_megabytes()
    if peak is not None:
        lines.append(Both(f"内存峰值：{peak:.0f} MB", f"peak memory: {peak:.0f} MB").of(language))
    return "\n".join(lines)


def _json_text(rows: Sequence[Measured], runs: int) -> str:
    total = _total(rows)
    said = {
        "documents": [row._asdict() | {"characters_per_second": round(row.rate)} for row in rows],
        "characters": total.characters,
        "characters_per_second": round(total.rate),
        "runs": runs,
        "peak_megabytes": _peak_megabytes(),
    }
    return json.dumps(said, ensure_ascii=False, indent=1)
