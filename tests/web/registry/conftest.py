"""Plans and their documents for the tests, of invented text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from planledger.pipeline import Job, read_file
from planledger.reading import Overrides
from planweb.accounts.models import Region, User
from planweb.evidence.models import Document, Statement
from planweb.evidence.records import store_reading
from planweb.registry.actions.plans import create_plan
from planweb.registry.actions.versions import attach_document
from planweb.registry.models import Indicator, Plan, PlanIndicator, Target

OUTLINE = """吉林市国民经济和社会发展第十四个五年规划纲要
第一章 发展基础
2020年，粮食产量达到85亿斤，国家高新技术企业达到216户。
第二章 创新发展
第一节 科技创新
到2025年，国家高新技术企业达到600户以上。社会消费品零售总额年均增长7%左右。
第二节 现代农业
到2025年，粮食产量达到100亿斤，其中2022年达到90亿斤。农田保护示范片达到12处。
第三章 民生福祉
“十四五”期间，城镇登记失业率控制在4.5%以内，城镇新增就业30万人以上。居民收入与经济增长同步。
到2025年，企业开办时间压缩到4小时。
"""
ADJUSTED = """吉林市国民经济和社会发展第十四个五年规划纲要调整方案
第一章 调整内容
到2025年，粮食产量达到95亿斤，国家高新技术企业达到600户以上。保护性耕作面积达到70万亩以上。
"""

MakeDocument = Callable[..., Document]


@pytest.fixture
def make_outline(db: None, tmp_path: Path) -> MakeDocument:
    """Makes a document that was read, its statements confirmed."""

    def make(text: str = OUTLINE, *, state: str = "confirmed", name: str = "jilin-outline-2021") -> Document:
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        outcome = read_file(Job(path, name, Overrides(region="220200")))
        assert outcome.document is not None
        assert outcome.extraction is not None
        document = Document.objects.create(name=path.name, sha256="0" * 64, file=path.name)
        document = store_reading(document, outcome.document, outcome.extraction)
        Statement.objects.filter(document=document).update(state=state)
        return document

    return make


@pytest.fixture
def plan(planner: User) -> Plan:
    """A draft five-year plan of the city."""
    region = Region.objects.get(pk="220200")
    fields: dict[str, Any] = {"tier": "development", "region": region, "first_year": 2021, "last_year": 2025}
    return create_plan(Plan(title="吉林市“十四五”规划纲要", **fields), by=planner)


@pytest.fixture
def make_filled(plan: Plan, planner: User, make_outline: MakeDocument) -> Callable[[str], tuple[Plan, Document]]:
    """Attaches an outline to the plan."""

    def make(text: str = OUTLINE) -> tuple[Plan, Document]:
        document = make_outline(text)
        attach_document(plan.versions.get(), document, by=planner)
        return plan, document

    return make


@pytest.fixture
def filled(make_filled: Callable[..., tuple[Plan, Document]]) -> tuple[Plan, Document]:
    """The plan with its outline attached."""
    return make_filled()


@pytest.fixture
def client_of_planner(planner: User) -> Client:
    """The browser of the planner."""
    client = Client()
    client.force_login(planner)
    return client


@pytest.fixture
def row(plan: Plan) -> PlanIndicator:
    """An indicator of the plan with a target."""
    made = PlanIndicator.objects.create(
        plan=plan, indicator=Indicator.objects.get(code="grain_output"), name="粮食产量", unit="亿斤"
    )
    Target.objects.create(of=made, kind="five_year", year=2025, low=100, high=100, bound="exact")
    return made
