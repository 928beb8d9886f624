"""Tokens of the API: made, shown once, revoked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from planweb.accounts.actions import tokens, users
from planweb.accounts.models import Token, User
from planweb.accounts.policies import Denied
from planweb.audit.models import AuditEntry

LogIn = Callable[[User | None], Client]


def test_a_token_is_shown_once_and_kept_as_a_digest(planner: User, log_in: LogIn) -> None:
    client = log_in(planner)
    page = client.post("/account/tokens/new/", {"name": "统计系统", "access": "write", "days": "90"})
    [secret] = re.findall(r"planledger_[\w-]{43}", page.content.decode())
    assert page.headers["Cache-Control"] == "no-store"
    token = Token.objects.get()
    assert token.digest == tokens.digest_of(secret)
    assert timedelta(days=89) < token.expires_at - timezone.now() <= timedelta(days=90)
    account = client.get("/account/").content.decode()
    assert "统计系统" in account
    assert secret not in account
    entry = AuditEntry.objects.get(action="token.create")
    assert secret not in entry.after + entry.object_label
    assert tokens.find_token(secret) == token


def test_a_token_of_nothing_is_not_made(planner: User, log_in: LogIn) -> None:
    for said in ({"name": ""}, {"access": "all"}, {"days": "9999"}):
        page = log_in(planner).post("/account/tokens/new/", {"name": "甲", "access": "read", "days": "30", **said})
        assert page.context["form"].errors
    assert not Token.objects.exists()


def test_administrators_make_and_revoke_the_tokens_of_others(
    administrator: User, planner: User, person: Callable[..., User], log_in: LogIn
) -> None:
    client = log_in(administrator)
    client.post(f"/users/{planner.pk}/tokens/new/", {"name": "甲系统", "access": "read", "days": "30"})
    token = Token.objects.get(user=planner)
    assert "甲系统" in client.get(f"/users/{planner.pk}/").content.decode()
    assert log_in(person("other", "planner")).post(f"/tokens/{token.pk}/revoke/").status_code == 403
    assert client.post(f"/tokens/{token.pk}/revoke/").headers["Location"] == f"/users/{planner.pk}/"
    assert list(client.get(f"/users/{planner.pk}/").context["tokens"]) == []
    assert AuditEntry.objects.filter(action="token.revoke", who_id=administrator.pk).count() == 1
    assert client.post(f"/tokens/{token.pk}/revoke/").status_code == 403  # it is revoked already


def test_who_ends_a_token_of_their_own_comes_back_to_the_account(planner: User, log_in: LogIn) -> None:
    token = tokens.create_token(planner, name="甲", access="read", days=1, by=planner).token
    assert log_in(planner).post(f"/tokens/{token.pk}/revoke/").headers["Location"] == "/account/"


def test_only_open_tokens_of_active_people_let_in(planner: User, administrator: User) -> None:
    made = tokens.create_token(planner, name="甲", access="read", days=1, by=planner)
    assert tokens.find_token("planledger_wrong") is None
    Token.objects.update(expires_at=timezone.now())
    assert tokens.find_token(made.secret) is None
    Token.objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert tokens.find_token(made.secret) is not None
    users.deactivate_user(planner, by=administrator)
    assert tokens.find_token(made.secret) is None
    users.activate_user(planner, by=administrator)
    assert tokens.find_token(made.secret) is None  # it does not come back to life


def test_nobody_makes_tokens_of_others(planner: User, person: Callable[..., User]) -> None:
    with pytest.raises(Denied):
        tokens.create_token(person("other"), name="甲", access="read", days=1, by=planner)


def test_tokens_last_a_year_at_most(planner: User) -> None:
    made = tokens.create_token(planner, name="甲", access="read", days=9999, by=planner)
    assert made.token.expires_at - timezone.now() < timedelta(days=366)


def test_use_is_noted(planner: User) -> None:
    made = tokens.create_token(planner, name="甲", access="read", days=1, by=planner)
    tokens.find_token(made.secret)
    used = Token.objects.get().last_used_at
    assert used is not None
    tokens.find_token(made.secret)
    assert Token.objects.get().last_used_at == used
    Token.objects.update(last_used_at=timezone.now() - timedelta(minutes=6))
    tokens.find_token(made.secret)
    assert timezone.now() - Token.objects.get().last_used_at < timedelta(minutes=1)  # type: ignore[operator]
