"""Figures pushed in bulk."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import override_settings
from tests.web.api.conftest import Caller
from tests.web.conftest import CITY, OTHER_CITY

from planweb.accounts.models import Body, User
from planweb.audit.models import AuditEntry
from planweb.audit.verifying import verify_chain
from planweb.monitoring.models import Figure
from planweb.registry.models import Indicator

MakeCaller, MakePerson = Callable[..., Caller], Callable[..., User]
ROW = {"indicator": "own-x", "region": CITY, "period": "2026Q1", "value": 12.5, "unit": "亿元"}


@pytest.fixture
def writer(planner: User, caller: MakeCaller) -> Caller:
    Indicator.objects.create(code="own-x", name="试验指标", unit="亿元")
    return caller(planner, "write")


def _rows(count: int, **said: Any) -> list[dict[str, Any]]:
    periods = [f"{year}-{month:02}" for year in range(1990, 2060) for month in range(1, 13)]
    return [{**ROW, "period": period, **said} for period in periods[:count]]


def test_the_same_push_again_changes_nothing(writer: Caller) -> None:
    rows = _rows(30)
    assert writer.push(rows)[1]["created"] == 30
    entries = AuditEntry.objects.count()
    status, said = writer.push(rows)
    assert status == 200
    assert (said["created"], said["revised"], said["unchanged"], said["failed"]) == (0, 0, 30, 0)
    assert Figure.objects.count() == 30
    assert AuditEntry.objects.count() == entries


def test_another_value_of_the_same_is_a_revision(writer: Caller) -> None:
    row = {**ROW, "key": "统计-1"}
    writer.push([row])
    assert writer.push([{**row, "value": 13}])[1]["revised"] == 1
    new = Figure.objects.get(state="accepted")
    assert (new.value, new.key, new.source) == (13, "统计-1", "api")
    assert new.replaces is not None
    assert (new.replaces.value, new.replaces.state) == (12.5, "replaced")


def test_with_one_wrong_row_nothing_is_written(writer: Caller) -> None:
    rows = [ROW, {**ROW, "period": "2026Q5"}, {**ROW, "indicator": "none"}, {**ROW, "region": OTHER_CITY}]
    status, said = writer.push(rows)
    assert (status, said["code"]) == (422, "invalid")
    assert said["details"][0]["where"] == "figures.1.period"
    assert not Figure.objects.exists()
    assert not AuditEntry.objects.filter(action="figure.push").exists()


def test_a_partial_push_writes_the_sound_rows_and_names_the_others(writer: Caller) -> None:
    rows = [{**ROW, "value": "x"}, ROW, {**ROW, "indicator": "none"}, {**ROW, "region": OTHER_CITY}, ROW]
    status, said = writer.push(rows, query="?partial=true")
    assert status == 200
    assert (said["created"], said["failed"]) == (1, 4)
    assert [error["where"] for error in said["errors"]] == [
        "figures.0.value",
        "figures.2.indicator",
        "figures.3.region",
        "figures.4.period",
    ]
    assert Figure.objects.get().value == 12.5


def test_a_push_is_one_entry_of_a_sound_trail(writer: Caller, planner: User) -> None:
    said = writer.push(_rows(5))[1]
    entry = AuditEntry.objects.get(action="figure.push")
    assert entry.who_id == planner.pk
    assert json.loads(entry.after)["digest"] == said["digest"]
    assert verify_chain()[0] == []


def test_rows_come_by_lines_too(writer: Caller) -> None:
    lines = "\n".join(json.dumps(row) for row in _rows(3)) + "\n"
    status, said = writer.push(lines, content_type="application/x-ndjson")
    assert (status, said["created"]) == (200, 3)
    status, said = writer.push('{"a"\n', content_type="application/x-ndjson")
    assert (status, said["details"][0]["where"]) == (422, "line 1")


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"{",
        b"[]",
        b"\xff",
        b"null",
        b'{"figures": 1}',
        b'{"figures": []}',
        b'{"figures": [], "x": 1}',
        b"[" * 9999,
    ],
)
def test_a_body_that_is_none_is_refused(body: bytes, writer: Caller) -> None:
    status, said = writer.push(body)
    assert (status, said["code"]) == (422, "invalid")


@pytest.mark.parametrize(
    "change",
    [
        {"value": float("nan")},
        {"value": 1e400},
        {"value": True},
        {"value": None},
        {"value": "１"},
        {"period": "2026\u0000"},
        {"key": "a\u0000"},
        {"key": "\ud800"},
        {"key": ""},
        {"note": "长" * 501},
        {"unit": "光年每顿饭"},
        {"body": 999999},
        {"body": 10**30},
        {"kind": "guess"},
        {"region": "２２０２００"},
        {"more": 1},
    ],
)
def test_what_no_figure_can_be_is_an_error_of_its_row(change: dict[str, Any], writer: Caller) -> None:
    status, said = writer.push([{**ROW, **change}])
    assert (status, said["code"]) == (422, "invalid")
    assert said["details"][0]["where"].startswith("figures.0")
    assert not Figure.objects.exists()


@pytest.mark.parametrize("row", [1, None, "a", []])
def test_a_row_that_is_none_is_named(row: Any, writer: Caller) -> None:
    assert writer.push([ROW, row])[1]["details"][0]["where"].startswith("figures.1")


def test_too_much_at_once_is_refused(writer: Caller) -> None:
    status, said = writer.push([ROW] * 10_001)
    assert (status, said["code"]) == (413, "too_large")
    with override_settings(API_LARGEST_BODY=100):
        assert writer.push(_rows(3))[0] == 413


def test_only_json_is_taken(writer: Caller) -> None:
    for kind in ("text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
        status, said = writer.push(b"a", content_type=kind)
        assert (status, said["code"]) == (415, "unsupported_type")


def test_who_may_not_report_is_told_by_row(person: MakePerson, caller: MakeCaller, writer: Caller) -> None:
    for role in ("reader", "leader", "auditor", ""):
        program = caller(person(f"r{role}", role), "write")
        status, said = program.push([ROW])
        assert status == 422
        assert said["details"][0]["where"] == "figures.0.region"
    assert not Figure.objects.exists()


def test_what_an_owner_pushes_is_theirs_alone(
    person: MakePerson, caller: MakeCaller, writer: Caller, body: Callable[..., Body]
) -> None:
    program = caller(person("o", "owner", body=body()), "write")
    status, _said = program.push([ROW])
    assert status == 422  # nothing in any plan is theirs to report
