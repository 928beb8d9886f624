"""An allocation as tables and charts that go into a report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from planledger.charts import Bars, Chart, Line
from planledger.forms import Column, ResultSheet
from planledger.planning.allocating import (
    ALL_FUNDS,
    OWN,
    Allocation,
    Effect,
    Prices,
    Programme,
    Project,
    Refusal,
    left_of_funds,
    left_of_quotas,
    money_said,
    spent_by_fund,
)
from planledger.planning.allocating.records import quota_english

Language = Literal["zh", "en"]
LARGEST = 30
"""Projects that the chart of projects shows."""
OWN_WORDS = {"zh": "业主自筹", "en": "owner"}


def result_sheets(
    allocation: Allocation,
    *,
    detailed: int,
    refusals: Sequence[Refusal],
    prices: Prices | None,
    effects: Sequence[Effect],
    language: Language,
) -> list[ResultSheet]:
    """Everything that ``planledger allocate`` tells, a sheet a question."""
    sheets = [
        starts_sheet(allocation),
        money_sheet(allocation, detailed, language),
        funds_sheet(allocation),
        quotas_sheet(allocation, language),
        goals_sheet(allocation, language),
        refusals_sheet(allocation, refusals, language),
    ]
    if prices is not None:
        sheets.append(prices_sheet(allocation.programme, prices, language))
    if effects:
        sheets.append(effects_sheet(allocation, effects, language))
    return sheets


def starts_sheet(allocation: Allocation) -> ResultSheet:
    """Which project starts when, and what it costs by when."""
    programme = allocation.programme
    rows = []
    for project, start in _begun(allocation):
        costs = dict(zip(range(start, start + len(project.costs)), project.costs, strict=True))
        rows.append(
            {
                "project": project.id,
                "name": project.title,
                "sector": project.sector,
                "region": project.region,
                "start": start,
                "last": start + len(project.costs) - 1,
                "must": project.must,
                "decided": project.id in programme.decided,
                "cost": _money(programme, sum(project.costs)),
                "before": _money(programme, _between(costs, None, programme.first_year - 1)),
                "within": _money(programme, _between(costs, programme.first_year, programme.last_year)),
                "later": _money(programme, _between(costs, programme.last_year + 1, None)),
            }
        )
    columns = [
        Column("project", "项目编号", "Project"),
        Column("name", "名称", "Name"),
        Column("sector", "领域", "Sector"),
        Column("region", "区域", "Region"),
        Column("start", "开工年", "Start", "integer"),
        Column("last", "投资末年", "Last year of cost", "integer"),
        Column("must", "必保", "Must", "flag"),
        Column("decided", "已定", "Decided", "flag"),
        _amount(programme, "cost", "总投资", "Cost"),
        _amount(programme, "before", "规划期前投资", "Cost before"),
        _amount(programme, "within", "规划期内投资", "Cost within"),
        _amount(programme, "later", "规划期后投资", "Cost later"),
    ]
    return ResultSheet(("starts", "开工安排", "Starts"), columns, rows)


def _between(costs: Mapping[int, int], first: int | None, last: int | None) -> int:
    return sum(
        cost for year, cost in costs.items() if (first is None or year >= first) and (last is None or year <= last)
    )


def money_sheet(allocation: Allocation, detailed: int, language: Language) -> ResultSheet:
    """Who pays which project how much in each year."""
    programme = allocation.programme
    until = programme.first_year + detailed
    rows = [
        {
            "project": payment.project,
            "name": programme.by_id[payment.project].title,
            "year": payment.year,
            "fund": payment.fund if payment.fund != OWN else OWN_WORDS[language],
            "amount": _money(programme, payment.amount),
            "stage": _stage(payment.year < until, language),
        }
        for payment in sorted(allocation.payments, key=lambda one: (one.project, one.year, one.fund))
    ]
    columns = [
        Column("project", "项目编号", "Project"),
        Column("name", "名称", "Name"),
        Column("year", "年份", "Year", "integer"),
        Column("fund", "资金来源", "Fund"),
        _amount(programme, "amount", "金额", "Amount"),
        Column("stage", "深度", "Stage"),
    ]
    return ResultSheet(("money", "资金安排", "Money"), columns, rows)


def _stage(detailed: bool, language: Language) -> str:
    return {True: {"zh": "细化", "en": "detailed"}, False: {"zh": "展望", "en": "outlook"}}[detailed][language]


def funds_sheet(allocation: Allocation) -> ResultSheet:
    """What there is of each fund in each year, what is spent, and what is left."""
    programme, spent = allocation.programme, spent_by_fund(allocation)
    left = left_of_funds(programme, spent)
    rows = []
    for fund in programme.funds:
        for year in programme.span:
            before = left.get((fund.id, year - 1), 0) if fund.carries else 0
            rows.append(
                {
                    "fund": fund.id,
                    "year": year,
                    "amount": _money(programme, fund.amounts.get(year, 0)),
                    "before": _money(programme, before),
                    "spent": _money(programme, spent.get((fund.id, year), 0)),
                    "left": _money(programme, left[fund.id, year]),
                    "carries": fund.carries,
                }
            )
    columns = [
        Column("fund", "资金来源", "Fund"),
        Column("year", "年份", "Year", "integer"),
        _amount(programme, "amount", "额度", "Amount"),
        _amount(programme, "before", "上年结转", "Carried over"),
        _amount(programme, "spent", "安排", "Spent"),
        _amount(programme, "left", "结余", "Left"),
        Column("carries", "可结转", "Carries over", "flag"),
    ]
    return ResultSheet(("funds", "来源平衡", "Funds"), columns, rows)


def quotas_sheet(allocation: Allocation, language: Language) -> ResultSheet:
    """The same of land and energy."""
    programme = allocation.programme
    left = left_of_quotas(programme, allocation.starts)
    rows = []
    for quota in programme.quotas:
        before = 0.0
        for year in programme.span:
            amount, rest = quota.amounts.get(year, 0.0), float(left[quota.id, year])
            rows.append(
                {
                    "quota": _quota(quota.id, language),
                    "unit": quota.unit,
                    "year": year,
                    "amount": amount,
                    "before": before,
                    "taken": round(before + amount - rest, 9),
                    "left": rest,
                }
            )
            before = rest if quota.carries else 0.0
    columns = [
        Column("quota", "要素", "Quota"),
        Column("unit", "单位", "Unit"),
        Column("year", "年份", "Year", "integer"),
        Column("amount", "指标", "Amount", "number"),
        Column("before", "上年结转", "Carried over", "number"),
        Column("taken", "占用", "Taken", "number"),
        Column("left", "结余", "Left", "number"),
    ]
    return ResultSheet(("quotas", "要素平衡", "Quotas"), columns, rows)


def _quota(name: str, language: Language) -> str:
    return name if language == "zh" else quota_english(name)


def goals_sheet(allocation: Allocation, language: Language) -> ResultSheet:
    """What each goal gets."""
    kinds = {True: {"zh": "约束性", "en": "binding"}, False: {"zh": "预期性", "en": "anticipatory"}}
    rows = [
        {
            "goal": one.goal.id,
            "unit": one.goal.unit,
            "kind": kinds[one.goal.binding][language],
            "year": allocation.programme.goal_year(one.goal),
            "target": one.goal.target,
            "value": one.value,
            "share": round(one.share * 100, 6),
        }
        for one in sorted(allocation.reached, key=lambda one: (not one.goal.binding, one.goal.id))
    ]
    columns = [
        Column("goal", "指标", "Goal"),
        Column("unit", "单位", "Unit"),
        Column("kind", "属性", "Kind"),
        Column("year", "目标年", "By", "integer"),
        Column("target", "目标", "Target", "number"),
        Column("value", "安排可达", "Reached", "number"),
        Column("share", "达到（%）", "Share (%)", "number", 1),
    ]
    return ResultSheet(("goals", "指标达成", "Goals"), columns, rows)


def refusals_sheet(allocation: Allocation, refusals: Sequence[Refusal], language: Language) -> ResultSheet:
    """Why a project is not in the plan."""
    programme = allocation.programme
    rows = [
        {
            "project": one.project,
            "name": programme.by_id[one.project].title,
            "cost": _money(programme, sum(programme.by_id[one.project].costs)),
            "reason": one.message_zh if language == "zh" else one.message,
            "why": one.why,
        }
        for one in refusals
    ]
    columns = [
        Column("project", "项目编号", "Project"),
        Column("name", "名称", "Name"),
        _amount(programme, "cost", "总投资", "Cost"),
        Column("reason", "未安排的原因", "Why not"),
        Column("why", "原因代码", "Code"),
    ]
    return ResultSheet(("refused", "未安排", "Not started"), columns, rows)


def prices_sheet(programme: Programme, prices: Prices, language: Language) -> ResultSheet:
    """What one more of each scarce limit is worth."""
    rows = []
    for price in prices.limits:
        money = price.limit.kind == "fund"
        unit = next((quota.unit for quota in programme.quotas if quota.id == price.limit.who), "")
        rows.append(
            {
                "limit": price.limit.who if money else _quota(price.limit.who, language),
                "year": price.limit.year,
                "points": price.points * (1000 if money else 1),
                "per": f"1,000{programme.money}" if money else f"1{unit}",
            }
        )
    columns = [
        Column("limit", "额度或指标", "Limit"),
        Column("year", "年份", "Year", "integer"),
        Column("points", "多给一份可增加的分", "Points for one more", "number", 4),
        Column("per", "一份", "One"),
    ]
    return ResultSheet(("prices", "影子价格", "Shadow prices"), columns, rows)


def effects_sheet(allocation: Allocation, effects: Sequence[Effect], language: Language) -> ResultSheet:
    """What a change of a budget would buy."""
    rows = [_effect_row(allocation, effect, language) for effect in effects]
    columns = [
        Column("limit", "变动的额度", "Limit changed"),
        Column("percent", "变动（%）", "Change (%)", "number"),
        Column("amount", "增减", "Amount"),
        Column("feasible", "可行", "Feasible", "flag"),
        Column("binding", "约束性指标增减分", "Binding goals, points", "number", 3),
        Column("others", "其他指标增减分", "Other goals, points", "number", 3),
        Column("most", "最多可增减分", "At most, points", "number", 3),
        Column("started", "增加的项目", "Projects more"),
        Column("dropped", "退出的项目", "Projects less"),
    ]
    return ResultSheet(("what_if", "增减测算", "What if"), columns, rows)


def _effect_row(allocation: Allocation, effect: Effect, language: Language) -> dict[str, Any]:
    programme, steps, bounds = allocation.programme, dict(effect.steps), dict(effect.bounds)
    last = next((aim for aim in ("others", "all", "binding") if aim in bounds), "")
    unit = next((quota.unit for quota in programme.quotas if quota.id == effect.change.who), None)
    who = effect.change.who if unit is None else _quota(effect.change.who, language)
    return {
        "limit": {"zh": "全部资金", "en": "all money"}[language] if who == ALL_FUNDS else who,
        "percent": effect.change.percent,
        "amount": money_said(round(effect.amount), programme) if unit is None else f"{effect.amount:,.10g}{unit}",
        "feasible": effect.feasible,
        "binding": _tidy(steps.get("binding")),
        "others": _tidy(steps.get("others", steps.get("all"))),
        "most": _tidy(bounds.get(last)),
        "started": "、".join(programme.by_id[name].title for name in effect.started),
        "dropped": "、".join(programme.by_id[name].title for name in effect.dropped),
    }


def _tidy(points: float | None) -> float | None:
    return None if points is None else round(points, 6) + 0.0


def charts_of(allocation: Allocation, effects: Sequence[Effect], language: Language) -> list[Chart]:
    """Money by year and source, projects by year, and what more or less money would do."""
    programme = allocation.programme
    years = [str(year) for year in programme.span]
    spent = spent_by_fund(allocation)
    names = [fund.id for fund in programme.funds] + (
        [OWN] if any(one.fund == OWN for one in allocation.payments) else []
    )
    money = Chart(
        title={"zh": "资金安排（按年份和来源）", "en": "Money by year and source"}[language],
        unit=programme.money,
        labels=years,
        series=[
            Bars(
                name or OWN_WORDS[language],
                [_money(programme, spent.get((name, year), 0)) for year in programme.span],
                "all",
            )
            for name in names
        ],
    )
    charts = [money, _projects_chart(allocation, language)]
    together = sorted((one for one in effects if one.change.who == ALL_FUNDS), key=lambda one: one.change.percent)
    if together:
        charts.append(_curve(together, language))
    return charts


def _projects_chart(allocation: Allocation, language: Language) -> Chart:
    programme = allocation.programme
    by_year: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for payment in allocation.payments:
        by_year[payment.project][payment.year] += payment.amount
    largest = sorted(_begun(allocation), key=lambda one: (-sum(one[0].costs), one[0].id))[:LARGEST]
    shown = sorted(largest, key=lambda one: (one[1], one[0].id))
    return Chart(
        title={"zh": "各项目分年投资（按开工先后）", "en": "Projects by year, in order of start"}[language],
        unit=programme.money,
        labels=[f"{start} {project.title}" for project, start in shown],
        series=[
            Bars(str(year), [_money(programme, by_year[project.id][year]) for project, _ in shown], "all")
            for year in programme.span
        ],
        note={"zh": f"投资最大的{LARGEST}个项目。", "en": f"The {LARGEST} largest."}[language]
        if len(allocation.starts) > LARGEST
        else "",
        lying=True,
    )


def _curve(effects: Sequence[Effect], language: Language) -> Chart:
    """What the goals gain or lose as all money grows or shrinks."""
    at_zero = [(one.change.percent, dict(one.steps)) for one in effects if one.feasible] + [(0.0, {})]
    points = sorted(at_zero, key=lambda one: one[0])
    names = {
        "binding": {"zh": "约束性指标", "en": "binding goals"},
        "others": {"zh": "其他指标", "en": "other goals"},
        "all": {"zh": "各项指标", "en": "goals"},
    }
    aims = [aim for aim in names if any(aim in steps for _, steps in points)]
    return Chart(
        title={"zh": "预算增减与指标得分", "en": "Points by change of all money"}[language],
        unit={"zh": "分", "en": "points"}[language],
        labels=[f"{percent:+g}%" for percent, _ in points],
        series=[Line(names[aim][language], [_tidy(steps.get(aim, 0.0)) for _, steps in points]) for aim in aims],
    )


def _begun(allocation: Allocation) -> Iterable[tuple[Project, int]]:
    return [(allocation.programme.by_id[name], start) for name, start in sorted(allocation.starts.items())]


def _money(programme: Programme, amount: int) -> float:
    return amount / programme.scale


def _amount(programme: Programme, name: str, chinese: str, english: str) -> Column:
    return Column(name, f"{chinese}（{programme.money}）", f"{english} ({programme.money})", "number", 2)
