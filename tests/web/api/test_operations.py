"""Every operation of the API: nobody gets in without a token, and every error has one shape."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import timezone
from tests.web.api.conftest import Caller, Records
from tests.web.conftest import CITY

from planweb.accounts.models import Role, Token, User
from planweb.api import limiting
from planweb.api.reference import openapi, openapi_text
from planweb.audit.models import AuditEntry
from planweb.monitoring.models import Figure

MakeCaller, MakePerson = Callable[..., Caller], Callable[..., User]
KEPT = Path(__file__).parents[3] / "docs" / "reference" / "openapi.json"


def _operations() -> Iterator[tuple[str, str]]:
    for path, methods in openapi()["paths"].items():
        for method in methods:
            yield method, path.replace("{key}", CITY if "/regions/" in path else "1")


def _shape(response: HttpResponse, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    said: dict[str, Any] = json.loads(content)
    assert set(said) == {"code", "message", "details"}
    assert said["code"] == code
    assert all(set(detail) == {"where", "message"} for detail in said["details"])
    return said


@pytest.mark.parametrize(("method", "path"), list(_operations()))
def test_nobody_gets_in_without_a_token(method: str, path: str, administrator: User) -> None:
    client = Client()
    client.force_login(administrator)  # a session is no token
    for headers in ({}, {"Authorization": "Bearer planledger_wrong"}, {"Authorization": "Basic YTph"}):
        response = getattr(client, method)(path, headers=headers)
        _shape(response, 401, "unauthenticated")
        assert response.headers["WWW-Authenticate"] == "Bearer"
        assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("change", ["expired", "revoked", "inactive"])
def test_a_token_that_has_ended_is_none(change: str, planner: User, caller: MakeCaller) -> None:
    program = caller(planner)
    assert program.get("users/me").status_code == 200
    if change == "expired":
        Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif change == "revoked":
        Token.objects.update(revoked_at=timezone.now())
    else:
        User.objects.update(is_active=False)
    _shape(program.get("users/me"), 401, "unauthenticated")


@pytest.mark.parametrize("role", [*Role.values, ""])
def test_a_token_that_only_reads_writes_nothing(role: str, person: MakePerson, caller: MakeCaller) -> None:
    program = caller(person("visitor", role))
    entries = AuditEntry.objects.count()
    status, said = program.push([{"indicator": "x", "region": CITY, "period": "2026", "value": 1}])
    assert (status, said["code"]) == (403, "forbidden")
    assert AuditEntry.objects.count() == entries
    assert not Figure.objects.exists()


def test_only_the_push_writes() -> None:
    assert [operation for operation in _operations() if operation[0] != "get"] == [("post", "/api/v1/figures/bulk")]


def test_errors_have_one_shape(
    records: dict[str, Records], planner: User, caller: MakeCaller, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = caller(planner)
    _shape(program.get("plans/999999"), 404, "not_found")
    _shape(program.get("nothing"), 404, "not_found")
    _shape(program.get("documents/1/nothing"), 404, "not_found")
    _shape(program.get("audit-entries"), 403, "forbidden")
    said = _shape(program.get("plans", limit=1001, after="x"), 422, "invalid")
    assert {detail["where"] for detail in said["details"]} == {"query.limit", "query.after"}
    refused = Client().delete("/api/v1/plans")
    _shape(refused, 405, "method_not_allowed")
    assert refused.headers["Allow"] == "GET"
    _shape(Client(HTTP_HOST="evil.example").get("/api/v1/plans"), 400, "bad_request")
    monkeypatch.setattr("planweb.api.routes.people.policies.grants_of", lambda _user: 1 / 0)
    crashed = program.get("users/me")
    _shape(crashed, 500, "failed")
    assert b"ZeroDivision" not in crashed.content


def test_errors_speak_the_language_that_is_asked_for(db: None) -> None:
    said = {
        language: Client(HTTP_ACCEPT_LANGUAGE=language).get("/api/v1/plans").json() for language in ("zh-hans", "en")
    }
    assert "令牌" in said["zh-hans"]["message"]
    assert "token" in said["en"]["message"]


@override_settings(API_REQUESTS_A_MINUTE=3)
def test_who_asks_too_often_waits(planner: User, administrator: User, caller: MakeCaller) -> None:
    program = caller(planner)
    assert [program.get("users/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    response = program.get("users/me")
    _shape(response, 429, "too_many_requests")
    assert 1 <= int(response.headers["Retry-After"]) <= 20
    assert caller(administrator).get("users/me").status_code == 200  # another token has its own count
    guesses = [Caller("wrong").get("users/me").status_code for _ in range(4)]
    assert guesses == [401, 401, 401, 429]


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    limiter = limiting.Limiter(clock=lambda: now[0])
    assert [limiter.wait("a", a_minute=2) for _ in range(3)] == [0, 0, 30]
    now[0] = 30
    assert [limiter.wait("a", a_minute=2) for _ in range(2)] == [0, 30]
    now[0] = 1000
    assert [limiter.wait("a", a_minute=2) for _ in range(3)] == [0, 0, 30]


def test_callers_that_are_gone_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiting, "_MOST_CALLERS", 3)
    now = [0.0]
    limiter = limiting.Limiter(clock=lambda: now[0])
    for caller in "abc":
        limiter.wait(caller, a_minute=1)
    now[0] = 100
    limiter.wait("d", a_minute=1)
    assert list(limiter._buckets) == ["d"]


def test_the_kept_description_is_that_of_the_code() -> None:
    assert KEPT.read_text(encoding="utf-8") == openapi_text(), "run `make docs`"


def test_the_description_names_every_answer_and_nothing_that_is_not_there() -> None:
    document = openapi()
    references = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert references <= set(document["components"]["schemas"])
    identifiers = [said["operationId"] for methods in document["paths"].values() for said in methods.values()]
    assert len(identifiers) == len(set(identifiers))
    for methods in document["paths"].values():
        for said in methods.values():
            assert said["security"] == [{"BearerToken": []}]
            assert {"401", "429", "500"} <= set(said["responses"])
