"""``planledger forecast``: where indicators will end, how surely they reach their targets, lights and alerts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planledger.cli.language import Both, Language
from planledger.cli.options import file_option, language_of, option, results_option, spoken_command
from planledger.cli.terminal import exit_code, put_template, rest_in, shortened, table_text, tell_problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planledger.model import Problem
    from planledger.pipeline.foretelling import Foretold
    from planledger.planning.alerts import AlertRule

_METHOD = Both(
    "方法和回测见docs/explanation/forecast.md、docs/benchmarks.md；区间只反映以往的波动，不含政策变化。",
    "Method and backtest: docs/explanation/forecast.md, docs/benchmarks.md; intervals know past ups and downs, but"
    " no change of policy.",
)


@spoken_command(
    "forecast",
    Both(
        "由已有数据预测指标期末值的区间、实现目标的概率和以后每年所需，并给出红黄绿灯和预警。\n\n"
        "FORM 是填好的表格：一个xlsx，或以工作表命名的若干csv；也可以是planledger run写出的台账文件夹。"
        "先用 --template 生成模板。",
        "Foretell from the figures so far where indicators will end: intervals, the probability of reaching targets,"
        " what each year must still bring, with lights and alerts.\n\n"
        "FORM is the filled form: one xlsx, or csv files named after its sheets; or the folder of a ledger that"
        " planledger run wrote. Get the form with --template.",
    ),
)
@click.argument("form", nargs=-1, type=click.Path(exists=True, path_type=Path))
@file_option(
    "--template",
    Both("写出带示例的模板（xlsx或csv），不做预测。", "Write the form with examples (xlsx or csv) and stop."),
)
@results_option
@file_option("--chart", Both("写出扇形图：.svg或.html。", "Write fan charts: .svg or .html."))
@option(
    "--rules",
    type=click.Path(exists=True, path_type=Path, dir_okay=False),
    metavar="FILE",
    say=Both("预警规则（YAML），代替表格中的规则。", "Rules for alerts (YAML) instead of those of the form."),
)
@option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    say=Both("以哪一天为准，默认今天；此后的数据不计。", "The day; today by default. Later figures do not count."),
)
@click.pass_context
def command(
    context: click.Context,
    form: tuple[Path, ...],
    *,
    template: Path | None,
    out: Path | None,
    chart: Path | None,
    rules: Path | None,
    day: dt.datetime | None,
) -> int:
    """Foretell, list or write."""
    from planledger.forms import load_form, read_form

    language = language_of(context)
    if template is not None:
        put_template(load_form("forecast"), template, language)
        return 0
    if not form:
        raise click.UsageError(
            Both("请给出填好的表格，或用--template生成模板", "give the filled form, or --template").of(language)
        )
    from planledger.pipeline.foretelling import foretell, foretell_ledger

    as_of = day.date() if day else dt.datetime.now(dt.UTC).astimezone().date()
    given, problems = _rules(rules) if rules else (None, [])
    if form[0].is_dir():
        from planledger.catalogue import load_catalogue
        from planledger.ledger import read_ledger

        found, wrong = foretell_ledger(read_ledger(form[0]), load_catalogue(), as_of=as_of, rules=given)
    else:
        found, wrong = foretell(read_form(load_form("forecast"), form), as_of=as_of, rules=given)
    problems += wrong
    _give(found, problems, out, chart, language)
    tell_problems(problems, language, rest=rest_in(out, language))
    return exit_code(problems)


def _give(
    found: tuple[Foretold, ...], problems: Sequence[Problem], out: Path | None, chart: Path | None, language: Language
) -> None:
    from planledger.charts import write_chart
    from planledger.forms import with_unused, write_results
    from planledger.pipeline.foretold_tables import foretold_charts, foretold_sheets

    if out is not None:
        sheets = with_unused(foretold_sheets(found, language), problems, language)
        write_results(out, sheets, language=language, notes=[_METHOD.of(language)])
    else:
        click.echo(_listing(found, language))
    if chart is not None:
        write_chart(chart, foretold_charts(found, language), language=language)


def _rules(path: Path) -> tuple[list[AlertRule], list[Problem]]:
    """The rules of a YAML file, and what of it is none."""
    import yaml

    from planledger.model import Problem
    from planledger.planning.alerts import AlertRule, WrongCondition, parse_conditions

    def wrong(code: str, text: str, message: str, message_zh: str) -> Problem:
        return Problem(code, str(path), -1, -1, text, f"{path.name}: {message}", f"{path.name}：{message_zh}")

    try:
        said: Any = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return [], [wrong("rules.unreadable", "", "no YAML file in UTF-8", "不是UTF-8编码的YAML文件")]
    if not isinstance(said, list):
        return [], [wrong("rules.unreadable", "", "must be a list of rules", "应是规则的列表")]
    found: list[AlertRule] = []
    problems = []
    for number, one in enumerate(said, 1):
        try:
            known = {"id", "when", "indicators", "severity", "action"}
            if not isinstance(one, dict) or not {"id", "when"} <= set(one) <= known:
                raise WrongCondition(str(one))
            severity, names = one.get("severity", "warning"), one.get("indicators") or []
            if severity not in ("notice", "warning", "urgent"):
                raise WrongCondition(str(severity))
            names = names if isinstance(names, list) else [names]
            conditions = parse_conditions(str(one["when"]))
            found.append(
                AlertRule(
                    str(one["id"]), conditions, tuple(map(str, names)), severity, action=str(one.get("action") or "")
                )
            )
        except WrongCondition as error:
            told = shortened(error.part, 60)
            problems.append(
                wrong(
                    "rule.condition", told, f"rule {number}: not understood: {told}", f"第{number}条规则读不懂：{told}"
                )
            )
    return found, problems


def _listing(found: tuple[Foretold, ...], language: Language) -> str:
    from planledger.pipeline.foretold_tables import alert_rows, light_word
    from planledger.planning.reasons import chance_words, said

    at = 0 if language == "zh" else 1
    heads = {
        "zh": ("灯", "指标", "年份", "目标", "预测", "80%区间", "实现概率", "每年需", "近年"),
        "en": ("light", "indicator", "year", "target", "median", "80% interval", "probability", "needed", "of late"),
    }[language]
    rows = []
    for one in found:
        for outlook in one.outlooks:
            goal, middle, likely = outlook.goal, outlook.outcome, outlook.interval(0.8)
            edges = [said(value) for value in (goal.low, goal.high) if value is not None]
            growth = outlook.path and outlook.path[-1].scale == "amount" and not goal.spans_years
            tail = "%" if growth else ""
            rows.append(
                (
                    light_word(one.light_of(outlook), language),
                    shortened(one.title(language), 30),
                    str(goal.year) if not goal.spans_years else f"{goal.first_year}-{goal.year}",
                    "–".join(dict.fromkeys(edges)) + one.course.unit,
                    said(middle.quantile(0.5)) if middle else "",
                    f"{said(likely[0])}–{said(likely[1])}" if likely else "",
                    chance_words(outlook.probability)[1 - at],
                    "" if outlook.needed is None else said(outlook.needed) + tail,
                    "" if outlook.usual is None else said(outlook.usual) + tail,
                )
            )
    lines = [table_text(heads, rows, right=(4, 6, 7, 8)), ""]
    lines += [
        f"{one.title(language)}{'：' if at == 0 else ': '}{(o.reason_zh, o.reason)[at]}"
        for one in found
        for o in one.outlooks
    ]
    alerts = alert_rows(found, language)
    if alerts:
        titles = (
            ("规则", "指标", "级别", "状态", "说明")
            if at == 0
            else ("rule", "indicator", "severity", "state", "reason")
        )
        keys = ("rule", "indicator", "severity", "state", "reason")
        lines += ["", table_text(titles, [[shortened(row[key], 70) for key in keys] for row in alerts])]
    return "\n".join(lines)
