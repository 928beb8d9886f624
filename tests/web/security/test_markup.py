"""Every text of the ledger may be markup or a formula: every page and export shows it as text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from openpyxl import load_workbook
from tests.web.site.test_addresses import PAGES, Places, places  # noqa: F401  # a fixture

from planweb.accounts.models import Body, Grant, User

LogIn = Callable[[User | None], Client]
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("https://evil.example","甲")'
# Texts that people write or documents say; what has a form (periods, codes, names of files) cannot hold markup.
TEXTS = {
    "action", "english", "evidence_name", "indicator", "issuer", "label", "name", "next_step", "note", "object",
    "promise_sentence", "promise_text", "promise_value", "reason", "reason_zh", "resolution", "result_sentence",
    "result_text", "result_value", "sentence", "short_name", "source", "subject", "text", "title",
}  # fmt: skip
# Data for a script is no script: browsers do not run it, and Django writes no "<" into it.
INLINE = r"<script(?![^>]* (?:src=\"/static/|type=\"application/json\"))|<style|\sstyle=|\son\w+=\"|javascript:"
OURS = ("accounts", "evidence", "registry", "monitoring", "delivery")


def _fill(said: str) -> None:
    """Put ``said`` into every text of every record."""
    for model in apps.get_models():
        if model._meta.app_label not in OURS or model._meta.model_name in {"region", "reading", "session"}:
            continue
        texts = {
            field.name: field.max_length or 1000
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField) and field.name in TEXTS and not field.choices
        }
        for row in model._default_manager.all() if texts else ():
            end = f" {row.pk}"  # where names must differ
            filled = {name: said[: length - len(end)] + end for name, length in texts.items()}
            model._default_manager.filter(pk=row.pk).update(**filled)


@pytest.fixture
def client(administrator: User, places: Places, body: Callable[..., Body], log_in: LogIn) -> Client:  # noqa: F811
    for role in ("planner", "auditor"):
        Grant.objects.create(user=administrator, role=role)
    return log_in(administrator)


def _pages(places: Places) -> list[str]:  # noqa: F811
    return [page.path.format(**places) for page in PAGES.values() if page.method == "get" and page.allowed]


def test_no_text_becomes_markup(client: Client, places: Places) -> None:  # noqa: F811
    _fill(SCRIPT)
    shown = 0
    for path in _pages(places):
        for language in ("zh-hans", "en"):
            page = _content(client.get(path, headers={"Accept-Language": language}))
            shown += "&lt;script&gt;alert(1)" in page
            assert "<script>alert" not in page, path
            assert "<img src=x" not in page, path
    assert shown > 5  # it was there to be shown


def test_no_page_holds_a_script_or_style_of_its_own(client: Client, places: Places) -> None:  # noqa: F811
    for path in _pages(places):
        answer = client.get(path)
        page = _content(answer)
        assert not re.search(INLINE, page), path
        assert "unsafe" not in answer.headers["Content-Security-Policy"], path


def test_no_text_becomes_a_formula(client: Client, places: Places) -> None:  # noqa: F811
    exports = [path for path in _pages(places) if "attachment" in _disposition(client.get(path, {"export": "csv"}))]
    exported = 0
    for said in (FORMULA, "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1"):
        _fill(said)
        for path in exports:
            for kind in ("csv", "xlsx"):
                answer = client.get(path, {"export": kind})
                content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined,arg-type]
                exported += _check(answer.headers["Content-Type"], content, said)
    assert exported > 0


def _disposition(answer: Any) -> str:
    if answer.streaming:
        b"".join(answer)
    return str(answer.headers.get("Content-Disposition", ""))


def _check(content_type: str, content: bytes, said: str) -> int:
    """How many cells hold ``said``; none of them runs."""
    if content_type.startswith("text/csv"):
        cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) or re.match(r"-\D|-\d+\D", cell) for cell in cells)
        return sum(said in cell for cell in cells)
    if "spreadsheetml" not in content_type:
        return 0  # a document or a proof as it was brought in
    book = load_workbook(io.BytesIO(content))
    found = [cell for sheet in book for row in sheet for cell in row]
    assert not any(cell.data_type == "f" for cell in found)
    return sum(isinstance(cell.value, str) and cell.value.startswith(said) for cell in found)


@pytest.mark.parametrize("said", ["\x00", "😀" * 500, "'; DROP TABLE accounts_user; --\u202e%[]", "9" * 40, "-1"])
def test_no_parameter_breaks_a_page(said: str, client: Client, places: Places) -> None:  # noqa: F811
    names = (
        "page",
        "sort",
        "columns",
        "name",
        "label",
        "who",
        "action",
        "since",
        "region",
        "kind",
        "state",
        "q",
        "year",
    )
    for path in _pages(places):
        answer = client.get(path, dict.fromkeys(names, said))
        assert answer.status_code < 500, path
        _content(answer)


@pytest.mark.parametrize("said", ["9" * 5000, "９", "-1", "甲,1"])
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/figures/accept/", "figures"),
        ("/figures/undo/", "figures"),
        ("/documents/{stating}/figures/", "take"),
        ("/documents/{document}/review/bulk/", "expected"),
        ("/documents/{document}/review/s{statement}/confirm/", "revision"),
        ("/plans/{plan}/owners/", "take"),
    ],
)
def test_no_key_in_a_form_breaks_a_page(
    path: str,
    name: str,
    said: str,
    client: Client,
    places: Places,  # noqa: F811
) -> None:
    assert client.post(path.format(**places), {name: said}).status_code < 500


def _content(answer: Any) -> str:
    content = b"".join(answer) if answer.streaming else answer.content
    return str(content.decode("utf-8", "replace")) if "text/html" in answer.headers.get("Content-Type", "") else ""
