"""The pages of plans in English, and without script or style of their own."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from planweb.accounts.models import Body, Grant, Region, User
from planweb.evidence.models import Document, Statement
from planweb.registry.models import Indicator, Plan, PlanIndicator, PlanVersion, Target

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
PAGES = [
    "/plans/",
    "/plans/new/",
    "/plans/{plan}/",
    "/plans/{plan}/edit/",
    "/plans/{plan}/status/",
    "/plans/{plan}/delete/",
    "/plans/{plan}/versions/",
    "/plans/{plan}/versions/new/",
    "/plans/{plan}/differences/",
    "/plans/{plan}/adopt/{document}/",
    "/plans/{plan}/doubts/{document}/",
    "/plans/{plan}/indicators/new/",
    "/plans/{plan}/owners/",
    "/plans/{plan}/owners/upload/",
    "/plans/{plan}/duties/",
    "/plan-indicators/{row}/",
    "/plan-indicators/{row}/edit/",
    "/plan-indicators/{row}/remove/",
    "/plan-indicators/{row}/targets/new/",
    "/targets/{target}/edit/",
    "/catalogue/?origin=own",
    "/catalogue/new/",
    "/catalogue/{own}/edit/",
    "/bodies/{body}/targets/",
]


@pytest.fixture
def english(db: None) -> dict[str, int]:
    """A plan without a Chinese character, so that what is left is untranslated."""
    user = User.objects.create_user("ada", name="Ada")
    Grant.objects.create(user=user, role="administrator")
    region = Region.objects.get(pk="220200")
    plan = Plan.objects.create(title="Outline", tier="development", region=region, first_year=2021, last_year=2025)
    document = Document.objects.create(
        name="o.txt", title="Outline", sha256="0", file="o", region=region, state="read", kind="other"
    )
    PlanVersion.objects.create(plan=plan, number=1, frozen=[]).documents.add(document)
    PlanVersion.objects.create(plan=plan, number=2).documents.add(document)
    said = {"role": "target", "measure": "level", "bound": "at_least", "low": 5, "period": "2025", "unit": "%"}
    place = {"start": 0, "end": 1, "sentence_start": 0, "sentence_end": 1, "sentence": "Five.", "text": "5"}
    for code, state in (("registered_unemployment", "confirmed"), ("", "confirmed"), ("", "proposed")):
        Statement.objects.create(
            document=document, indicator="Share", indicator_id=code, state=state, region=region, **said, **place
        )
    day = dt.date(2020, 1, 1)
    body = Body.objects.create(name="Bureau", kind="department", region=region, valid_from=day)
    own = Indicator.objects.create(code="own-1", name="Own", region=region, unit="t")
    row = PlanIndicator.objects.create(plan=plan, indicator=own, name="Own", unit="t", lead=body, base_value=1)
    target = Target.objects.create(of=row, kind="five_year", year=2025, low=1, striving=True)
    Target.objects.create(of=row, kind="five_year", year=2025, first_year=2021, low=-3, high=-2, measure="growth")
    Target.objects.create(of=row, kind="share", year=2025, low=1, body=body, bound="about", high=1)
    Target.objects.create(of=row, kind="annual", year=2024, high=1, bound="at_most")
    keys = {"plan": plan.pk, "document": document.pk, "row": row.pk, "target": target.pk}
    return {**keys, "own": own.pk, "body": body.pk}


@pytest.mark.parametrize("path", PAGES)
def test_every_text_is_in_english_too(path: str, english: dict[str, int]) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(User.objects.get())
    response = client.get(path.format(**english))
    assert response.status_code == 200
    page = response.content.decode()
    assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son\w+=|javascript:", page)
    page = page.replace("中文", "", 1)  # the button back
    page = re.sub(r"<option.*?</option>", "", page, flags=re.DOTALL).replace("吉林市", "")  # names of regions
    assert CHINESE.findall(page) == []
