"""An invented city in the fourth year of its plan, with everything that its pages show."""

# ruff: noqa: E501  # a row of the table is one line
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from planledger.planning import parse_period
from planweb.accounts.models import Body, Grant, Region, User
from planweb.evidence.models import Document, Statement
from planweb.monitoring.actions.standings import refresh_standings
from planweb.monitoring.models import Contest, Figure, LightChange, Progress, Round
from planweb.registry.models import Indicator, Plan, PlanIndicator, Target

CITY, COUNTY, OTHER_COUNTY = "220200", "220281", "220282"
DAY = dt.date(2024, 11, 20)
PASSWORD = "规划-ledger-2026"

# name, code, unit, field, kind, direction, binding, base, goal, values of 2021–2023, period and value of 2024, 2024's target
ROWS = (
    ("地区生产总值", "own-gdp", "亿元", "economy", "flow", "more", False, 1450, 2050, (1550, 1642, 1731), ("2024Q3", 1310), 1880),
    ("规模以上工业增加值", "own-industry", "亿元", "industry", "flow", "more", False, 420, 640, (455, 470, 492), ("2024Q3", 352), 560),
    ("单位GDP能耗降低", "own-energy", "%", "energy", "rate", "more", True, 0, 14, (3.4, 6.6, 9.1), ("2024H1", 9.9), 11.5),
    ("空气质量优良天数比例", "own-air", "%", "environment", "rate", "more", True, 89, 92, (90.1, 90.8, 91.2), ("2024Q3", 91.6), None),
    ("城镇新增就业", "own-jobs", "万人", "employment", "flow", "more", False, 5.1, 5.5, (5.4, 5.3, 5.6), ("2024-10", 4.9), 5.2),
    ("城镇调查失业率", "own-unemployment", "%", "employment", "rate", "less", False, 5.6, 5.5, (5.4, 5.5, 5.3), ("2024Q2", 5.2), 5.5),
    ("常住人口城镇化率", "own-urban", "%", "population", "rate", "more", False, 61, 65, (61.9, 62.6, 63.4), None, None),
    ("研发经费投入强度", "own-research", "%", "innovation", "rate", "more", False, 1.2, 2.0, (1.3, 1.42, 1.5), None, 1.8),
    ("粮食总产量", "own-grain", "亿斤", "agriculture", "flow", "more", True, 96, 105, (99, 101, 103.5), None, 104),
    ("养老机构护理型床位占比", "own-beds", "%", "social_security", "rate", "more", False, 38, 55, (42, 46, 51), None, None),
    ("高速公路通车里程", "own-roads", "公里", "transport", "stock", "more", False, 410, 520, (410, 431, 447), ("2024H1", 447), None),
    ("森林覆盖率", "own-forest", "%", "environment", "rate", "more", True, 54.6, 55.2, (54.8, 54.9, 55.1), None, None),
)  # fmt: skip


@dataclass
class Story:
    """What was made."""

    plan: Plan
    rows: list[PlanIndicator] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    people: dict[str, User] = field(default_factory=dict)
    document: Document | None = None


def tell(day: dt.date = DAY) -> Story:
    """The story, with its lights judged on ``day``."""
    city = Region.objects.get(pk=CITY)
    plan = Plan.objects.create(
        title="示例市国民经济和社会发展第十四个五年规划纲要",
        tier="development", region=city, first_year=2021, last_year=2025, status="in_force",
    )  # fmt: skip
    story = Story(plan)
    for name in ("示例市工业和信息化局", "示例市生态环境局", "示例市人力资源和社会保障局", "示例市发展和改革委员会"):
        story.bodies.append(
            Body.objects.create(name=name, kind="department", region=city, valid_from=dt.date(2019, 1, 1))
        )
    _people(story)
    story.document = Document.objects.create(
        name="report.txt", title="示例市2023年国民经济和社会发展计划执行情况报告", kind="plan_report", region=city, year=2024,
        state="read", sha256="0" * 64, file="x",
    )  # fmt: skip
    for position, row in enumerate(ROWS):
        story.rows.append(_indicator(story, position, row))
    _below(story)
    _talk(story)
    refresh_standings([row.pk for row in PlanIndicator.objects.all()], as_of=dt.date(2024, 8, 20))
    LightChange.objects.update(at=timezone.now() - dt.timedelta(days=90))
    refresh_standings([row.pk for row in PlanIndicator.objects.all()], as_of=day)
    return story


def _people(story: Story) -> None:
    for username, name, role, region, body in (
        ("leader", "周副市长", "leader", CITY, None),
        ("planner", "林静", "planner", CITY, None),
        ("owner", "赵强", "owner", None, story.bodies[0]),
        ("congress", "孙代表", "congress", None, None),
        ("auditor", "钱审计", "auditor", None, None),
        ("admin", "王敏", "administrator", None, None),
    ):
        user = User.objects.create_user(username, PASSWORD, name=name, email=f"{username}@example.org")
        Grant.objects.create(user=user, role=role, region_id=region, body=body)
        story.people[username] = user
    Grant.objects.create(user=story.people["planner"], role="leader", region_id=CITY)


def _figure(indicator: Indicator, region: str, period: str, value: float, **fields: object) -> Figure:
    return Figure.objects.create(
        **{  # type: ignore[arg-type]
            "indicator": indicator, "region_id": region, "period": period, "value": value, "unit": indicator.unit,
            "through": parse_period(period).through, "state": "accepted", "kind": "final", **fields,
        }
    )  # fmt: skip


def _statement(story: Story, indicator: Indicator, role: str, period: str, value: float, at: int) -> Statement:
    said = f"{value:g}{indicator.unit}"
    will = "达到" if role == "actual" else "要达到"
    return Statement.objects.create(
        document=story.document, start=at, end=at + len(said), text=said, role=role, measure="level", low=value,
        high=value, unit=indicator.unit, bound="exact", period=period, region_id=CITY, indicator=indicator.name,
        indicator_id=indicator.code, sentence=f"{period}年全市{indicator.name}{will}{said}。", sentence_start=at,
        sentence_end=at + 30, state="confirmed",
    )  # fmt: skip


def _indicator(story: Story, position: int, row: tuple) -> PlanIndicator:  # type: ignore[type-arg]
    name, code, unit, category, kind, direction, binding, base, goal, values, now, year_goal = row
    indicator = Indicator.objects.create(
        code=code, name=name, unit=unit, category=category, kind=kind, direction=direction
    )
    frequency = {None: "year", "Q": "quarter", "H": "half", "-": "month"}[now[0][4] if now else None]
    bound = "at_most" if direction == "less" else "at_least"
    promised = _statement(story, indicator, "target", "2025", goal, position * 1000)
    of = PlanIndicator.objects.create(
        plan=story.plan, indicator=indicator, name=name, position=position, unit=unit, direction=direction,
        attribute="binding" if binding else "anticipatory", frequency=frequency, base_year=2020, base_value=base,
        lead=story.bodies[position % len(story.bodies)], source="统计局",
    )  # fmt: skip
    Target.objects.create(
        of=of, kind="five_year", year=2025, bound=bound, statement=promised,
        low=None if direction == "less" else goal, high=goal if direction == "less" else None,
    )  # fmt: skip
    if year_goal:
        low, high = (None, year_goal) if direction == "less" else (year_goal, None)
        Target.objects.create(of=of, kind="annual", year=2024, low=low, high=high, bound=bound)
    for year, value in zip((2021, 2022, 2023), values, strict=True):
        said = (
            _statement(story, indicator, "actual", str(year), value, position * 1000 + year) if year == 2023 else None
        )
        source = "statement" if said else "entry"
        _figure(indicator, CITY, str(year), value, statement=said, source=source, reported_by=of.lead)
    if now:
        _figure(indicator, CITY, now[0], now[1], kind="preliminary", source="entry", reported_by=of.lead)
    return of


def _below(story: Story) -> None:
    """Shares of two counties, and a plan of one of them."""
    gdp = story.rows[0]
    for region, share, values in ((COUNTY, 310, (240, 262, 281, 214)), (OTHER_COUNTY, 270, (215, 228, 236, 170))):
        Target.objects.create(of=gdp, kind="share", year=2024, region_id=region, low=share)
        for period, value in zip(("2021", "2022", "2023", "2024Q3"), values, strict=True):
            _figure(gdp.indicator, region, period, value)
    plan = Plan.objects.create(
        title="示例县“十四五”规划纲要", tier="county", region_id=COUNTY, first_year=2021, last_year=2025,
        status="in_force", above=story.plan,
    )  # fmt: skip
    of = PlanIndicator.objects.create(
        plan=plan, indicator=gdp.indicator, name="地区生产总值", unit="亿元", base_year=2020, base_value=230,
        frequency="quarter",
    )  # fmt: skip
    Target.objects.create(of=of, kind="five_year", year=2025, low=340)


def _talk(story: Story) -> None:
    """Progress, a contested figure, a returned one, reporting dates."""
    owner, planner = story.people["owner"], story.people["planner"]
    energy, industry = story.rows[2], story.rows[1]
    Progress.objects.create(
        of=energy, body=story.bodies[2], period="2024H1", by=owner, state="accepted",
        text="上半年两家重点企业恢复满产，用能增加；节能改造项目三季度才能见效。",
        next_step="九月底前完成四个改造项目验收，逐月报送用能。",
    )  # fmt: skip
    Progress.objects.create(
        of=industry, body=story.bodies[1], period="2024Q3", by=owner, state="submitted",
        text="汽车零部件订单下滑，三季度增速回落。", next_step="",
    )  # fmt: skip
    contested = Figure.objects.get(indicator=story.rows[4].indicator, period="2023")
    contested.state = "contested"
    contested.save()
    Contest.objects.create(
        figure=contested, reason="与统计公报数不一致", source="2023年统计公报", other_value=5.4, by=planner
    )
    _figure(
        industry.indicator, CITY, "2024-10", 390, state="returned", reason="10月数小于9月累计的折算数，请核对。",
        reported_by=story.bodies[0], kind="preliminary", decided_by=planner, decided_at=timezone.now(),
    )  # fmt: skip
    _figure(energy.indicator, CITY, "2024Q3", 10.3, state="submitted", kind="preliminary", reported_by=story.bodies[2])
    today = timezone.localdate()
    for period, frequency, days in (("2024Q3", "quarter", -12), ("2024-11", "month", 9), ("2024", "year", 40)):
        due = today + dt.timedelta(days=days)
        Round.objects.create(
            region_id=CITY, period=period, frequency=frequency, opens_on=due - dt.timedelta(days=10), due_on=due
        )
