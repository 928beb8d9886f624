"""What was foretold as tables and charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planledger.charts import Band, Chart, Line, Points
from planledger.forms import Column, ResultSheet
from planledger.pipeline.foretelling import Foretold
from planledger.planning import Judgement
from planledger.planning.forecasting import Outlook

LIGHTS = {
    "green": ("● 达标", "● green"),
    "amber": ("▲ 预警", "▲ amber"),
    "red": ("■ 滞后", "■ red"),
    "grey": ("○ 未报告", "○ grey"),
}
_UNTOLD = ("○ 无法判断", "○ cannot be told")
_REPORTED = {"not_due", "incomplete", "no_number"}  # grey although there are figures
SEVERITIES = {"notice": ("提示", "notice"), "warning": ("预警", "warning"), "urgent": ("紧急", "urgent")}
STATES = {"fired": ("触发", "fired"), "unknown": ("无法判断", "cannot be told")}
_OUTLOOK_COLUMNS = (
    Column("indicator", "指标", "Indicator"),
    Column("year", "目标年份", "Year", "integer"),
    Column("low", "目标下限", "Target from", "number"),
    Column("high", "目标上限", "Target to", "number"),
    Column("unit", "单位", "Unit"),
    Column("middle", "预测中位数", "Median", "number", 2),
    Column("low80", "80%区间下限", "80% from", "number", 2),
    Column("high80", "80%区间上限", "80% to", "number", 2),
    Column("low95", "95%区间下限", "95% from", "number", 2),
    Column("high95", "95%区间上限", "95% to", "number", 2),
    Column("probability", "实现概率", "Probability", "number", 3),
    Column("needed", "以后每年需要", "Needed a year", "number", 2),
    Column("usual", "近年", "Of late", "number", 2),
    Column("light", "红黄绿灯", "Light"),
    Column("rule", "灯的规则", "Rule of the light"),
    Column("reason", "预测说明", "Reason"),
    Column("light_reason", "灯的说明", "Reason of the light"),
)
_PATH_COLUMNS = (
    Column("indicator", "指标", "Indicator"),
    Column("goal_year", "目标年份", "Target year", "integer"),
    Column("year", "年份", "Year", "integer"),
    *_OUTLOOK_COLUMNS[5:10],
)
_ALERT_COLUMNS = (
    Column("indicator", "指标", "Indicator"),
    Column("rule", "规则", "Rule"),
    Column("severity", "级别", "Severity"),
    Column("state", "状态", "State"),
    Column("reason", "说明", "Reason"),
)


def foretold_sheets(foretold: Sequence[Foretold], language: str) -> list[ResultSheet]:
    """Outlooks, the years on the way, and alerts."""
    return [
        ResultSheet(("outlooks", "预测", "Outlooks"), _OUTLOOK_COLUMNS, _outlook_rows(foretold, language)),
        ResultSheet(("years", "逐年", "Years"), _PATH_COLUMNS, _path_rows(foretold, language)),
        ResultSheet(("alerts", "预警", "Alerts"), _ALERT_COLUMNS, alert_rows(foretold, language)),
    ]


def light_word(judgement: Judgement | None, language: str) -> str:
    """The light as people read it; empty where a row has none."""
    if judgement is None:
        return ""
    return (_UNTOLD if judgement.rule in _REPORTED else LIGHTS[judgement.light])[0 if language == "zh" else 1]


def _light(judgement: Judgement | None, language: str) -> dict[str, Any]:
    if judgement is None:
        return {}
    reason = judgement.reason_zh if language == "zh" else judgement.reason
    return {"light": light_word(judgement, language), "rule": judgement.rule, "light_reason": reason}


def _outlook_rows(foretold: Sequence[Foretold], language: str) -> list[dict[str, Any]]:
    at = 0 if language == "zh" else 1
    return [
        {
            "indicator": one.title(language),
            "year": outlook.goal.year,
            "low": outlook.goal.low,
            "high": outlook.goal.high,
            "unit": one.course.unit,
            **_quantiles(outlook.outcome),
            "probability": outlook.probability,
            "needed": outlook.needed,
            "usual": outlook.usual,
            "reason": (outlook.reason_zh, outlook.reason)[at],
            **_light(one.light_of(outlook), language),
        }
        for one in foretold
        for outlook in one.outlooks
    ]


def _quantiles(found: Any) -> dict[str, float]:
    names = {"middle": 0.5, "low80": 0.1, "high80": 0.9, "low95": 0.025, "high95": 0.975}
    return {} if found is None else {name: found.quantile(share) for name, share in names.items()}


def _path_rows(foretold: Sequence[Foretold], language: str) -> list[dict[str, Any]]:
    return [
        {"indicator": one.title(language), "goal_year": outlook.goal.year, "year": year.year, **_quantiles(year)}
        for one in foretold
        for outlook in one.outlooks
        for year in outlook.path
    ]


def alert_rows(foretold: Sequence[Foretold], language: str) -> list[dict[str, Any]]:
    """Alerts that fired, then those of which nothing can be said."""
    at = 0 if language == "zh" else 1
    rows = [
        {
            "indicator": one.title(language),
            "rule": alert.rule,
            "severity": SEVERITIES[alert.severity][at],
            "state": STATES[alert.state][at],
            "reason": (alert.reason_zh, alert.reason)[at],
        }
        for one in foretold
        for alert in one.alerts
    ]
    return sorted(rows, key=lambda row: row["state"] != STATES["fired"][at])


def foretold_charts(foretold: Sequence[Foretold], language: str) -> list[Chart]:
    """One chart a target: what was, the intervals of what may come, and the target."""
    return [
        _chart(one, outlook, language)
        for one in foretold
        for outlook in one.outlooks
        if outlook.path and outlook.history
    ]


def _chart(one: Foretold, outlook: Outlook, language: str) -> Chart:
    history, ahead = dict(outlook.history or {}), {year.year: year for year in outlook.path}
    years = [*history, *ahead]
    last = max(history)

    def fan(share: float) -> list[float | None]:
        return [history[last] if year == last else ahead[year].quantile(share) if year in ahead else None
                for year in years]  # fmt: skip

    chinese = language == "zh"
    names = ("80%区间", "95%区间", "预测中位数", "实际", "目标") if chinese else (
        "80% interval", "95% interval", "median", "actual", "target")  # fmt: skip
    goal = outlook.goal
    edge = goal.low if goal.low is not None else goal.high
    series: list[Any] = [
        Band(names[1], fan(0.025), fan(0.975)),
        Band(names[0], fan(0.1), fan(0.9)),
        Line(names[2], fan(0.5), dashed=True),
        Points(names[3], [history.get(year) for year in years]),
    ]
    if edge is not None and not goal.spans_years:
        series.append(Points(names[4], [edge if year == goal.year else None for year in years]))
    return Chart(
        title=one.title(language),
        labels=[str(year) for year in years],
        series=series,
        unit=one.course.unit,
        note=outlook.reason_zh if chinese else outlook.reason,
    )
