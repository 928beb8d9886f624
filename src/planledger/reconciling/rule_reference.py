"""The reference page of the rules by which plans are checked and aligned."""

from __future__ import annotations

from collections.abc import Iterator

from planledger.reconciling.rulebook import BOOKS, Rule, load_rules

_INTRO = """# Rules of consistency and alignment 一致性与衔接规则

<!-- Written by `make docs` from src/planledger/data/consistency.yaml and alignment.yaml; edit these instead. -->

Ids are stable: exemptions and scripts may name them. Severities: ■ error 错误, ▲ warning 提醒, ● note 提示.
Why the rules are as they are: [consistency](../explanation/consistency.md), [alignment](../explanation/alignment.md).
Thresholds stand beside the rules in the two files, with cases that must come out as they say.
"""
_TITLES = {
    "consistency": "## `planledger check`: inside a plan, and with the reports of its place",
    "alignment": "## `planledger align`: with the plans above and beside",
}
_SIGNS = {"error": "■ error 错误", "warning": "▲ warning 提醒", "note": "● note 提示"}


def rules_page() -> str:
    """The whole page in Markdown."""
    parts = [_INTRO]
    for book in BOOKS:
        parts += [_TITLES[book], "", "| rule | 规则 | severity | found when | 何时提出 |", "|---|---|---|---|---|"]
        parts += list(map(_row, load_rules(book).values()))
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _row(rule: Rule) -> str:
    severity = _SIGNS[rule.severity]
    if rule.binding:
        severity += f"; of binding targets 约束性 {_SIGNS[rule.binding]}"
    cells: Iterator[str] = iter((f"`{rule.id}`", f"{rule.chinese} {rule.english}", severity, rule.when, rule.when_zh))
    return "| " + " | ".join(cells) + " |"
