"""A decomposition as tables, problems and charts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from planledger.charts import Band, Bars, Chart, Line, Points
from planledger.forms import Column, ResultSheet
from planledger.model import Problem
from planledger.planning.decomposing import Aim, Conflict, Decomposed, Refusal, Task, condition_words, conflict_words
from planledger.planning.decomposing.goals import surpassed
from planledger.planning.decomposing.words import KINDS

Language = Literal["zh", "en"]
_MOST_BARS = 12
"""Parts that a chart can tell apart; more are shown in the table only."""


def decomposed_problems(found: Decomposed, document: str) -> list[Problem]:
    """What could not be decomposed, as problems that name cells."""
    problems = [_refusal(one, document) for one in found.refusals]
    return problems + [_conflict(one, document) for one in found.conflicts]


def held_aims(task: Task, found: Decomposed) -> list[str]:
    """Indicators whose last result is better than their target, so that the years left hold it."""
    reached: defaultdict[str, dict[int, int]] = defaultdict(dict)
    digits = {aim.name: aim.digits for aim in task.aims}
    for one in found.years:
        if one.reached:
            reached[one.aim][one.year] = int(one.value.scaleb(digits[one.aim]))
    left = {one.aim for one in found.years if not one.reached}
    return [aim.name for aim in task.aims if aim.name in left and surpassed(aim, reached[aim.name]) is not None]


def _refusal(one: Refusal, document: str) -> Problem:
    head, head_zh = (f"{one.place}: ", f"{one.place}：") if one.place else ("", "")
    after, after_zh = ("; its parts were left out", "，未分解到对象") if one.of_parts else ("", "")
    text = f"{head}{one.message}{after}"
    return Problem(one.code, document, -1, -1, one.place, text, f"{head_zh}{one.message_zh}{after_zh}")


def _conflict(one: Conflict, document: str) -> Problem:
    chinese, english = conflict_words(one)
    who, who_zh = ", ".join(one.aims), "、".join(one.aims)
    cells = "、".join(place for condition in one.conditions for place in condition.places)
    return Problem("decompose.conflict", document, -1, -1, cells, f"{who}: {english}", f"{who_zh}：{chinese}")


def decomposed_sheets(task: Task, found: Decomposed, language: Language) -> list[ResultSheet]:
    """Annual targets, targets of parts (long and as a table of years), and conflicts."""
    units = {aim.name: unit_of(aim) for aim in task.aims}
    amounts = {aim.name for aim in task.aims if aim.measure == "cumulative"}
    sheets = [_annual(task, found), _long_parts(found, units, amounts)] if found.parts else [_annual(task, found)]
    conflicts = list(_conflict_rows(found, language))
    return [*sheets, _conflict_sheet(conflicts)] if conflicts else sheets


def _annual(task: Task, found: Decomposed) -> ResultSheet:
    columns = [
        Column("indicator", "指标", "Indicator"),
        Column("unit", "单位", "Unit"),
        Column("year", "年份", "Year", "integer"),
        Column("value", "年度目标", "Target", "number"),
        Column("growth", "比上年增长（%）", "Growth (%)", "number"),
        Column("path", "路径值", "On the path", "number"),
        Column("reached", "已完成", "Reached", "flag"),
    ]
    rows = []
    aims = {aim.name: aim for aim in task.aims}
    before: dict[str, Decimal | None] = {name: _base(aim) for name, aim in aims.items()}
    for one in found.years:
        rows.append(
            {
                "indicator": one.aim,
                "unit": unit_of(aims[one.aim]),
                "year": one.year,
                "value": _plain(one.value),
                "growth": _growth(before[one.aim], one.value),
                "path": _plain(one.path),
                "reached": one.reached,
            }
        )
        before[one.aim] = one.value
    return ResultSheet(("annual", "年度目标", "Annual targets"), columns, rows)


def _base(aim: Aim) -> Decimal | None:
    if aim.base is None:
        return Decimal(100) if aim.measure == "growth" else None
    return Decimal(aim.base.numerator) / Decimal(aim.base.denominator)


def unit_of(aim: Aim) -> str:
    """Unit of its values; growth without a base is an index."""
    if aim.measure == "growth" and aim.base is None:
        return f"{aim.base_year}=100"
    return aim.unit


def _growth(before: Decimal | None, value: Decimal) -> float | None:
    return round(float((value / before - 1) * 100), 2) if before and before > 0 else None


def _plain(value: Decimal) -> float | int:
    return int(value) if value == value.to_integral_value() else float(value)


def _long_parts(found: Decomposed, units: dict[str, str], amounts: set[str]) -> ResultSheet:
    """One row for each part of an indicator, with its years beside each other and what they come to."""
    years = sorted({one.year for one in found.parts})
    cells: defaultdict[tuple[str, str], dict[int, Decimal]] = defaultdict(dict)
    for one in found.parts:
        cells[one.aim, one.part][one.year] = one.value
    columns = [
        Column("indicator", "指标", "Indicator"),
        Column("unit", "单位", "Unit"),
        Column("part", "对象", "Part"),
        *(Column(f"y{year}", f"{year}年", str(year), "number") for year in years),
        Column("total", "合计", "Total", "number"),
    ]
    rows: list[dict[str, Any]] = []
    for (aim, part), line in cells.items():
        row: dict[str, Any] = {"indicator": aim, "unit": units[aim], "part": part}
        row |= {f"y{year}": _plain(value) for year, value in line.items()}
        rows.append(row | ({"total": _plain(sum(line.values(), Decimal(0)))} if aim in amounts else {}))
    return ResultSheet(("parts", "分解到对象", "Parts"), columns, rows)


def _conflict_rows(found: Decomposed, language: Language) -> Iterator[dict[str, Any]]:
    for number, conflict in enumerate(found.conflicts, start=1):
        for condition in conflict.conditions:
            said = condition_words(condition)
            yield {
                "conflict": number,
                "indicators": "、".join(conflict.aims),
                "kind": KINDS[condition.kind][0 if language == "zh" else 1],
                "condition": said[0] if language == "zh" else said[1],
                "cells": "、".join(condition.places),
            }


def _conflict_sheet(rows: Sequence[dict[str, Any]]) -> ResultSheet:
    columns = [
        Column("conflict", "冲突", "Conflict", "integer"),
        Column("indicators", "指标", "Indicators"),
        Column("kind", "约束类型", "Kind"),
        Column("condition", "约束", "Condition"),
        Column("cells", "单元格", "Cells"),
    ]
    return ResultSheet(("conflicts", "冲突", "Conflicts"), columns, rows)


def decomposed_charts(task: Task, found: Decomposed, language: Language) -> list[Chart]:
    """Of each indicator its way with results and limits; and its parts, stacked, of a sum."""
    charts = []
    for aim in sorted(task.aims, key=lambda aim: aim.name):
        if any(one.aim == aim.name for one in found.years):
            charts.append(_way_chart(task, aim, found, language))
            if chart := _parts_chart(aim, found, language):
                charts.append(chart)
    return charts


def _way_chart(task: Task, aim: Aim, found: Decomposed, language: Language) -> Chart:
    own = [one for one in found.years if one.aim == aim.name]
    years = [one.year for one in own]
    base = None if aim.base is None and aim.measure != "growth" else float(_base(aim) or 0)
    first: list[float | None] = [base] if base is not None and aim.measure != "cumulative" else []
    labels = [str(aim.base_year)] * len(first) + [str(year) for year in years]
    zh = language == "zh"
    series: list[Any] = []
    gap: list[float | None] = [None] * len(first)
    series += _limit_series(task, aim, years, gap, language)
    if any(one.path != one.value for one in own):
        series.append(Line("路径" if zh else "path", [*first, *(float(one.path) for one in own)], dashed=True))
    series.append(Line("年度目标" if zh else "targets", [*first, *(float(one.value) for one in own)]))
    if any(one.reached for one in own):
        reached = [float(one.value) if one.reached else None for one in own]
        series.append(Points("已完成" if zh else "reached", [*gap, *reached]))
    return Chart(title=aim.name, unit=unit_of(aim), labels=labels, series=series)


def _limit_series(
    task: Task, aim: Aim, years: Sequence[int], gap: Sequence[float | None], language: Language
) -> Iterator[Band | Points]:
    """Floors and ceilings of years: a band where a year has both, else marks."""
    lows: dict[int, Fraction] = {}
    highs: dict[int, Fraction] = {}
    for limit in task.limits:
        if limit.aim == aim.name and not limit.part and limit.year is not None:
            if limit.low is not None:
                lows[limit.year] = max(limit.low, lows.get(limit.year, limit.low))
            if limit.high is not None:
                highs[limit.year] = min(limit.high, highs.get(limit.year, limit.high))
    both = set(lows) & set(highs)
    zh = language == "zh"

    def drawn(of: dict[int, Fraction], wanted: set[int]) -> list[float | None]:
        return [*gap, *(float(of[year]) if year in wanted else None for year in years)]

    if both:
        yield Band("限制" if zh else "limits", drawn(lows, both), drawn(highs, both))
    if set(lows) - both:
        yield Points("下限" if zh else "floor", drawn(lows, set(lows) - both))
    if set(highs) - both:
        yield Points("上限" if zh else "ceiling", drawn(highs, set(highs) - both))


def _parts_chart(aim: Aim, found: Decomposed, language: Language) -> Chart | None:
    own = [one for one in found.parts if one.aim == aim.name]
    names, years = sorted({one.part for one in own}), sorted({one.year for one in own})
    if not own or len(names) > _MOST_BARS:
        return None
    cells = {(one.part, one.year): float(one.value) for one in own}
    stack = "parts" if aim.combining == "sum" else ""
    series = [Bars(name, [cells.get((name, year)) for year in years], stack=stack) for name in names]
    title = f"{aim.name}：分解到对象" if language == "zh" else f"{aim.name}: parts"
    return Chart(title=title, unit=unit_of(aim), labels=[str(year) for year in years], series=series)
