"""A ledger with one of each kind of record in two cities, and a client with a token."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.web.conftest import CITY, OTHER_CITY

from planweb.accounts.actions.tokens import create_token
from planweb.accounts.models import Body, Region, User
from planweb.api.limiting import REQUESTS
from planweb.audit.recording import record_audit
from planweb.evidence.models import Commitment, Comparison, Document, Fulfilment, Reading, Statement
from planweb.monitoring.models import Contest, Figure, LightChange, Overruling, Progress, Round, Standing
from planweb.registry.models import Chapter, Indicator, Plan, PlanIndicator, PlanVersion, Target

DAY = dt.date(2026, 3, 31)
SENTENCE = "地区生产总值增长5%。"
Records = dict[str, Any]


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    REQUESTS.clear()
    yield
    REQUESTS.clear()


class Caller(NamedTuple):
    """A program with a token."""

    secret: str

    def get(self, path: str, **said: Any) -> HttpResponse:
        return Client().get(_under(path), said, headers={"Authorization": f"Bearer {self.secret}"})  # type: ignore[return-value]

    def push(self, rows: Any, *, query: str = "", **kwargs: Any) -> tuple[int, Any]:
        body = rows if isinstance(rows, bytes | str) else json.dumps({"figures": rows})
        kwargs = {"content_type": "application/json", **kwargs}
        response = Client().post(
            f"/api/v1/figures/bulk{query}", body, headers={"Authorization": f"Bearer {self.secret}"}, **kwargs
        )
        content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
        return response.status_code, json.loads(content)


def _under(path: str) -> str:
    return path if path.startswith("/api/") else f"/api/v1/{path}"


@pytest.fixture
def caller(db: None) -> Callable[..., Caller]:
    """Makes a program that acts as somebody."""

    def make(user: User, access: str = "read") -> Caller:
        return Caller(create_token(user, name="程序", access=access, days=1, by=user).secret)

    return make


@pytest.fixture
def records(body: Callable[..., Body], person: Callable[..., User]) -> dict[str, Records]:
    """By path of the API, one record of each of two cities."""
    by = person("author")
    indicator = Indicator.objects.create(code="own-gdp", name="地区生产总值", unit="亿元")
    made = {city: _records(city, indicator, body("发改委", region=city), by) for city in (CITY, OTHER_CITY)}
    with transaction.atomic():
        made[CITY]["audit-entries"] = record_audit(by, "body.create", made[CITY]["bodies"])
    return made


def _records(city: str, indicator: Indicator, body: Body, by: User) -> Records:
    region = Region.objects.get(pk=city)
    name = f"{city}.txt"
    settings.DOCUMENTS.mkdir(parents=True, exist_ok=True)
    (settings.DOCUMENTS / name).write_text(SENTENCE, encoding="utf-8")
    document = Document.objects.create(
        name=name, region=region, year=2026, sha256="0" * 64, file=name, state="read", brought_by=by
    )
    Reading.objects.create(document=document, source=SENTENCE, text=SENTENCE, reader="1")
    said = {"document": document, "start": 0, "end": 4, "text": "增长5%", "role": "target", "sentence": SENTENCE}
    said |= {"sentence_start": 0, "sentence_end": 10}
    statement = Statement.objects.create(
        **said, indicator="地区生产总值", measure="growth", bound="exact", low=5, high=5, region=region
    )
    commitment = Commitment.objects.create(**said, action="建成", object="学校", stage="done")
    comparison = Comparison.objects.create(promises=document, results=document, state="done")
    fulfilment = Fulfilment.objects.create(
        comparison=comparison, position=0, kind="statement", indicator="地区生产总值", promise_text="增长5%",
        promise_start=0, promise_end=4, promise_sentence=SENTENCE, promise_sentence_start=0, verdict="met",
        reason="", reason_zh="", confidence=1,
    )  # fmt: skip
    plan = Plan.objects.create(title="规划", tier="development", region=region, first_year=2026, last_year=2030)
    version = PlanVersion.objects.create(plan=plan, number=1)
    version.documents.add(document)
    of = PlanIndicator.objects.create(plan=plan, indicator=indicator, name="地区生产总值", lead=body, unit="亿元")
    figure = Figure.objects.create(
        indicator=indicator, region=region, body=body, period="2026Q1", through=DAY, value=100, unit="亿元",
        state="accepted", reported_by=body, entered_by=by, key=f"{city}-1",
    )  # fmt: skip
    contest = Contest.objects.create(figure=figure, reason="有误", source="年鉴", by=by)
    standing = Standing.objects.create(of=of, light="red", shown="red", as_of=DAY, numbers={"share": 0.5})
    report = Progress.objects.create(of=of, body=body, period="2026Q1", text="进展", by=by)
    return {
        "bodies": body,
        "documents": document,
        "statements": statement,
        "commitments": commitment,
        "comparisons": comparison,
        "fulfilments": fulfilment,
        "plans": plan,
        "versions": version,
        "chapters": Chapter.objects.create(version=version, position=0, title="第一章"),
        "plan-indicators": of,
        "targets": Target.objects.create(of=of, kind="annual", year=2026, low=100, statement=statement),
        "figures": figure,
        "contests": contest,
        "rounds": Round.objects.create(
            region=region, period="2026Q1", frequency="quarter", opens_on=DAY, due_on=DAY, closed_at=timezone.now()
        ),
        "progress": report,
        "standings": standing,
        "light-changes": LightChange.objects.create(standing=standing, after="red", rule="schedule"),
        "overrulings": Overruling.objects.create(standing=standing, light="green", reason="已开工", by=by),
        "regions": region,
        "indicators": indicator,
    }
