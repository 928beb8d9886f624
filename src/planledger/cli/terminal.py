"""What a person sees in the terminal: tables, progress, problems."""

from __future__ import annotations

import sys
import threading
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from planledger.cli.language import Both, Language
from planledger.model import Fulfilment, NearMiss, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from planledger.forms import Form
    from planledger.pipeline.picturing import PictureJob
    from planledger.pipeline.reading_files import Job

_STAGES = {
    "reading": Both("读取文献", "reading"),
    "reconciling": Both("对照", "reconciling"),
    "drawing": Both("画出原页", "drawing pages"),
}
_BAR = 24
_NAME = 24
_SHOWN_PROBLEMS = 20
# What is wrong with the command rather than with a document.
_WRONG_USAGE = frozenset(
    {"file.missing", "folder.empty", "pattern.empty", "overrides.broken", "document.encoding", "region.undefined"}
)

# What is told for the user to know of, though nothing may be wrong.
_TOLD = frozenset({"folder.passed_over", "overrides.idle"})


class Progress:
    """Tells on standard error how far a run is; silent where nobody looks on, and while there is little to tell."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._shows = sys.stderr.isatty()
        self._last = time.monotonic()
        self._dirty = False
        self._closed = True
        self._bar = ""
        self._writing = threading.Lock()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show ``done`` of ``total``."""
        self._closed = False
        filled = _BAR * done // total if total else _BAR
        name = _STAGES[stage].of(self._language)
        self._bar = f"{name} {'█' * filled}{'·' * (_BAR - filled)} {done}/{total}"
        now = time.monotonic()
        if now - self._last >= 0.1 or done >= total:
            self._last = now
            self._show(self._bar)

    def page(self, job: Job | PictureJob, done: int, total: int) -> None:
        """Show which page of a file is under way, where one takes long; may be called from any thread."""
        if self._closed:
            return
        of = f"/{total}" if total else ""
        page = Both(f"第{done + 1}{of}页", f"page {done + 1}{of}").of(self._language)
        self._show(f"{self._bar}  {shortened(job.name, _NAME)} {page}")

    def close(self) -> None:
        """Leave the line clean for what comes next, until there is more to show."""
        self._closed = True
        with self._writing:
            if self._dirty:
                click.echo("\r\x1b[K", nl=False, err=True)
                self._dirty = False

    def _show(self, line: str) -> None:
        with self._writing:
            if self._shows:
                click.echo(f"\r{line}\x1b[K", nl=False, err=True)
                self._dirty = True


def exit_code(problems: Iterable[Problem], *, strict: bool = False) -> int:
    """0 clean, 1 problems found, 2 when something that was asked for is not there, 3 when reading crashed.

    A doubtful passage inside a document is a finding and listed as one; only ``strict`` makes it count.
    """
    of_files = {problem.code for problem in problems if strict or problem.start < 0} - _TOLD
    if "document.crashed" in of_files:
        return 3
    if of_files & _WRONG_USAGE:
        return 2
    return 1 if of_files else 0


def tell_problems(problems: Sequence[Problem], language: Language, *, rest: str = "") -> None:
    """Say on standard error what is wrong with whole files, and how many passages are doubtful.

    Args:
        problems: All of them; those of whole files are cut after some.
        language: In which it is said.
        rest: Where those cut off can be read.
    """
    of_files = [problem for problem in problems if problem.start < 0]
    for problem in of_files[:_SHOWN_PROBLEMS]:
        click.echo(message_of(problem, language), err=True)
    if (more := len(of_files) - _SHOWN_PROBLEMS) > 0:
        click.echo(Both(f"……另有{more}项{rest}", f"… and {more} more{rest}").of(language), err=True)
    inside = [problem for problem in problems if problem.start >= 0]
    if inside:
        said = Both(f"文中存疑之处 {len(inside)} 处：", f"{len(inside)} doubtful passages:")
        click.echo(said.of(language), err=True)
    kinds = Counter((message_of(problem, language), problem.code) for problem in inside).most_common()
    for (message, code), count in kinds[:_SHOWN_PROBLEMS]:
        click.echo(f"  {count:>4} × {message} ({code})", err=True)
    if (more := len(kinds) - _SHOWN_PROBLEMS) > 0:
        click.echo(Both(f"  ……另有{more}种", f"  … and {more} more kinds").of(language), err=True)


def rest_in(out: Path | None, language: Language) -> str:
    """Where a planning command lists every problem: in its results, or in those that ``--out`` would write."""
    if out is None:
        return Both("，用--out写出全部", "; --out writes all of them").of(language)
    from planledger.forms import unused_place

    place = unused_place(out, language)
    return Both(f"，全部见{place}", f"; all are in {place}").of(language)


def put_template(form: Form, path: Path, language: Language) -> None:
    """Write the form to be filled in; where it takes several files, tell their names."""
    from planledger.forms import write_template

    written = write_template(form, path, language=language)
    if len(written) > 1:
        names = [one.name for one in written]
        click.echo(Both(f"已写出：{'、'.join(names)}", f"written: {', '.join(names)}").of(language), err=True)


def message_of(problem: Problem, language: Language) -> str:
    """The message of a problem; in English where there is no other."""
    return problem.message_zh if language == "zh" and problem.message_zh else problem.message


def reason_of(finding: Fulfilment | NearMiss, language: Language) -> str:
    """The reason of a finding; in English where there is no other."""
    return finding.reason_zh if language == "zh" and finding.reason_zh else finding.reason


def table_text(heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """A table in which Chinese and Latin letters line up.

    Args:
        heads: Column heads.
        rows: Cells.
        right: Columns that hold numbers.
    """
    cells = [list(heads), *(list(row) for row in rows)]
    widths = [max(width(row[column]) for row in cells) for column in range(len(heads))]
    lines = []
    for row in cells:
        parts = []
        for column, cell in enumerate(row):
            space = " " * (widths[column] - width(cell))
            parts.append(space + cell if column in right else cell + space)
        lines.append("  ".join(parts).rstrip())
    lines.insert(1, "  ".join("─" * size for size in widths))
    return "\n".join(lines)


def width(text: str) -> int:
    """Columns that ``text`` takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def shortened(text: str, columns: int) -> str:
    """``text`` in at most ``columns`` columns, with an ellipsis where it was cut."""
    if width(text) <= columns:
        return text
    taken = 0
    for at, character in enumerate(text):
        taken += width(character)
        if taken > columns - 1:
            return text[:at] + "…"
    return text
