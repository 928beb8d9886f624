"""Strange requests to every operation: refused or answered, never a server error."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.api.conftest import Caller, Records

from planweb.accounts.models import User
from planweb.api.problems import KINDS
from planweb.api.reference import openapi

OPERATIONS = [
    (path, [parameter["name"] for parameter in said["parameters"] if parameter["in"] == "query"])
    for path, methods in openapi()["paths"].items()
    for method, said in methods.items()
    if method == "get"
]
TEXTS = st.one_of(
    st.text(max_size=20),
    st.integers(-(10**25), 10**25).map(str),
    st.floats().map(str),
    st.datetimes().map(str),
    st.sampled_from(
        ["", "0", "-1", "null", "true", "1e400", "2026-02-30", "220200", "\x00", "％", "0001-01-01T00:00:00+14:00"]
    ),
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ["indicator", "region", "period", "value", "unit", "measure", "kind", "body", "key", "note"]
KNOWN = {"indicator": "own-gdp", "region": "220200", "period": "2026Q2", "value": 1.0}


@pytest.fixture
def program(records: dict[str, Records], administrator: User, caller: Callable[..., Caller]) -> Caller:
    return caller(administrator, "write")


@override_settings(API_REQUESTS_A_MINUTE=10**8)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_request_is_too_strange(data: st.DataObject, program: Caller) -> None:
    path, names = data.draw(st.sampled_from(OPERATIONS))
    key = data.draw(TEXTS)
    query = data.draw(st.dictionaries(st.sampled_from(names), TEXTS, max_size=3)) if names else {}
    address = path.replace("{key}", quote(key, safe=""))
    answer = Client().get(address, query, headers={"Authorization": f"Bearer {program.secret}"})
    _sound(answer)


@override_settings(API_REQUESTS_A_MINUTE=10**8)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.dictionaries(st.sampled_from(FIELDS), VALUES | TEXTS, max_size=10) | VALUES, max_size=3),
    known=st.booleans(),
    partial=st.sampled_from(["", "?partial=true", "?partial=x"]),
)
def test_no_push_is_too_strange(rows: list[Any], known: bool, partial: str, program: Caller) -> None:
    sent = [{**KNOWN, **row} if known and isinstance(row, dict) else row for row in rows]
    status, said = program.push(json.dumps({"figures": sent}), query=partial)
    assert status in {200, 404, 422}
    assert status == 200 or said["code"] == KINDS[status][0]


def _sound(answer: Any) -> None:
    assert answer.status_code in {200, 404, 422}
    if answer.status_code != 200:
        assert set(answer.json()) == {"code", "message", "details"}
    elif answer.streaming:
        b"".join(answer)
