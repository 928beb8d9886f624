"""Regions, bodies and people of the demonstration."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.hashers import make_password

from planweb.accounts.actions.bodies import create_body
from planweb.accounts.actions.users import create_user, grant_role
from planweb.accounts.models import Body, Grant, Region, Role, User
from planweb.audit.recording import record_audit

ADMINISTRATOR = "admin"
_FOUNDED = dt.date(2019, 3, 1)


def make_regions(said: dict[str, Any]) -> None:
    """The regions of the city, below the nation."""
    for code, (name, level, parent) in said.items():
        above = Region.objects.get(pk=parent)
        Region.objects.update_or_create(
            code=code, defaults={"name": name, "level": level, "parent": above, "path": f"{above.path}{code}/"}
        )


def make_administrator(name: str, password: str) -> User:
    """The first administrator."""
    user = User.objects.create_user(ADMINISTRATOR, password, name=name)
    Grant.objects.create(user=user, role=Role.ADMINISTRATOR)
    record_audit(user, "user.create", user, after={"username": user.username, "role": Role.ADMINISTRATOR.value})
    return user


def make_bodies(said: dict[str, Any], by: User) -> dict[str, Body]:
    """The bodies of the city by key."""
    regions = Region.objects.in_bulk({region for *_names, region in said.values()})
    return {
        key: create_body(
            Body(name=name, short_name=short, kind=kind, region=regions[region], valid_from=_FOUNDED), by=by
        )
        for key, (name, short, kind, region) in said.items()
    }


def make_people(said: dict[str, Any], bodies: dict[str, Body], password: str, by: User) -> dict[str, User]:
    """Everybody by username, each with one role; all have the password of the demonstration."""
    people, hashed = {ADMINISTRATOR: by}, make_password(password)
    for username, (name, role, region, body) in said.items():
        if username == ADMINISTRATOR:
            continue
        user = create_user(User(username=username, name=name, email=f"{username}@yunling.example"), by=by)
        user.password = hashed
        user.save(update_fields=["password"])
        held = Region.objects.get(pk=region) if region else None
        grant_role(user, role=role, region=held, body=bodies.get(body), by=by)
        people[username] = user
    return people
