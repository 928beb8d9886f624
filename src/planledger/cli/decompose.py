"""``planledger decompose``: a plan's targets into years and parts that close."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from planledger.cli.language import Both, Language
from planledger.cli.options import file_option, language_of, option, results_option, spoken_command
from planledger.cli.terminal import exit_code, put_template, rest_in, shortened, table_text, tell_problems

if TYPE_CHECKING:
    from planledger.forms import Filled, Form
    from planledger.model import Problem
    from planledger.planning.decomposing import Decomposed, Task

_METHOD = Both(
    "方法见docs/explanation/decomposition.md。各年合计（或期末值、年均增速）符合规划目标，各对象合计等于全市，均为精确取整。",
    "Method: docs/explanation/decomposition.md. Years come to the plan's target and parts to the whole, exactly in the"
    " stated digits.",
)
_MOST_PARTS = 40
"""Rows of parts that are listed in the terminal."""


@spoken_command(
    "decompose",
    Both(
        "把规划目标分解到年度和县区：各年合计或期末值符合目标，各对象合计等于全市；不能平衡时指出相互冲突的最小一组约束。\n\n"
        "FILES 是填好的表格（一个xlsx，或以工作表命名的若干csv），或 run 写出的台账文件夹。先用 --template 生成模板；"
        "与台账文件夹同用时，模板中填好台账里的目标。",
        "Split the targets of a plan over years and parts so that everything closes; where it cannot, name the smallest"
        " set of conditions that conflict.\n\n"
        "FILES is the filled form (one xlsx, or csv files named after its sheets), or a ledger folder that run wrote."
        " Get the form with --template; together with a ledger folder it holds the ledger's targets.",
    ),
)
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@file_option(
    "--template",
    Both("写出带示例的模板（xlsx或csv），不做分解。", "Write the form with examples (xlsx or csv) and stop."),
)
@results_option
@file_option("--chart", Both("写出年度路径图和分解图：.svg或.html。", "Write charts of ways and parts: .svg or .html."))
@option(
    "--seconds",
    type=click.FloatRange(min=0.1),
    default=60.0,
    metavar="SECONDS",
    say=Both("每个优化问题的时限，默认60秒。", "Time limit of each program, 60 seconds by default."),
)
@click.pass_context
def command(
    context: click.Context,
    files: tuple[Path, ...],
    *,
    template: Path | None,
    out: Path | None,
    chart: Path | None,
    seconds: float,
) -> int:
    """Decompose, list or write."""
    from planledger.forms import load_form

    language, form = language_of(context), load_form("decompose")
    if template is not None and not files:
        put_template(form, template, language)
        return 0
    if not files:
        said = Both("请给出填好的表格或台账文件夹，或用--template生成模板", "give the form or a ledger, or --template")
        raise click.UsageError(said.of(language))
    filled = _filled(form, files, language)
    if template is not None:
        from planledger.pipeline.decomposing_ledger import filled_template

        put_template(filled_template(form, filled), template, language)
        tell_problems(filled.problems, language)
        return exit_code(filled.problems)
    return _decompose(filled, str(files[0]), out, chart, seconds, language)


def _filled(form: Form, files: tuple[Path, ...], language: Language) -> Filled:
    """What the files hold, or the targets of a ledger."""
    from planledger.forms import read_form

    if not any(path.is_dir() for path in files):
        return read_form(form, files)
    if len(files) > 1:
        said = Both("台账文件夹请单独给出", "give a ledger folder by itself")
        raise click.UsageError(said.of(language))
    from planledger.catalogue import load_catalogue
    from planledger.ledger import read_ledger
    from planledger.pipeline.decomposing_ledger import plan_rows

    return plan_rows(read_ledger(files[0]), form, load_catalogue())


def _decompose(
    filled: Filled, name: str, out: Path | None, chart: Path | None, seconds: float, language: Language
) -> int:
    from planledger.pipeline.decomposed_tables import decomposed_charts, decomposed_problems, decomposed_sheets
    from planledger.pipeline.decomposing_forms import read_task
    from planledger.planning.decomposing import decompose

    asked = read_task(filled)
    found = decompose(asked.task, seconds=seconds)
    problems: list[Problem] = [*filled.problems, *asked.problems, *decomposed_problems(found, name)]
    if out is not None:
        from planledger.forms import with_unused, write_results

        unused = [*filled.problems, *asked.problems]
        sheets = with_unused(decomposed_sheets(asked.task, found, language), unused, language)
        write_results(out, sheets, language=language, notes=_notes(asked.task, found, language))
    else:
        click.echo(_listing(asked.task, found, language))
    if chart is not None:
        from planledger.charts import write_chart

        write_chart(chart, decomposed_charts(asked.task, found, language), language=language)
    tell_problems(problems, language, rest=rest_in(out, language))
    return exit_code(problems)


def _notes(task: Task, found: Decomposed, language: Language) -> list[str]:
    notes = [_METHOD.of(language), *_held(task, found, language)]
    if found.gap > 0:
        notes.append(
            Both(
                f"时限内未证明最优，与最优的差距不超过{found.gap:.1%}。",
                f"Not proved to be the best within the time limit; at most {found.gap:.1%} off.",
            ).of(language)
        )
    return notes


def _held(task: Task, found: Decomposed, language: Language) -> list[str]:
    from planledger.pipeline.decomposed_tables import held_aims

    names = held_aims(task, found)
    if not names:
        return []
    zh, en = f"{'、'.join(names)}：已优于目标，以后各年保持已达水平。", f"{', '.join(names)}: better than the target"
    return [Both(zh, f"{en} already; the years left hold what was reached.").of(language)]


def _listing(task: Task, found: Decomposed, language: Language) -> str:
    """Annual targets with the years beside each other, then the parts."""
    from planledger.pipeline.decomposed_tables import unit_of

    zh, tables = language == "zh", []
    years = sorted({one.year for one in found.years})
    cells = {(one.aim, one.year): f"{one.value:f}{'*' if one.reached else ''}" for one in found.years}
    units = {aim.name: unit_of(aim) for aim in task.aims}
    names = sorted({one.aim for one in found.years})
    if names:
        heads = ["指标" if zh else "indicator", "单位" if zh else "unit", *map(str, years)]
        rows = [[shortened(name, 36), units[name], *(cells.get((name, y), "") for y in years)] for name in names]
        tables.append(table_text(heads, rows, right=range(2, len(heads))))
    if any(one.reached for one in found.years):
        tables.append("* 已完成" if zh else "* reached")
    tables += _held(task, found, language)
    if found.parts:
        tables.append(_parts_listing(found, language))
    return "\n".join(tables)


def _parts_listing(found: Decomposed, language: Language) -> str:
    zh = language == "zh"
    years = sorted({one.year for one in found.parts})
    cells = {(one.aim, one.part, one.year): f"{one.value:f}" for one in found.parts}
    lines = sorted({(one.aim, one.part) for one in found.parts})
    heads = ["指标" if zh else "indicator", "对象" if zh else "part", *map(str, years)]
    shown = lines[:_MOST_PARTS]
    rows = [[shortened(aim, 36), part, *(cells.get((aim, part, y), "") for y in years)] for aim, part in shown]
    text = "\n" + table_text(heads, rows, right=range(2, len(heads)))
    more = len(lines) - len(shown)
    if more > 0:
        text += "\n" + Both(f"……另有{more}行，见--out", f"… and {more} more rows; see --out").of(language)
    return text


__all__ = ["command"]
