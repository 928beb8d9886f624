"""What happens when two requests wait for each other."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

import planweb
from planweb.audit import turns
from planweb.audit.turns import BeginAgain, begin_again, note_written

SOURCE = Path(planweb.__path__[0])


def deadlock(state: str = "40P01") -> OperationalError:
    error, cause = OperationalError("deadlock detected"), Exception()
    cause.sqlstate = state  # type: ignore[attr-defined]  # as that of psycopg
    error.__cause__ = cause
    return error


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[HttpRequest, list[bytes]]]:
    """A request whose view raises what is given, one after the other, and then answers; and what it read each time."""
    monkeypatch.setattr(turns, "connection", SimpleNamespace(in_atomic_block=False))
    monkeypatch.setattr(turns, "_WAIT", 0)

    def make(*errors: Exception) -> tuple[HttpRequest, list[bytes]]:
        request, left, read = RequestFactory().post("/", {"a": SimpleUploadedFile("a", b"file")}), list(errors), []

        def view(request: HttpRequest) -> HttpResponse:
            file: Any = request.FILES["a"]
            read.append(file.read())
            if left:
                raise left.pop(0)
            return HttpResponse("done")

        request.resolver_match = SimpleNamespace(func=view, args=(), kwargs={})  # type: ignore[assignment]
        BeginAgain(lambda _request: HttpResponse())(request)
        return request, read

    return make


def test_what_met_a_deadlock_is_begun_again_with_its_files(asked: Any) -> None:
    request, read = asked(deadlock(), deadlock())
    answer = begin_again(request, deadlock())
    assert isinstance(answer, HttpResponse)
    assert answer.content == b"done"
    assert read == [b"file"] * 3


def test_it_ends(asked: Any) -> None:
    request, read = asked(*[deadlock()] * 20)
    with pytest.raises(OperationalError):
        begin_again(request, deadlock())
    assert len(read) == 4


@pytest.mark.parametrize("error", [deadlock("53300"), OperationalError("gone"), ValueError("wrong")])
def test_other_errors_are_told(asked: Any, error: Exception) -> None:
    request, read = asked()
    assert begin_again(request, error) is None
    assert read == []


def test_nothing_is_written_twice(asked: Any) -> None:
    request, read = asked()
    note_written()
    assert begin_again(request, deadlock()) is None
    assert read == []


def test_locks_let_others_point_at_what_is_locked() -> None:
    # Without no_key, a row that refers to a locked one waits for it, at COMMIT, holding the chain of the trail.
    found = [
        (path.name, lock)
        for path in SOURCE.rglob("*.py")
        for lock in re.findall(r"select_for_update\((?:[^()]|\([^()]*\))*\)", path.read_text(encoding="utf-8"))
    ]
    assert len(found) > 20
    assert [one for one in found if "no_key=True" not in one[1]] == []
