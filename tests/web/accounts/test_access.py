"""Log-in, first run, passwords and sessions."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.web.conftest import PASSWORD

from planweb.accounts.actions import access
from planweb.accounts.models import FailedLogIn, FirstRun, Session, User
from planweb.audit.models import AuditEntry

ADMIN = {"name": "管理员", "username": "admin", "email": "", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def token(db: None) -> str:
    made = access.issue_first_run_token()
    assert made is not None
    return made


def test_the_first_run_makes_the_administrator_once(token: str) -> None:
    client = Client()
    page = client.post(f"/first-run/{token}/", ADMIN, follow=True)
    assert "建立台账" in page.content.decode()
    assert User.objects.get().grants.get().role == "administrator"
    assert Client().get(f"/first-run/{token}/").status_code == 403
    assert access.issue_first_run_token() is None


def test_the_first_run_needs_the_token_in_time_at_this_machine(token: str) -> None:
    assert Client().get("/first-run/wrong/").status_code == 403
    assert Client(REMOTE_ADDR="192.0.2.7").get(f"/first-run/{token}/").status_code == 403
    assert Client(REMOTE_ADDR="::1").get(f"/first-run/{token}/").status_code == 200
    FirstRun.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().post(f"/first-run/{token}/", ADMIN).status_code == 403
    assert not User.objects.exists()


def test_a_new_token_ends_the_old_and_none_is_kept_in_clear(token: str) -> None:
    access.issue_first_run_token()
    assert Client().get(f"/first-run/{token}/").status_code == 403
    assert token not in FirstRun.objects.get().digest


def test_weak_passwords_are_refused(token: str) -> None:
    for weak in ("short", "1234567890", "password123", "管理员"):
        page = Client().post(f"/first-run/{token}/", {**ADMIN, "password1": weak, "password2": weak})
        assert page.context["form"].errors
    assert not User.objects.exists()


def test_the_log_in_page_says_how_to_begin(db: None) -> None:
    assert "一次性链接" in Client().get("/log-in/").content.decode()


def test_log_in_and_out(planner: User) -> None:
    client = Client(HTTP_USER_AGENT="Browser")
    page = client.post("/log-in/?next=/bodies/", {"username": "planner", "password": PASSWORD, "next": "/bodies/"})
    assert page.headers["Location"] == "/bodies/"
    session = Session.objects.get()
    assert (session.user, session.device, session.address) == (planner, "Browser", "127.0.0.1")
    assert AuditEntry.objects.get().action == "user.log_in"
    assert client.get("/log-out/").status_code == 405
    client.post("/log-out/")
    assert client.get("/").status_code == 302


def test_log_in_leads_to_no_other_site(planner: User) -> None:
    said = {"username": "planner", "password": PASSWORD, "next": "https://example.com/"}
    assert Client().post("/log-in/", said).headers["Location"] == "/"
    said = {"language": "en", "next": "https://example.com/"}
    assert Client().post("/language/", said).headers["Location"] == "/"


def test_too_many_failures_make_wait(planner: User) -> None:
    client = Client()
    wrong = {"username": "planner", "password": "wrong"}
    assert [client.post("/log-in/", wrong).status_code for _ in range(6)] == [200] * 5 + [429]
    assert client.post("/log-in/", {"username": "planner", "password": PASSWORD}).status_code == 429
    # Elsewhere the same person still gets in: nobody can lock others out.
    assert Client(REMOTE_ADDR="192.0.2.7").post("/log-in/", {**wrong, "password": PASSWORD}).status_code == 302
    FailedLogIn.objects.update(at=timezone.now() - access.WINDOW)
    assert client.post("/log-in/", {"username": "planner", "password": PASSWORD}).status_code == 302


def test_an_address_that_tries_many_names_waits(db: None) -> None:
    client = Client()
    codes = [client.post("/log-in/", {"username": f"u{n}", "password": "x"}).status_code for n in range(31)]
    assert codes == [200] * 30 + [429]


def test_who_is_inactive_does_not_get_in(planner: User) -> None:
    User.objects.update(is_active=False)
    assert Client().post("/log-in/", {"username": "planner", "password": PASSWORD}).status_code == 200


def test_a_changed_password_ends_other_sessions(planner: User) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/log-in/", {"username": "planner", "password": PASSWORD})
    new = "另一个-password-9"
    said = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    here.post("/account/password/", {**said, "old_password": "wrong"})
    assert there.get("/").status_code == 200
    here.post("/account/password/", said)
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_a_forgotten_password_is_set_by_e_mail(planner: User) -> None:
    client = Client()
    assert client.post("/password/forgotten/", {"email": "nobody@example.org"}).status_code == 302
    assert mail.outbox == []  # and the answer is the same
    client.post("/password/forgotten/", {"email": planner.email})
    [message] = mail.outbox
    assert message.subject == "规划台账：设置密码"
    [link] = re.findall(r"http://testserver(/password/set/\S+)", message.body)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = "另一个-password-9"
    client.post(form, {"new_password1": new, "new_password2": new})
    assert client.post("/log-in/", {"username": "planner", "password": new}).status_code == 302
    assert Client().get(link, follow=True).context["validlink"] is False


def test_asking_for_links_too_often_makes_wait(planner: User) -> None:
    for _ in range(5):
        Client().post("/password/forgotten/", {"email": planner.email})
    page = Client().post("/password/forgotten/", {"email": planner.email})
    assert "请求过多" in page.content.decode()
    assert len(mail.outbox) == 5


def test_sessions_are_listed_and_ended(planner: User, person: Callable[..., User]) -> None:
    here, there = Client(HTTP_USER_AGENT="Here"), Client(HTTP_USER_AGENT="There")
    for client in (here, there):
        client.post("/log-in/", {"username": "planner", "password": PASSWORD})
    page = here.get("/account/").content.decode()
    assert "There" in page
    assert "本次会话" in page
    for session in Session.objects.all():
        assert session.session_key not in page
    other = Client()
    other.force_login(person("other"))
    handle = Session.objects.get(device="There").handle
    assert other.post(f"/sessions/{handle}/end/").status_code == 403
    here.post(f"/sessions/{handle}/end/")
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200
    assert here.post("/sessions/none/end/").status_code == 404


def test_sessions_last_while_they_are_used(planner: User) -> None:
    client = Client()
    client.post("/log-in/", {"username": "planner", "password": PASSWORD})
    session = client.session
    session["seen_at"] = (timezone.now() - timedelta(minutes=6)).isoformat()
    session.save()
    client.get("/")
    assert timezone.now() - Session.objects.get().seen_at < timedelta(minutes=1)  # type: ignore[operator]


def test_whose_session_has_ended_comes_back_to_the_page(planner: User) -> None:
    def way(client: Client, **headers: str) -> str:
        response = client.post("/account/", headers=headers)
        return response.headers.get("Location") or response.headers["HX-Redirect"]

    client = Client()
    assert way(client, referer="http://testserver/bodies/1/") == "/log-in/?next=/bodies/1/"
    assert way(client, referer="https://example.com/bodies/") == "/log-in/?next=/"
    assert (
        way(client, **{"HX-Request": "true", "HX-Current-URL": "http://testserver/users/"}) == "/log-in/?next=/users/"
    )
