"""People come, hold roles, and go."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from tests.web.conftest import PASSWORD

from planweb.accounts.actions import users as actions
from planweb.accounts.models import Grant, Session, User
from planweb.accounts.policies import Denied
from planweb.audit.models import AuditEntry

MakePerson, LogIn = Callable[..., User], Callable[[User | None], Client]


def test_only_administrators_make_people(administrator: User, planner: User) -> None:
    made = actions.create_user(User(username="new", name="新人"), by=administrator)
    assert not made.has_usable_password()
    with pytest.raises(Denied):
        actions.create_user(User(username="other", name="别人"), by=planner)


def test_roles_are_granted_once_and_revoked(administrator: User, person: MakePerson) -> None:
    user = person("u")
    grant = actions.grant_role(user, role="planner", by=administrator)
    with pytest.raises(ValidationError):
        actions.grant_role(user, role="planner", by=administrator)
    with pytest.raises(ValidationError):
        actions.grant_role(user, role="king", by=administrator)
    actions.revoke_role(grant, by=administrator)
    assert not user.grants.exists()
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["user.grant", "user.revoke"]


def test_the_last_administrator_stays(administrator: User, person: MakePerson) -> None:
    with pytest.raises(ValidationError):
        actions.revoke_role(administrator.grants.get(), by=administrator)
    with pytest.raises(ValidationError):
        actions.deactivate_user(administrator, by=administrator)
    other = person("other", "administrator")
    actions.deactivate_user(other, by=administrator)
    with pytest.raises(ValidationError):  # the other no longer counts
        actions.revoke_role(administrator.grants.get(), by=administrator)


def test_who_is_deactivated_is_out_at_once(administrator: User, planner: User) -> None:
    client = Client()
    client.post("/log-in/", {"username": "planner", "password": PASSWORD})
    assert client.get("/").status_code == 200
    actions.deactivate_user(planner, by=administrator)
    assert not Session.objects.filter(user=planner).exists()
    assert client.get("/").status_code == 302


def test_the_pages_from_making_a_person_to_the_first_log_in(administrator: User, log_in: LogIn) -> None:
    client = log_in(administrator)
    page = client.post("/users/new/", {"name": "新人", "username": "new", "email": ""}, follow=True)
    user = User.objects.get(username="new")
    assert page.redirect_chain[-1][0] == f"/users/{user.pk}/"
    client.post(f"/users/{user.pk}/roles/", {"role": "owner", "region": "220200", "body": ""})
    assert str(user.grants.get()) == "责任单位人员 吉林市"
    page = client.post(f"/users/{user.pk}/invite/").content.decode()
    [link] = re.findall(r"<code>http://testserver(/password/set/[^<]+)</code>", page)
    guest = Client()
    form = guest.get(link, follow=True).redirect_chain[-1][0]
    guest.post(form, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    guest.post("/log-in/", {"username": "new", "password": PASSWORD})
    assert "新人" in guest.get("/").content.decode()
    assert guest.get(link, follow=True).context["validlink"] is False  # once


def test_granting_and_revoking_offer_to_undo(administrator: User, person: MakePerson, log_in: LogIn) -> None:
    user, client = person("u"), log_in(administrator)
    page = client.post(f"/users/{user.pk}/roles/", {"role": "planner"}, follow=True).content.decode()
    [undo] = re.findall(r'<form action="(/users/[^"]+/revoke/)"', page)[:1]
    page = client.post(undo, follow=True).content.decode()
    assert not user.grants.exists()
    assert '<input type="hidden" name="role" value="planner">' in page


def test_what_is_refused_is_said(administrator: User, log_in: LogIn) -> None:
    client = log_in(administrator)
    page = client.post(f"/users/{administrator.pk}/deactivate/", follow=True).content.decode()
    assert "这是最后一位系统管理员" in page
    page = client.post(f"/users/{administrator.pk}/roles/", {"role": "administrator"}).content.decode()
    assert "该用户已有此角色" in page
    assert Grant.objects.count() == 1


def test_people_edit_themselves_only(planner: User, person: MakePerson, log_in: LogIn) -> None:
    other, client = person("other"), log_in(planner)
    client.post("/account/", {"name": "改名", "email": ""})
    planner.refresh_from_db()
    assert planner.name == "改名"
    assert client.post(f"/users/{other.pk}/edit/", {"name": "改名", "email": ""}).status_code == 403
