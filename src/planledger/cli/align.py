"""``planledger align``: plans against the plans above and beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planledger.cli.cascades import cascade_charts, cascade_sheets, cascade_text
from planledger.cli.findings import (
    exempted,
    findings_chart,
    findings_options,
    findings_sheets,
    gate,
    listing,
    load_exemptions,
)
from planledger.cli.language import Both, Language
from planledger.cli.options import file_option, language_of, option, spoken_command
from planledger.cli.terminal import exit_code, put_template, rest_in, tell_problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planledger.forms import Filled
    from planledger.pipeline.plan_tables import PlanTables

_NONE_ABOVE = Both(
    "没有找到上下级规划：请检查地区、时期，或用 --above 指定。",
    "No plan is above another: check regions and years, or name it by --above.",
)


@spoken_command(
    "align",
    Both(
        "检查下级规划与上级规划、相邻规划是否衔接：缺指标、目标偏低、单位时期口径不同、约束性改为预期性、"
        "下级合计与上级不符、缺项目或地点时间不同、方向相反；并列出目标逐级变化（层层加码）。\n\n"
        "PATHS 是两个以上规划：文献、run 写出的文件夹，或按模板填写的表（.xlsx、.csv）。"
        "上下级按地区和时期判断，也可用 --above 指定。",
        "Hold plans against the plans above and beside them: missing indicators, weaker targets, other units, periods"
        " and measures, binding turned anticipatory, sums of the parts, projects missing or elsewhere, contrary"
        " directions;"
        " and show how targets change on their way down.\n\n"
        "PATHS are two plans or more: documents, folders that run wrote, or tables filled in by the template"
        " (.xlsx, .csv). Regions and periods decide which is above which, or --above.",
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(readable=False, path_type=Path))
@option(
    "--above",
    default="",
    metavar="PLAN",
    say=Both(
        "指定为其他规划上级的规划：文件名（不含后缀），或表中的规划名称。",
        "Plan that is above the others: file name without suffix, or its name in the table.",
    ),
)
@option(
    "--all-below",
    is_flag=True,
    say=Both("所给规划已包括全部下级，核对合计。", "The plans given are all plans below; check their sums."),
)
@file_option(
    "--chart",
    Both(
        "画出目标逐级变化和各规则的问题数：.svg或.html。",
        "Draw how targets change on their way down, and how many findings each rule has: .svg or .html.",
    ),
)
@findings_options
@click.pass_context
def command(context: click.Context, /, paths: tuple[Path, ...], **said: Any) -> int:
    """List or write the findings and the cascade."""
    from planledger.forms import load_form, with_unused, write_results

    language = language_of(context)
    if said["template"]:
        put_template(load_form("align"), said["template"], language)
        return 0
    if not paths:
        raise click.UsageError(Both("请给出规划", "give plans").of(language))
    from planledger.catalogue import load_catalogue
    from planledger.cli.plan_sources import gather
    from planledger.pipeline.plan_checking import align_plans, located

    exemptions, problems = load_exemptions(said["exemption_file"], language)
    catalogue = load_catalogue()
    sources = gather(paths, "align", language, limits=said["limits"], encoding=said["encoding"])
    tables = _tables(sources.forms)
    problems += [*sources.problems, *(tables.problems if tables else ())]
    known = [*(one.id for one, _ in sources.read), *(plan.id for plan in (tables.plans if tables else ()))]
    above = _superior(said["above"], known)
    if above is None:
        tell_problems(problems, language)  # a plan may be missing because its row is wrong
        raise _no_superior(said["above"], known, language)
    aligned = align_plans(sources.read, tables, catalogue, above=above, all_below=said["all_below"])
    found = located(aligned.findings, [one for one, _ in sources.read], language)
    result = exempted(found, (*exemptions, *(tables.exemptions if tables else ())), said["as_of"])
    if said["out"]:
        sheets = [*findings_sheets(result, language), *cascade_sheets(aligned, language)]
        write_results(said["out"], with_unused(sheets, problems, language), language=language)
    if said["chart"]:
        from planledger.charts import write_chart

        charts = [*cascade_charts(aligned, language), findings_chart(result, language)]
        write_chart(said["chart"], charts, language=language)
    parts = [listing(result, language, notes=not said["quiet_notes"]), cascade_text(aligned, language)]
    click.echo("\n\n".join(filter(None, parts)))
    if not aligned.pairs:
        click.echo(_NONE_ABOVE.of(language), err=True)
    tell_problems(problems, language, rest=rest_in(said["out"], language))
    return exit_code(problems) or (0 if aligned.pairs else 1) or gate(result.findings, said["fail_on"])


def _superior(said: str, known: Sequence[str]) -> str | None:
    """The plan that ``--above`` names, by file name or as its table calls it; None where it is not among the known."""
    above = said if said in known else Path(said).stem
    return above if not above or above in known else None


def _no_superior(said: str, known: Sequence[str], language: Language) -> click.BadParameter:
    given, given_zh = ", ".join(known) or "none", "、".join(known) or "无"
    told = Both(f"没有名为{said}的规划；所给规划：{given_zh}。", f"no plan is called {said}; plans given: {given}.")
    return click.BadParameter(told.of(language), param_hint="--above")


def _tables(forms: tuple[Filled, ...]) -> PlanTables | None:
    """The plans of all forms together."""
    from planledger.catalogue import load_catalogue
    from planledger.pipeline.plan_tables import read_plan_tables

    read = [read_plan_tables(filled, load_catalogue()) for filled in forms]
    if not read:
        return None
    return replace(
        read[0],
        plans=tuple(plan for one in read for plan in one.plans),
        complete=frozenset().union(*(one.complete for one in read)),
        exemptions=tuple(exemption for one in read for exemption in one.exemptions),
        problems=tuple(problem for one in read for problem in one.problems),
    )
