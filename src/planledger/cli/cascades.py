"""How targets change on their way down, and how much of a superior plan is taken up, as tables and charts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from planledger.cli.language import Both, Language
from planledger.cli.terminal import table_text

if TYPE_CHECKING:
    from planledger.charts import Chart
    from planledger.forms import ResultSheet
    from planledger.reconciling.aligning import Alignment
    from planledger.reconciling.aligning.cascade import Step

_LEVELS = (
    Both("国家", "nation"),
    Both("省级", "province"),
    Both("市级", "prefecture"),
    Both("县级", "county"),
    Both("其他", "other"),
)


def cascade_text(aligned: Alignment, language: Language) -> str:
    """Coverage and cascade as tables; empty when there is nothing to show."""
    parts = []
    if aligned.coverage:
        heads = {
            "zh": ("上级规划", "本规划", "应有目标", "缺", "应有项目任务", "缺"),
            "en": ("superior", "plan", "goals", "missing", "works", "missing"),
        }
        rows = [
            (
                one.superior.name,
                one.plan.name,
                str(one.goals),
                str(one.goals_missing),
                str(one.works),
                str(one.works_missing),
            )
            for one in aligned.coverage
        ]
        parts.append(table_text(heads[language], rows, right=(2, 3, 4, 5)))
    if aligned.steps:
        parts.append(_steps_text(aligned.steps, language))
    return "\n\n".join(parts)


def _steps_text(steps: Sequence[Step], language: Language) -> str:
    heads = {
        "zh": ("指标", "时期", "层级", "地区", "目标", "上级", "为上级的倍数", "与上级之差"),
        "en": ("indicator", "for", "level", "region", "target", "above", "factor", "difference"),
    }
    rows = [
        (
            one.indicator,
            one.when,
            _LEVELS[one.plan.level].of(language),
            one.plan.region_name,
            one.goal.stated if language == "zh" else one.goal.stated_en,
            one.above.region_name if one.above else "",
            _shown(one.factor),
            _shown(one.points),
        )
        for one in steps
    ]
    return table_text(heads[language], rows, right=(6, 7))


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def cascade_sheets(aligned: Alignment, language: Language) -> list[ResultSheet]:
    """The same as sheets of a result."""
    from planledger.forms import Column, ResultSheet

    steps = [
        Column("indicator", "指标", "Indicator"), Column("when", "时期", "For"), Column("level", "层级", "Level"),
        Column("region", "地区", "Region"), Column("plan", "规划", "Plan"), Column("target", "目标", "Target"),
        Column("value", "数值", "Value", "number"), Column("above", "上级规划", "Superior"),
        Column("factor", "为上级的倍数", "Factor to superior", "number", 3),
        Column("points", "与上级之差", "Difference to superior", "number", 2),
        Column("factor_top", "为最高层级的倍数", "Factor to the top", "number", 3),
        Column("points_top", "与最高层级之差", "Difference to the top", "number", 2),
    ]  # fmt: skip
    rows = [
        {
            "indicator": one.indicator, "when": one.when, "level": _LEVELS[one.plan.level].of(language),
            "region": one.plan.region_name, "plan": one.plan.name,
            "target": one.goal.stated if language == "zh" else one.goal.stated_en, "value": one.value,
            "above": one.above.name if one.above else "", "factor": one.factor, "points": one.points,
            "factor_top": one.factor_top, "points_top": one.points_top,
        }
        for one in aligned.steps
    ]  # fmt: skip
    covered = [
        Column("superior", "上级规划", "Superior"), Column("plan", "规划", "Plan"),
        Column("goals", "应有目标", "Goals", "integer"), Column("goals_missing", "缺目标", "Goals missing", "integer"),
        Column("works", "应有项目任务", "Works", "integer"),
        Column("works_missing", "缺项目任务", "Works missing", "integer"),
    ]  # fmt: skip
    coverage = [
        {
            "superior": one.superior.name, "plan": one.plan.name,
            "goals": one.goals, "goals_missing": one.goals_missing, "works": one.works,
            "works_missing": one.works_missing,
        }
        for one in aligned.coverage
    ]  # fmt: skip
    return [
        ResultSheet(("cascade", "层层加码", "Cascade"), steps, rows),
        ResultSheet(("coverage", "衔接情况", "Coverage"), covered, coverage),
    ]


def cascade_charts(aligned: Alignment, language: Language) -> list[Chart]:
    """One chart an indicator: the target of each plan from the highest level down."""
    from planledger.charts import Bars, Chart

    charts = []
    for (indicator, when, _), group in groupby(aligned.steps, key=lambda one: (one.indicator, one.when, one.measure)):
        steps: Sequence[Step] = list(group)
        percent = steps[0].goal.unit in ("percent", "%")
        title = Both(f"{indicator}目标逐级变化（{when}）", f"{indicator}: targets from level to level ({when})")
        labels = [f"{_LEVELS[one.plan.level].of(language)} {one.plan.region_name}" for one in steps]
        note = Both("区间取中点。", "Of a range the middle is drawn.")
        series = [Bars(Both("目标", "target").of(language), [one.value for one in steps])]
        unit = "%" if percent else steps[0].goal.unit
        charts.append(Chart(title.of(language), labels, series, unit=unit, note=note.of(language), lying=True))
    return charts
