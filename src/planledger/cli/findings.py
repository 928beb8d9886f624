"""Findings as people read them, as files, and as an exit code: what ``check`` and ``align`` share."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from planledger.cli.language import Both, Language
from planledger.cli.options import encoding_option, file_option, limit_option, option, results_option
from planledger.cli.terminal import shortened, width
from planledger.model import Citation, Exemption, Finding

if TYPE_CHECKING:
    from planledger.charts import Chart
    from planledger.forms import ResultSheet
    from planledger.reconciling.aligning import Exempted

F = TypeVar("F", bound=Callable[..., Any])
SEVERITIES = {
    "error": Both("■ 错误", "■ error"),
    "warning": Both("▲ 提醒", "▲ warning"),
    "note": Both("● 提示", "● note"),
}
_LONGEST, _LEAD = 90, 24


def findings_options(function: F) -> F:
    """Adds the options of commands that give findings."""
    decorators = (
        option(
            "--exemptions",
            "exemption_file",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            say=Both(
                "豁免清单（.yaml、.xlsx或.csv）：规则、事项、理由、批准人、有效期。",
                "List of exemptions (.yaml, .xlsx or .csv): rule, subject, reason, by, until.",
            ),
        ),
        option(
            "--fail-on",
            type=click.Choice(["error", "warning", "note", "never"]),
            default="error",
            say=Both(
                "有此级别以上未豁免的问题时退出码为1（默认error）。",
                "Exit 1 when there are findings of this severity or above that nobody exempted (default error).",
            ),
        ),
        option(
            "--as-of",
            type=click.DateTime(["%Y-%m-%d"]),
            default=None,
            metavar="DAY",
            say=Both("判断豁免是否过期的日期；默认今天。", "Day by which exemptions expire; today when not given."),
        ),
        option(
            "--quiet-notes",
            is_flag=True,
            say=Both("不列出提示级问题。", "Leave findings that are notes out of the listing."),
        ),
        results_option,
        file_option(
            "--template",
            Both("写出填报模板（.xlsx或.csv）后退出。", "Write the template of the form (.xlsx or .csv) and exit."),
        ),
        limit_option,
        encoding_option,
    )
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


def load_exemptions(path: Path | None, language: Language) -> tuple[tuple[Exemption, ...], list[Any]]:
    """Exemptions of a file and what is wrong with it; none without a file."""
    if path is None:
        return (), []
    if not path.is_file():
        raise click.BadParameter(
            Both(f"{path}：文件不存在", f"{path}: no such file").of(language), param_hint="--exemptions"
        )
    if path.suffix.lower() in {".yaml", ".yml"}:
        from planledger.pipeline.plan_checking import read_exemption_file

        return read_exemption_file(path), []
    from planledger.forms import load_form, read_form
    from planledger.pipeline.plan_tables import read_exemptions

    filled = read_form(load_form("exemptions"), [path])
    found, problems = read_exemptions(filled)
    return found, [*filled.problems, *problems]


def exempted(findings: Sequence[Finding], exemptions: Sequence[Exemption], day: dt.datetime | None) -> Exempted:
    """Findings with those exempted marked."""
    from planledger.reconciling.aligning import exempt

    today = day.date() if day else dt.date.today()  # noqa: DTZ011  # a day of the office's calendar
    return exempt(findings, exemptions, today=today.isoformat())


def gate(findings: Sequence[Finding], fail_on: str) -> int:
    """1 where a finding that nobody exempted is as grave as ``fail_on`` or graver, else 0."""
    grave = {"error": ("error",), "warning": ("error", "warning"), "note": ("error", "warning", "note"), "never": ()}
    return int(any(one.severity in grave[fail_on] and one.exemption is None for one in findings))


def listing(result: Exempted, language: Language, *, notes: bool = True) -> str:
    """Findings one below the other with what they rest on, exempted ones last, and a line that counts them."""
    shown = [one for one in result.findings if notes or one.severity != "note"]
    open_ones = [one for one in shown if one.exemption is None]
    lines = [line for one in open_ones for line in _lines(one, language)]
    done = [one for one in shown if one.exemption is not None]
    if done:
        lines += [Both("已豁免", "exempted").of(language)]
        lines += [line for one in done for line in _lines(one, language)]
    for told, which in (
        (Both("豁免已过期", "expired exemption"), result.expired),
        (Both("豁免没有对应问题", "exemption without a finding"), result.idle),
    ):
        colon = "：" if language == "zh" else ": "
        lines += [f"○ {told.of(language)}{colon}{one.rule} {one.subject} {one.place}" for one in which]
    return "\n".join([*lines, summary(result, language)])


def summary(result: Exempted, language: Language) -> str:
    """How many findings there are of each severity."""
    counts = Counter(one.severity for one in result.findings if one.exemption is None)
    parts = [f"{SEVERITIES[name].of(language)} {counts[name]}" for name in SEVERITIES]  # type: ignore[index]
    exempt_count = sum(one.exemption is not None for one in result.findings)
    return "  ".join([*parts, f"{Both('已豁免', 'exempted').of(language)} {exempt_count}"])


def _lines(one: Finding, language: Language) -> list[str]:
    message = one.message_zh if language == "zh" else one.message
    plan = (f"〔{one.plan}〕" if language == "zh" else f"[{one.plan}] ") if one.plan else ""
    colon = "：" if language == "zh" else ": "
    lines = [f"{SEVERITIES[one.severity].of(language)} {one.rule} {plan}{one.subject}{colon}{message}"]
    lines += [f"    {cited.source} {cited.place}  {_excerpt(cited)}" for cited in one.citations]
    if one.exemption:
        until = one.exemption.until or Both("长期", "for good").of(language)
        said = Both(
            f"豁免：{one.exemption.reason}（{one.exemption.by}，{until}）",
            f"exempted: {one.exemption.reason} ({one.exemption.by}, {until})",
        )
        lines.append(f"    {said.of(language)}")
    return lines


def _excerpt(cited: Citation) -> str:
    """As much of the text as fits on a line, around the words that count."""
    text = " ".join(cited.text.split())
    at = text.find(cited.words) if cited.words else -1
    if at > _LEAD and width(text) > _LONGEST:
        text = "…" + text[at - _LEAD :]
    return shortened(text, _LONGEST)


def findings_sheets(result: Exempted, language: Language) -> list[ResultSheet]:
    """Findings, and exemptions that count for nothing, as tables."""
    from planledger.forms import Column, ResultSheet
    from planledger.reconciling.rulebook import load_rules

    rules = {**load_rules("consistency"), **load_rules("alignment")}
    columns = [
        Column("severity", "级别", "Severity"), Column("rule", "规则", "Rule"),
        Column("rule_name", "规则名称", "Rule name"),
        Column("plan", "规划", "Plan"), Column("subject", "事项", "Subject"), Column("message", "说明", "Message"),
        Column("first_place", "依据一", "Evidence 1"), Column("first_text", "原文一", "Text 1"),
        Column("second_place", "依据二", "Evidence 2"), Column("second_text", "原文二", "Text 2"),
        Column("more", "其他依据", "More evidence"), Column("exempted", "已豁免", "Exempted", "flag"),
        Column("reason", "豁免理由", "Reason"), Column("by", "批准人", "By"), Column("until", "有效期至", "Until"),
    ]  # fmt: skip
    rows = []
    for one in result.findings:
        cited = [(f"{two.source} {two.place}".strip(), two.text) for two in one.citations]
        first, second = [*cited, ("", ""), ("", "")][:2]
        granted = one.exemption
        rows.append(
            {
                "severity": one.severity if language == "en" else SEVERITIES[one.severity].zh.split()[1],
                "rule": one.rule,
                "rule_name": rules[one.rule].chinese if language == "zh" else rules[one.rule].english,
                "plan": one.plan,
                "subject": one.subject,
                "message": one.message_zh if language == "zh" else one.message,
                "first_place": first[0], "first_text": first[1], "second_place": second[0], "second_text": second[1],
                "more": "\n".join(f"{place}: {text}" for place, text in cited[2:]),
                "exempted": granted is not None,
                "reason": granted.reason if granted else "",
                "by": granted.by if granted else "",
                "until": granted.until if granted else "",
            }
        )  # fmt: skip
    return [ResultSheet(("findings", "问题", "Findings"), columns, rows), _idle_sheet(result, language)]


def _idle_sheet(result: Exempted, language: Language) -> ResultSheet:
    from planledger.forms import Column, ResultSheet

    columns = [
        Column("state", "状态", "State"), Column("rule", "规则", "Rule"), Column("subject", "事项", "Subject"),
        Column("reason", "理由", "Reason"), Column("by", "批准人", "By"), Column("until", "有效期至", "Until"),
        Column("place", "位置", "Place"),
    ]  # fmt: skip
    states = ((Both("已过期", "expired"), result.expired), (Both("没有对应问题", "names no finding"), result.idle))
    rows = [
        {
            "state": state.of(language),
            "rule": one.rule,
            "subject": one.subject,
            "reason": one.reason,
            "by": one.by,
            "until": one.until,
            "place": one.place,
        }
        for state, which in states
        for one in which
    ]
    return ResultSheet(("exemptions", "无效豁免", "Idle exemptions"), columns, rows)


def findings_chart(result: Exempted, language: Language) -> Chart:
    """How many findings there are of each rule, by severity, those exempted apart; the gravest rules first."""
    from planledger.charts import Bars, Chart
    from planledger.reconciling.rulebook import load_rules

    rules = {**load_rules("consistency"), **load_rules("alignment")}
    names = {**SEVERITIES, "exempted": Both("○ 已豁免", "○ exempted")}
    counts: Counter[tuple[str, str]] = Counter()
    counts.update((one.rule, "exempted" if one.exemption else one.severity) for one in result.findings)
    told = sorted({one.rule for one in result.findings}, key=lambda rule: [-counts[rule, kind] for kind in names])
    series = [
        Bars(said.of(language), [counts[rule, kind] or None for rule in told], stack="all")
        for kind, said in names.items()
        if any(counts[rule, kind] for rule in told)
    ]
    title = Both("各规则的问题数", "Findings by rule")
    labels = [rules[rule].chinese if language == "zh" else rules[rule].english for rule in told]
    note = summary(result, language) if told else Both("没有发现问题。", "Nothing was found.").of(language)
    unit = Both("个", "findings").of(language)
    return Chart(title.of(language), labels, series, unit=unit, note=note, lying=True, counts=True)
