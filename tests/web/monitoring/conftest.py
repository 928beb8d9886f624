"""Indicators, plans and people of the tests of figures and reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from tests.web.conftest import CITY

from planledger.planning import parse_period
from planweb.accounts.models import Body, User
from planweb.monitoring.models import Figure, Round
from planweb.registry.models import Indicator, Plan, PlanIndicator, Target

MakeFigure = Callable[..., Figure]


@pytest.fixture
def industry(body: Callable[..., Body]) -> Body:
    """The body that leads the indicators of the plan."""
    return body("示例市工业局", short_name="工业局")


@pytest.fixture
def owner(person: Callable[..., User], industry: Body) -> User:
    """Reports for ``industry``."""
    return person("owner", "owner", body=industry)


@pytest.fixture
def plan(db: None) -> Plan:
    return Plan.objects.create(
        title="示例市“十四五”规划",
        tier="development",
        region_id=CITY,
        first_year=2021,
        last_year=2025,
        status="in_force",
    )


@pytest.fixture
def wanted(plan: Plan, industry: Body) -> list[PlanIndicator]:
    """Three indicators of the plan, reported each quarter: money, a share, and growth."""
    made = []
    for position, (code, name, unit, measure) in enumerate(
        [
            ("own-output", "工业总产值", "亿元", "level"),
            ("own-share", "高技术产业占比", "%", "level"),
            ("own-growth", "工业增加值", "亿元", "growth"),
        ]
    ):
        indicator = Indicator.objects.create(code=code, name=name, unit=unit)
        of = PlanIndicator.objects.create(
            plan=plan,
            indicator=indicator,
            name=name,
            position=position,
            unit="%" if measure == "growth" else unit,
            measure=measure,
            frequency="quarter",
            lead=industry,
        )
        Target.objects.create(of=of, kind="annual", year=2025, low=100 * (position + 1), measure=measure)
        made.append(of)
    return made


@pytest.fixture
def quarter(db: None) -> Round:
    """The first quarter of 2025, due in April."""
    return Round.objects.create(
        region_id=CITY,
        period="2025Q1",
        frequency="quarter",
        opens_on=dt.date(2025, 4, 1),
        due_on=dt.date(2025, 4, 10),
    )


@pytest.fixture
def figure(wanted: list[PlanIndicator]) -> MakeFigure:
    """Makes an unsaved figure of the first indicator."""

    def make(value: float = 120.5, period: str = "2025Q1", **fields: Any) -> Figure:
        said = {"indicator": wanted[0].indicator, "region_id": CITY, "unit": "亿元", **fields}
        return Figure(value=value, period=period, through=parse_period(period).through, **said)

    return make
