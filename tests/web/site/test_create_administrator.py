"""The first administrator by command, where no browser sits at the machine."""

from __future__ import annotations

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from tests.web.conftest import PASSWORD

from planweb.accounts.models import User


def test_the_link_sets_a_password_and_the_person_administers(db: None) -> None:
    out = StringIO()
    call_command("create_administrator", "admin", "王敏", stdout=out)
    client = Client(REMOTE_ADDR="10.1.2.3")
    form = client.get(urlsplit(out.getvalue().strip()).path, follow=True)
    client.post(form.redirect_chain[-1][0], {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert client.login(username="admin", password=PASSWORD)
    assert client.get("/users/").status_code == 200
    with pytest.raises(CommandError, match="people already"):
        call_command("create_administrator", "second", "李强")
    assert User.objects.count() == 1


def test_a_wrong_name_is_told(db: None) -> None:
    with pytest.raises(CommandError):
        call_command("create_administrator", "a b", "")
    assert not User.objects.exists()
