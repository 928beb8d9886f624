"""What all pages have in common."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from planweb.accounts.models import Body, Grant, User
from planweb.monitoring.actions.standings import refresh_standings
from planweb.monitoring.models import Contest, Figure, Progress, Round
from planweb.registry.models import Indicator, Plan, PlanIndicator, Target
from planweb.site.navigation import PLACES
from planweb.site.working import LOCK, alone

MakePerson, LogIn = Callable[..., User], Callable[[User | None], Client]
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
PAGES = [
    "/",
    "/account/",
    "/account/password/",
    "/account/tokens/new/",
    "/users/{user}/tokens/new/",
    "/api/v1/",
    "/users/",
    "/users/new/",
    "/users/{user}/",
    "/users/{user}/edit/",
    "/regions/?name=none",
    "/regions/new/",
    "/bodies/",
    "/bodies/new/",
    "/bodies/{body}/",
    "/bodies/{body}/rename/",
    "/bodies/{body}/merge/",
    "/bodies/{body}/split/",
    "/audit/",
    "/audit/1/",
    "/manage/",
    "/manage/sessions/",
    "/manage/system/",
    "/manage/system/import/",
    "/frame/",
    "/indicators/",
    "/indicators/{row}/",
    "/indicators/{row}/overrule/",
    "/series/{indicator}/",
    "/compare/",
    "/bodies/{body}/standing/",
    "/?as=administrator",
    "/?as=leader",
    "/?as=planner",
    "/?as=owner",
    "/?as=reader",
    "/search/",
    "/search/?q=nothing&year=2020",
    "/comparisons/",
    "/comparisons/new/",
    "/documents/",
    "/documents/new/",
    "/statements/",
    "/figures/",
    "/figures/new/",
    "/rounds/",
    "/rounds/new/",
    "/reports/",
    "/reports/queue/",
    "/reports/overdue/",
    "/reminders/",
    "/nowhere/",
]
OPEN_PAGES = ["/log-in/", "/password/forgotten/", "/password/forgotten/sent/", "/password/set/x/y/", "/first-run/x/"]


@pytest.fixture
def english_data(body: Callable[..., Body]) -> dict[str, int]:
    """An administrator and a body without a Chinese character, so that what is left is untranslated."""
    user = User.objects.create_user("ada", name="Ada")
    made = body("Bureau")
    for role in ("administrator", "planner", "leader", "congress"):
        Grant.objects.create(user=user, role=role)
    Grant.objects.create(user=user, role="owner", body=made)
    body("Agency")
    return {"user": user.pk, "body": made.pk, **_english_light(made, user)}


def _english_light(made: Body, by: User) -> dict[str, int]:
    """An indicator that was late, with what people say of it."""
    indicator = Indicator.objects.create(code="own-roads", name="Roads", unit="km", kind="stock")
    years = {"first_year": 2021, "last_year": 2025, "status": "in_force"}
    plan = Plan.objects.create(title="Outline", tier="development", region=made.region, **years)
    row = PlanIndicator.objects.create(
        plan=plan, indicator=indicator, name="Roads", unit="km", lead=made, base_year=2020, base_value=10
    )
    Target.objects.create(of=row, kind="five_year", year=2025, low=20)
    Target.objects.create(of=row, kind="share", year=2025, body=made, low=10, high=12, bound="range", striving=True)
    said = {"indicator": indicator, "region": made.region, "unit": "km", "reported_by": made}
    for period, state in (("2022", "accepted"), ("2023", "contested"), ("2024", "returned")):
        through = dt.date(int(period), 12, 31)
        Figure.objects.create(period=period, through=through, value=11, state=state, reason="Why?", **said)
    Contest.objects.create(
        figure=Figure.objects.get(state="contested"), reason="Other source", source="Yearbook", by=by
    )
    Progress.objects.create(of=row, body=made, period="2023", text="Late", next_step="Hurry", by=by)
    Round.objects.create(
        region=made.region, period="2024", frequency="year", opens_on=dt.date(2025, 1, 1), due_on=dt.date(2025, 2, 1)
    )
    refresh_standings([row.pk], as_of=dt.date(2023, 2, 1))
    refresh_standings([row.pk], as_of=dt.date(2024, 2, 1))
    return {"row": row.pk, "indicator": indicator.pk}


@pytest.mark.parametrize("path", [*PAGES, *OPEN_PAGES])
def test_every_text_is_in_english_too(path: str, english_data: dict[str, int]) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    if path in PAGES:
        client.force_login(User.objects.get())
    page = client.get(path.format(**english_data)).content.decode()
    assert '<html lang="en">' in page
    page = page.replace("中文", "", 1)  # the button back
    page = re.sub(r"<option.*?</option>", "", page, flags=re.DOTALL).replace("吉林市", "")  # names of regions
    assert CHINESE.findall(page) == []


def test_pages_are_chinese_first_and_the_language_is_kept(administrator: User, log_in: LogIn) -> None:
    client = log_in(administrator)
    assert '<html lang="zh-hans">' in client.get("/").content.decode()
    client.post("/language/", {"language": "en", "next": "/"})
    assert '<html lang="en">' in client.get("/").content.decode()
    assert client.cookies["django_language"]["httponly"]


def test_pages_hold_no_script_or_style_of_their_own(english_data: dict[str, int], log_in: LogIn) -> None:
    client = log_in(User.objects.get())
    for path in PAGES:
        page = client.get(path.format(**english_data)).content.decode()
        page = re.sub(r'<script id="[a-z0-9-]+" type="application/json">', "", page)  # data, which no browser runs
        assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son\w+=|javascript:", page), path


def test_the_navigation_shows_what_a_person_may_see(
    administrator: User, planner: User, person: MakePerson, log_in: LogIn
) -> None:
    def entries(user: User, path: str = "/") -> list[str]:
        page = log_in(user).get(path).content.decode()
        nav = re.findall(r'<nav class="entries".*?</nav>', page, re.DOTALL)[0]
        return re.findall(r'href="([^"]+)"', nav)

    assert "/manage/" in entries(administrator)
    assert "/users/" not in entries(administrator)
    assert entries(administrator, "/audit/1/")[-5:] == [
        "/manage/",
        "/users/",
        "/manage/sessions/",
        "/audit/",
        "/manage/system/",
    ]
    assert "/manage/" not in entries(planner)
    assert entries(person("c", "congress"), "/audit/")[-2:] == ["/manage/", "/audit/"]
    assert len(PLACES) <= 8


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/", 9),
        ("/bodies/", 5),
        ("/regions/", 6),
        ("/users/", 8),
        ("/audit/", 5),
        ("/manage/sessions/", 5),
        ("/manage/system/", 10),
    ],
)
def test_lists_cost_the_same_whatever_their_length(
    path: str,
    queries: int,
    administrator: User,
    person: MakePerson,
    body: Callable[..., Body],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(60):
        person(f"u{number}", "owner", body=body(f"单位{number}"), region="220200")
    client = Client()
    client.force_login(administrator)
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_health(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    said = Client().get("/healthz").json()
    assert (said["status"], said["database"], said["worker"]) == ("degraded", "ok", "not running")
    with alone(Path(settings.DATA) / LOCK):
        assert Client().get("/healthz").json()["status"] == "ok"

    def broken(*_args: Any) -> Any:
        raise DatabaseError

    with monkeypatch.context() as patched:
        patched.setattr("planweb.site.views.connection.cursor", broken)
        assert Client().get("/healthz").status_code == 503


def test_errors_have_pages(administrator: User, log_in: LogIn) -> None:
    assert "没有这个页面" in log_in(administrator).get("/nowhere/").content.decode()
    forged = Client(enforce_csrf_checks=True).post("/log-in/")
    assert forged.status_code == 403
    assert "页面已过期" in forged.content.decode()


def test_stored_markup_stays_text(administrator: User, body: Callable[..., Body], log_in: LogIn) -> None:
    made = body("<script>alert(1)</script>")
    client = log_in(administrator)
    client.post(f"/bodies/{made.pk}/rename/", {"name": "<img src=x onerror=alert(1)>", "why": "<b>"})
    for path in ("/bodies/", f"/bodies/{made.pk}/", "/audit/", "/audit/2/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_only_page_of_a_place_stands_for_it(person: MakePerson, log_in: LogIn) -> None:
    page = log_in(person("reading", "reader")).get("/").content.decode()
    nav = re.findall(r'<nav class="entries".*?</nav>', page, re.DOTALL)[0]
    assert 'href="/figures/">数据<' in nav
    assert "报送" not in nav  # nothing is reported by readers
