"""What all pages have in common."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from planweb.accounts.models import Body, Grant, User

MakePerson, LogIn = Callable[..., User], Callable[[User | None], Client]
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
PAGES = [
    "/",
    "/account/",
    "/account/password/",
    "/users/",
    "/users/new/",
    "/users/{user}/",
    "/users/{user}/edit/",
    "/bodies/",
    "/bodies/new/",
    "/bodies/{body}/",
    "/bodies/{body}/rename/",
    "/bodies/{body}/merge/",
    "/bodies/{body}/split/",
    "/audit/",
    "/audit/1/",
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
    Grant.objects.create(user=user, role="administrator")
    body("Agency")
    return {"user": user.pk, "body": body("Bureau").pk}


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
        assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son\w+=|javascript:", page), path


def test_the_navigation_shows_what_a_person_may_see(
    administrator: User, planner: User, person: MakePerson, log_in: LogIn
) -> None:
    def entries(user: User) -> list[str]:
        page = log_in(user).get("/").content.decode()
        nav = re.findall(r'<nav class="entries".*?</nav>', page, re.DOTALL)[0]
        return re.findall(r'href="([^"]+)"', nav)

    assert entries(administrator) == [
        "/",
        "/plans/",
        "/documents/",
        "/statements/",
        "/reports/",
        "/figures/",
        "/bodies/",
        "/users/",
        "/audit/",
    ]
    assert entries(planner) == ["/", "/plans/", "/documents/", "/statements/", "/reports/", "/figures/", "/bodies/"]
    assert entries(person("c", "congress")) == [
        "/",
        "/plans/",
        "/documents/",
        "/statements/",
        "/figures/",
        "/bodies/",
        "/audit/",
    ]


@pytest.mark.parametrize(("path", "queries"), [("/", 5), ("/bodies/", 5), ("/users/", 8), ("/audit/", 5)])
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
    assert Client().get("/healthz").json() == {"status": "ok", "database": "ok"}

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
