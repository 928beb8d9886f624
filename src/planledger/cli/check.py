"""``planledger check``: whether a plan goes with itself and with the reports of its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from planledger.cli.findings import (
    exempted,
    findings_chart,
    findings_options,
    findings_sheets,
    gate,
    listing,
    load_exemptions,
)
from planledger.cli.language import Both
from planledger.cli.options import file_option, language_of, spoken_command
from planledger.cli.terminal import exit_code, put_template, rest_in, tell_problems


@spoken_command(
    "check",
    Both(
        "检查规划内部及与同一地区报告是否一致：同一事项两个数、年均增速与基期目标不符、占比不等于100、分项与总数不符、"
        "基期与报告不符、目标低于已达水平等。\n\nPATHS 是文献、run 写出的文件夹，或按模板填写的指标表（.xlsx、.csv）。",
        "Check whether a plan goes with itself and with the reports of its place: two values of one thing, average"
        " growth against base and target, shares, parts, base against report, targets below what is reached.\n\n"
        "PATHS are documents, folders that run wrote, or tables of indicators filled in by the template (.xlsx, .csv).",
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(readable=False, path_type=Path))
@file_option(
    "--chart", Both("画出各规则的问题数：.svg或.html。", "Draw how many findings each rule has: .svg or .html.")
)
@findings_options
@click.pass_context
def command(context: click.Context, /, paths: tuple[Path, ...], **said: Any) -> int:
    """List or write the findings."""
    from planledger.forms import load_form, with_unused, write_results

    language = language_of(context)
    if said["template"]:
        put_template(load_form("check"), said["template"], language)
        return 0
    if not paths:
        raise click.UsageError(Both("请给出规划", "give a plan").of(language))
    from planledger.catalogue import load_catalogue
    from planledger.cli.plan_sources import gather
    from planledger.pipeline.plan_checking import check, located
    from planledger.pipeline.plan_tables import read_check_table

    exemptions, problems = load_exemptions(said["exemption_file"], language)
    catalogue = load_catalogue()
    sources = gather(paths, "check", language, limits=said["limits"], encoding=said["encoding"])
    problems += sources.problems
    found = list(check(sources.read, None, catalogue))
    for filled in sources.forms:
        table = read_check_table(filled, catalogue)
        problems += table.problems
        exemptions = (*exemptions, *table.exemptions)
        found += check((), table, catalogue)
    result = exempted(located(found, [one for one, _ in sources.read], language), exemptions, said["as_of"])
    if said["out"]:
        sheets = with_unused(findings_sheets(result, language), problems, language)
        write_results(said["out"], sheets, language=language)
    if said["chart"]:
        from planledger.charts import write_chart

        write_chart(said["chart"], [findings_chart(result, language)], language=language)
    click.echo(listing(result, language, notes=not said["quiet_notes"]))
    tell_problems(problems, language, rest=rest_in(said["out"], language))
    return exit_code(problems) or gate(result.findings, said["fail_on"])
