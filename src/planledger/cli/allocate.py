"""``planledger allocate``: which projects start when, paid by whom, so that the plan is served best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from planledger.cli.language import Both, Language
from planledger.cli.options import file_option, language_of, option, results_option, spoken_command
from planledger.cli.terminal import exit_code, put_template, rest_in, shortened, table_text, tell_problems

if TYPE_CHECKING:
    from planledger.forms import Filled, ResultSheet
    from planledger.model import Problem
    from planledger.pipeline.allocation_form import Read
    from planledger.planning.allocating import Allocation, Change, Decision, Effect, Options, Prices, Programme, Refusal

_SHOWN = 40
"""Rows of a table on the terminal."""
_LOCKED = Both(
    "方法见docs/explanation/allocation.md；同一输入结果相同，除非求解被时间中断。",
    "Method: docs/explanation/allocation.md; the same input gives the same plan unless the clock ended the search.",
)


class _Told(NamedTuple):
    """A plan with everything that is said of it."""

    allocation: Allocation
    refusals: Sequence[Refusal]
    prices: Prices | None
    effects: Sequence[Effect]
    detailed: int


@spoken_command(
    "allocate",
    Both(
        "在资金、用地、能耗等约束下，安排哪些项目何时开工、由谁出钱，使规划目标实现得最好；说明未安排的原因，"
        "测算增减预算的效果。\n\n"
        "FORM 是填好的表格：一个xlsx，或以工作表命名的若干csv。先用 --template 生成模板。",
        "Choose which projects start when, and who pays, so that the goals of the plan are served best within money,"
        " land and energy; say why others do not start, and what a change of budget would buy.\n\n"
        "FORM is the filled form: one xlsx, or csv files named after its sheets. Get it with --template.",
    ),
)
@click.argument("form", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@file_option(
    "--template", Both("写出带示例的模板（xlsx），不做安排。", "Write the form with examples (xlsx) and stop.")
)
@results_option
@file_option("--chart", Both("写出图：.svg或.html。", "Write charts: .svg or .html."))
@option(
    "--fix",
    "earlier",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    say=Both(
        "滚动：沿用已有方案（本命令写出的xlsx）中首年之前的开工安排。",
        "Roll on: keep the starts before the first year of an earlier plan (an xlsx that this command wrote).",
    ),
)
@option(
    "--fix-until",
    type=click.IntRange(1949, 2100),
    metavar="YEAR",
    say=Both("与--fix合用：沿用到YEAR年为止的开工安排。", "With --fix: keep the starts up to and in YEAR."),
)
@option(
    "--what-if",
    "percents",
    multiple=True,
    type=click.FloatRange(-100, 1000),
    metavar="PERCENT",
    say=Both(
        "全部资金增减PERCENT%后重新求解，可多次给出，如 --what-if -10 --what-if 10。",
        "Solve again with all money changed by PERCENT; may be repeated: --what-if -10 --what-if 10.",
    ),
)
@option(
    "--each",
    is_flag=True,
    say=Both("与--what-if合用：再逐个来源、逐项要素测算。", "With --what-if: each fund and quota alone too."),
)
@option(
    "--order",
    type=click.Choice(["binding_first", "together"]),
    default="binding_first",
    say=Both(
        "binding_first 约束性指标优先（默认），together 各项指标按权重合计。",
        "binding_first (default) serves binding goals before all others; together weighs everything at once.",
    ),
)
@option(
    "--seconds",
    type=click.FloatRange(1, 86400),
    default=60.0,
    metavar="SECONDS",
    say=Both(
        "每次求解占用处理器的时间上限，默认60秒。",
        "Seconds of the processor that each search may take; 60 when not given.",
    ),
)
@click.pass_context
def command(
    context: click.Context,
    form: tuple[Path, ...],
    *,
    template: Path | None,
    out: Path | None,
    chart: Path | None,
    earlier: Path | None,
    fix_until: int | None,
    percents: tuple[float, ...],
    each: bool,
    order: str,
    seconds: float,
) -> int:
    """Allocate, list or write."""
    from planledger.forms import load_form, read_form, with_unused, write_results
    from planledger.planning.allocating import Options, changes_for

    language = language_of(context)
    if template is not None:
        put_template(load_form("allocate"), template, language)
        return 0
    if not form:
        said = Both("请给出填好的表格，或用--template生成模板", "give the filled form, or --template")
        raise click.UsageError(said.of(language))
    filled = read_form(load_form("allocate"), form)
    read = _with_earlier(filled, earlier, fix_until)
    problems, told = list(read.problems), None
    if read.programme is None:
        problems += [] if problems else [_nothing()]
    else:
        options = Options(order="together" if order == "together" else "binding_first", seconds=seconds)
        changes = changes_for(read.programme, percents, each=each)
        told = _found(read.programme, options, problems, detailed=read.detailed, changes=changes, language=language)
    if told is not None:
        _give(told, problems, out, chart, language)
    elif out is not None:
        write_results(out, with_unused((), problems, language), language=language)
    tell_problems(problems, language, rest=rest_in(out, language))
    return exit_code(problems)


def _with_earlier(filled: Filled, earlier: Path | None, until: int | None) -> Read:
    from planledger.forms import load_form, read_form
    from planledger.pipeline.allocation_form import Read, read_programme, starts_of

    if earlier is None:
        return read_programme(filled)
    starts = read_form(load_form("allocate_starts"), [earlier])
    periods = filled.rows["period"]
    first = until + 1 if until is not None else periods[0]["first_year"] if periods else 0
    kept: tuple[Decision, ...] = starts_of(starts.rows["starts"], first)
    read = read_programme(filled, kept)
    # What else the earlier plan holds is none of this.
    wrong = [one for one in starts.problems if one.code not in {"sheet.unknown", "column.unknown"}]
    return Read(read.programme, read.detailed, (*read.problems, *wrong))


def _found(
    programme: Programme,
    options: Options,
    problems: list[Problem],
    *,
    detailed: int,
    changes: tuple[Change, ...],
    language: Language,
) -> _Told | None:
    """The plan; None, and a problem, where there is none."""
    from planledger.planning.allocating import allocate, effects_of, prices_of, refusals_of

    _say(
        Both(
            f"求解（最多占用处理器{options.seconds:g}秒）……",
            f"searching (at most {options.seconds:g} s of the processor) …",
        ),
        language,
    )
    allocation = allocate(programme, options)
    if not allocation.feasible:
        problems.append(_impossible(allocation, options))
        return None
    prices = prices_of(allocation, options)
    effects: list[Effect] = []
    for effect in effects_of(allocation, changes, options):
        effects.append(effect)
        _say(Both(f"测算 {len(effects)}/{len(changes)}", f"what if {len(effects)}/{len(changes)}"), language)
    return _Told(allocation, refusals_of(allocation, prices), prices, effects, detailed)


def _say(said: Both, language: Language) -> None:
    click.echo(said.of(language), err=True)


def _nothing() -> Problem:
    from planledger.model import Problem

    return Problem("allocate.nothing", "", -1, -1, "", "nothing to allocate", "没有可安排的项目或资金")


def _impossible(allocation: Allocation, options: Options) -> Problem:
    """That there is no plan, and which limits conflict."""
    from planledger.model import Problem
    from planledger.planning.allocating import find_conflict, limit_said

    programme = allocation.programme
    conflict = find_conflict(programme, seconds=max(options.seconds, 60)) if allocation.feasible is False else None
    if conflict is None:
        english = "no plan was found in time; give more --seconds"
        return Problem("allocate.time", "", -1, -1, "", english, "在时限内没有找到可行方案，请增加--seconds")
    said = [limit_said(limit, programme) for limit in conflict.limits]
    spare = Both(
        "去掉其中任何一条，其余即可同时满足" if conflict.minimal else "时限内未能确认是否每条都不可少",
        "without any one of them the others fit" if conflict.minimal else "perhaps not all are needed: time was up",
    )
    return Problem(
        "allocate.infeasible",
        "",
        -1,
        -1,
        "",
        "no plan keeps all limits; these conflict:\n" + "\n".join(f"  - {one}" for one, _ in said) + f"\n{spare.en}",
        "没有满足全部条件的方案，以下条件互相冲突：\n" + "\n".join(f"  · {one}" for _, one in said) + f"\n{spare.zh}",
    )


def _give(told: _Told, problems: Sequence[Problem], out: Path | None, chart: Path | None, language: Language) -> None:
    from planledger.charts import write_chart
    from planledger.forms import with_unused, write_results
    from planledger.pipeline.allocation_sheets import charts_of, result_sheets

    sheets = result_sheets(
        told.allocation,
        detailed=told.detailed,
        refusals=told.refusals,
        prices=told.prices,
        effects=told.effects,
        language=language,
    )
    notes = [*(said.of(language) for said in _conclusions(told.allocation)), _LOCKED.of(language)]
    if out is not None:
        write_results(out, with_unused(sheets, problems, language), language=language, notes=notes)
    else:
        click.echo("\n".join(notes[:-1]))
        for sheet in sheets:
            if sheet.name[0] != "money":
                click.echo(f"\n{_listing(sheet, language)}")
    if chart is not None:
        write_chart(chart, charts_of(told.allocation, told.effects, language), language=language)


def _conclusions(allocation: Allocation) -> Iterator[Both]:
    """What was found, in sentences."""
    from planledger.planning.allocating import PROVEN, money_said

    programme = allocation.programme
    paid = money_said(sum(payment.amount for payment in allocation.payments), programme)
    begun, all_ = len(allocation.starts), len(programme.projects)
    span = f"{programme.first_year}–{programme.last_year}"
    yield Both(
        f"{span}年：{all_}个项目中安排{begun}个，规划期内投资{paid}。",
        f"{span}: {begun} of {all_} projects start; {paid} are spent within the period.",
    )
    names = {
        "binding": Both("约束性指标", "binding goals"),
        "others": Both("其他指标", "other goals"),
        "all": Both("各项指标", "all goals"),
    }
    for step in allocation.steps:
        if step.aim in names:
            name = names[step.aim]
            proof = Both("已证明最优", "proven best") if step.gap <= PROVEN else _gap_said(step.gap, step.bound)
            yield Both(
                f"{name.zh}得{step.value:.3f}分（满分100），{proof.zh}。",
                f"{name.en}: {step.value:.3f} points of 100, {proof.en}.",
            )


def _gap_said(gap: float, bound: float) -> Both:
    return Both(
        f"与最优的差距不超过{gap * 100:.3f}%（任何方案不超过{bound:.3f}分）",
        f"within {gap * 100:.3f}% of the best (no plan has more than {bound:.3f})",
    )


def _listing(sheet: ResultSheet, language: Language) -> str:
    """A result as a table for the terminal."""
    columns = sheet.columns
    rows = [[_cell(row.get(one.name), one.digits, language) for one in columns] for row in sheet.rows[:_SHOWN]]
    right = [at for at, one in enumerate(columns) if one.kind in {"number", "integer"}]
    more = len(sheet.rows) - len(rows)
    tail = Both(f"\n……另有{more}行，见--out", f"\n… and {more} more rows, see --out").of(language) if more > 0 else ""
    return f"{sheet.title(language)}\n{table_text([one.head(language) for one in columns], rows, right=right)}{tail}"


def _cell(value: object, digits: int | None, language: Language) -> str:
    if isinstance(value, bool):
        return Both("是", "yes").of(language) if value else ""
    if isinstance(value, float):
        return f"{value:,.{digits}f}" if digits is not None else f"{value:,.10g}"
    return "" if value is None else shortened(str(value), 72)
