"""What a hostile request may not do, and what an answer may not say."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.web.conftest import PASSWORD

from planweb.accounts.models import User
from planweb.settings.logs import OneLine
from planweb.site import serving

LogIn = Callable[[User | None], Client]
ELSEWHERE = [
    "https://example.com/",
    "//example.com/",
    "///example.com/",
    "/\\example.com/",
    "\\\\example.com",
    "https:example.com",
    "https:///example.com",
    "javascript:alert(1)",
    "data:text/html,x",
    " //example.com",
    "http://testserver@example.com/",
    "http://testserver.example.com/",
    "/\t/example.com",
    "/%09/example.com",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nothing_leads_to_another_site(address: str, planner: User, log_in: LogIn) -> None:
    said = {"username": "planner", "password": PASSWORD, "next": address}
    answers = [
        Client().post("/log-in/", said),
        log_in(planner).get("/log-in/", {"next": address}),
        log_in(planner).post("/language/", {"language": "en", "next": address}),
    ]
    for answer in answers:
        assert re.match(
            r"/(?![/\\\\])[!-~]*$", answer.headers["Location"]
        )  # a path of this site, with nothing to cut out


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "testserver@evil.example", "testserver:1:2"]
)
def test_a_request_under_another_name_is_refused(host: str, planner: User) -> None:
    assert Client(HTTP_HOST=host).get("/log-in/").status_code == 400
    client = Client(HTTP_X_FORWARDED_HOST=host)
    assert host.encode() not in client.get("/log-in/").content


def test_headers_of_every_kind_of_answer(planner: User, log_in: LogIn) -> None:
    client = log_in(planner)
    client.raise_request_exception = False
    for path, status in (
        ("/", 200),
        ("/log-in/", 302),
        ("/nowhere/", 404),
        ("/users/", 403),
        ("/healthz", 200),
        ("/bodies/?export=csv", 200),
        ("/api/v1/", 200),
        ("/api/v1/openapi.json", 200),
        ("/api/v1/plans", 401),
        ("/api/v1/nowhere", 404),
    ):
        answer = client.get(path)
        assert answer.status_code == status, path
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"], path
        assert not {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & set(answer.headers)
        if status in {200, 403, 404} and "text/" in answer.headers["Content-Type"]:
            assert "charset=utf-8" in answer.headers["Content-Type"]


def test_what_the_api_answers_is_a_download(planner: User) -> None:
    for path in ("/api/v1/openapi.json", "/api/v1/plans", "/api/v1/nowhere"):
        assert Client().get(path).headers["Content-Disposition"] == 'attachment; filename="api.json"'


def test_another_origin_gets_no_leave(planner: User, log_in: LogIn) -> None:
    for origin in ("https://evil.example", "null"):
        answer = log_in(planner).options("/api/v1/plans", headers={"Origin": origin})
        assert answer.status_code == 405
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_an_error_shows_no_trace(planner: User, log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any) -> Any:
        raise RuntimeError("a secret of the machine room")

    monkeypatch.setattr("planweb.site.home.views.render", broken)
    client = log_in(planner)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "没有写入任何内容" in answer.content.decode()
    for sign in ("secret", "Traceback", "RuntimeError", "settings", str(settings.DATA)):
        assert sign not in answer.content.decode()


def test_debug_is_off() -> None:
    from planweb.settings.environment import read_environment

    assert not read_environment({}).debug
    assert not settings.DEBUG


def test_a_form_of_many_fields_or_bytes_is_refused(planner: User, log_in: LogIn) -> None:
    client = log_in(planner)
    many = {f"field{number}": "1" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert client.post("/account/", many).status_code == 400
    large = "a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    assert client.post("/account/", large, content_type="application/x-www-form-urlencoded").status_code in {400, 413}
    assert serving._LARGEST_REQUEST <= 2**28


@pytest.mark.parametrize(
    "path",
    [
        "/static/../secret.key",
        "/static/%2e%2e/secret.key",
        "/static/..%2fsecret.key",
        "/static/layout/../../../settings/application.py",
        "/static/%2e%2e%2f%2e%2e%2fapps.py",
        "/static/",
        "/static/layout/",
        "/static/layout/page.css.bak",
        "/.git/config",
        "/secret.key",
        "/planledger.sqlite3",
    ],
)
def test_no_file_but_the_pages_own_is_served(path: str, planner: User, log_in: LogIn) -> None:
    assert log_in(planner).get(path).status_code == 404


@pytest.mark.parametrize("said", ["a\nfaked line", "a\r\nfaked", "a\x1b[2Jb", "a\u2028b", "a\x00b", "a\x85b"])
def test_a_line_of_the_log_is_one_line(said: str) -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "Not Found: %s", (said,), None)
    line = OneLine("{levelname} {message}", style="{").format(record)
    assert line.isprintable()
    assert len(line.splitlines()) == 1
    assert line.startswith("WARNING Not Found: a\\x")


def test_a_refusal_is_logged_with_who_and_from_where(
    planner: User, log_in: LogIn, caplog: pytest.LogCaptureFixture
) -> None:
    log_in(planner).get("/users/")
    Client(REMOTE_ADDR="192.0.2.7").get("/api/v1/plans")
    lines = [OneLine("{message}", style="{").format(record) for record in caplog.records]
    assert any(f"/users/ [127.0.0.1 user {planner.pk}]" in line for line in lines)
    assert "Unauthorized: /api/v1/plans [192.0.2.7 user -]" in lines


def test_every_handler_writes_one_line() -> None:
    from planweb.settings.application import LOGGING

    assert LOGGING["formatters"]["line"]["()"] == "planweb.settings.logs.OneLine"
    assert {handler["formatter"] for handler in LOGGING["handlers"].values()} == {"line"}  # type: ignore[attr-defined]


def test_traces_keep_their_lines() -> None:
    try:
        raise ValueError("a\nb")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), (ValueError, error, error.__traceback__))
    assert re.search(r"failed\nTraceback", OneLine("{message}", style="{").format(record))
