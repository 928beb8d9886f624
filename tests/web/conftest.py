"""People, bodies and a client for the tests of the web application."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.test import Client
from django.utils import translation

from planweb.accounts.models import Body, Grant, Region, User
from planweb.audit.hashing import seal_of
from planweb.audit.models import AuditHead

PASSWORD = "规划-ledger-2026"
CITY, OTHER_CITY, PROVINCE = "220200", "220100", "220000"


@pytest.fixture(autouse=True)
def chinese() -> Any:
    """Every test starts in the first language."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """An empty cache, since each test begins with the same empty audit trail, by which results are kept."""
    cache.clear()


@receiver(post_migrate)
def _head(using: str, **_: Any) -> None:
    """The end of the audit chain is back whenever a test has emptied the database, whatever test comes next."""
    AuditHead.objects.using(using).get_or_create(pk=1, defaults={"seal": seal_of(0, "")})


MakePerson = Callable[..., User]


@pytest.fixture
def person(db: None) -> MakePerson:
    """Makes a person with one role, everywhere or for a region or a body."""

    def make(username: str, role: str = "", *, region: str = "", body: Body | None = None) -> User:
        user = User.objects.create_user(username, PASSWORD, name=f"人员{username}", email=f"{username}@example.org")
        if role:
            Grant.objects.create(user=user, role=role, region_id=region or None, body=body)
        return user

    return make


@pytest.fixture
def administrator(person: MakePerson) -> User:
    return person("admin", "administrator")


@pytest.fixture
def planner(person: MakePerson) -> User:
    """Of one city."""
    return person("planner", "planner", region=CITY)


MakeBody = Callable[..., Body]


@pytest.fixture
def body(db: None) -> MakeBody:
    """Makes a body in a city, saved."""

    def make(name: str = "示例市工业局", region: str = CITY, **fields: Any) -> Body:
        day = dt.date(2019, 1, 1)
        return Body.objects.create(
            **{"name": name, "kind": "department", "region": Region.objects.get(pk=region), "valid_from": day, **fields}
        )

    return make


@pytest.fixture
def log_in() -> Callable[[User | None], Client]:
    """A client that is logged in, or is nobody."""

    def make(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return make
