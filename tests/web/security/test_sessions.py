"""Sessions, cookies and passwords."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from tests.web.conftest import PASSWORD

from planweb.accounts.actions import access, tokens, users
from planweb.accounts.models import Session, User

LogIn = Callable[[User | None], Client]
SAID = {"username": "planner", "password": PASSWORD}


def test_the_session_changes_at_log_in(planner: User) -> None:
    client = Client()
    session = client.session
    session["left"] = "by somebody else"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = str(session.session_key)
    client.post("/log-in/", SAID)
    after = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert after != before
    assert not Session.objects.filter(session_key=before).exists()
    assert len(after) >= 32  # of 36 signs each: 165 bits


def test_a_session_key_of_a_stranger_is_not_taken(planner: User) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "chosen-by-somebody-else"
    client.post("/log-in/", SAID)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "chosen-by-somebody-else"


def test_a_session_ends_at_log_out_and_does_not_come_back(planner: User) -> None:
    client = Client()
    client.post("/log-in/", SAID)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/log-out/")
    again = Client()
    again.cookies[settings.SESSION_COOKIE_NAME] = key
    assert again.get("/").status_code == 302
    assert not Session.objects.filter(session_key=key).exists()


def test_a_session_ends_without_use_and_half_a_day_after_log_in(planner: User, log_in: LogIn) -> None:
    client = log_in(planner)
    left = Session.objects.get().expire_date - timezone.now()
    assert timedelta(hours=1) < left <= timedelta(hours=2)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/").status_code == 302
    client = log_in(planner)
    session = client.session
    session["started_at"] = (timezone.now() - timedelta(hours=12, seconds=1)).isoformat()
    session.save()
    assert client.get("/").headers["Location"] == "/log-in/?next=/"
    assert not Session.objects.filter(pk=session.session_key).exists()


def test_cookies_are_for_this_server_alone(planner: User) -> None:
    client = Client()
    client.get("/log-in/")
    client.post("/log-in/", SAID)
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_behind_https_cookies_are_secure_and_bound_to_the_host(tmp_path: Path) -> None:
    script = "import django; django.setup(); from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE,"
    script += "s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SECURE_HSTS_SECONDS > 15724800,"
    script += "s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.DEBUG)"
    variables = {**os.environ, "PLANLEDGER_ADDRESS": "https://plan.example.org", "PLANLEDGER_DATA": str(tmp_path)}
    variables["DJANGO_SETTINGS_MODULE"] = "planweb.settings.application"
    done = subprocess.run(
        [sys.executable, "-c", script], env=variables, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.split() == ["True", "True", "__Host-sessionid", "__Host-csrftoken", "True", "True", "False"]


def test_no_session_is_in_an_address(planner: User) -> None:
    client = Client()
    client.post("/log-in/", SAID)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    for path in ("/", "/account/", "/bodies/"):
        assert key not in client.get(path).content.decode()


@pytest.mark.parametrize(
    "password",
    ["短", "a" * 11, "password1234", "123456789012", "987654321098", "ababababababab", "planner-planner", "a" * 129],
)
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, User(username="planner-planner", name="王敏"))


@pytest.mark.parametrize(
    "password", ["correct horse battery", "一二三四五六七八九十甲乙", "🌾🌽🌻🌱🌿🍀🌾🌽🌻🌱🌿🍀", "qwert" * 25 + "abc"]
)
def test_passwords_are_of_any_characters(password: str, planner: User) -> None:
    validate_password(password, planner)
    access.set_password(planner, password)
    assert planner.check_password(password)
    assert not planner.check_password(password[:-1])  # nothing is cut


def test_passwords_are_hashed_slowly() -> None:
    assert PBKDF2PasswordHasher.iterations >= 310_000
    assert PBKDF2PasswordHasher.algorithm == "pbkdf2_sha256"


def test_changes_of_the_way_in_are_told_by_e_mail(
    planner: User, administrator: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        access.set_password(planner, "另一个-password-9")
        tokens.create_token(planner, name="统计系统", access="read", days=1, by=administrator)
        users.edit_user(planner, name="新名", email="new@example.org", by=administrator)
    assert [message.to for message in mail.outbox] == [["planner@example.org"]] * 3  # the old address too
    assert all("另一个-password-9" not in message.body for message in mail.outbox)
    assert "planledger_" not in "".join(message.body for message in mail.outbox)


def test_a_mail_server_that_is_away_stops_nothing(
    planner: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def away(*_args: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("planweb.accounts.warnings.send_mail", away)
    with django_capture_on_commit_callbacks(execute=True):
        access.set_password(planner, "另一个-password-9")
    assert User.objects.get(pk=planner.pk).check_password("另一个-password-9")


def test_a_name_is_tried_a_hundred_times_an_hour_at_most(planner: User) -> None:
    said = {**SAID, "password": "wrong"}
    codes = [Client(REMOTE_ADDR=f"192.0.2.{n}").post("/log-in/", said).status_code for n in range(27)]
    assert codes == [200] * 25 + [429] * 2
    assert timedelta(hours=1) / access.WINDOW * 25 <= 100


def test_log_ins_that_fail_are_logged_without_the_password(planner: User, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "planweb.accounts"):
        for _ in range(6):
            Client().post("/log-in/", {"username": "planner", "password": "my-secret-guess"})
    said = [record.getMessage() for record in caplog.records if record.name == "planweb.accounts"]
    assert said == ["log-in of planner from 127.0.0.1 failed"] * 5 + [
        "log-in of planner from 127.0.0.1 refused: too many failures"
    ]
    assert "my-secret-guess" not in caplog.text
