"""The permission table: every cell as written down, and every cell as it works."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from planweb.accounts import permissions, policies
from planweb.accounts.models import Body, Grant, Region, Role, Session, User
from planweb.accounts.models.scope import NOWHERE
from planweb.accounts.permissions import EVERYONE, HOLDERS, ONESELF, load_table, rules

# Written by hand, not derived: a change of the table has to be made twice, knowingly.
A, P, O, L, C, U, R = Role.values  # noqa: E741
EVERYBODY = {A, P, O, L, C, U, R, EVERYONE, ONESELF}
EXPECTED: dict[tuple[str, str], tuple[set[str], set[str]]] = {
    ("user", "view"): ({"active", "inactive"}, {A, U, ONESELF}),
    ("user", "create"): ({"active"}, {A}),
    ("user", "edit"): ({"active", "inactive"}, {A, ONESELF}),
    ("user", "deactivate"): ({"active"}, {A}),
    ("user", "activate"): ({"inactive"}, {A}),
    ("user", "invite"): ({"active"}, {A}),
    ("user", "grant"): ({"active"}, {A}),
    ("user", "revoke"): ({"active", "inactive"}, {A}),
    ("session", "view"): ({"open"}, {A, ONESELF}),
    ("session", "revoke"): ({"open"}, {A, ONESELF}),
    ("body", "view"): ({"current", "ended"}, EVERYBODY),
    ("body", "create"): ({"current"}, {A, P}),
    ("body", "rename"): ({"current"}, {A, P}),
    ("body", "merge"): ({"current"}, {A, P}),
    ("body", "split"): ({"current"}, {A, P}),
    ("trail", "view"): ({"kept"}, {A, U, C}),
}


def test_the_table_is_as_written_down() -> None:
    table = {(kind, action) for kind, entry in load_table().items() for action in entry.actions}
    assert table == set(EXPECTED)
    for rule in rules():
        states, holders = EXPECTED[rule.kind, rule.action]
        assert rule.allowed == (rule.state in states and rule.role in holders), rule


@pytest.mark.parametrize("role", [L, C, U, R])
def test_who_only_reads_changes_nothing(role: str) -> None:
    assert {rule.action for rule in rules() if rule.role == role and rule.allowed} <= {"view"}


def test_unknown_permissions_and_broken_tables_raise() -> None:
    with pytest.raises(permissions.UnknownPermission):
        permissions.find_action("body", "sell")
    with pytest.raises(permissions.UnknownPermission):
        policies.may(AnonymousUser(), "sell", Body(name="甲"))
    entry: dict[str, Any] = {"name": "甲", "states": {"a": "甲"}, "actions": {}}
    for states, roles in ((["b"], [A]), (["a"], ["king"]), (["a"], []), ([], [A])):
        entry["actions"] = {"do": {"name": "做", "states": states, "roles": roles}}
        with pytest.raises(permissions.BrokenTable):
            permissions._kind("thing", entry)


class Trail:
    permission_kind, permission_state, scope = "trail", "kept", NOWHERE


MAKE: dict[str, Callable[[str, User], policies.Protected]] = {
    "user": lambda state, owner: _changed(owner, is_active=state == "active"),
    "session": lambda _state, owner: Session(user=owner),
    "body": lambda state, _owner: Body(
        region=Region.objects.get(pk="220200"), valid_to=None if state == "current" else dt.date(2024, 1, 1)
    ),
    "trail": lambda _state, _owner: Trail(),
}


def _changed(user: User, **fields: Any) -> User:
    again = User.objects.get(pk=user.pk)
    for name, value in fields.items():
        setattr(again, name, value)
    return again


def test_every_cell_works_as_the_table_says(person: Callable[..., User]) -> None:
    """Each role everywhere, the person concerned, and somebody without any role."""
    owner = person("owner-of-it")
    people = {role: person(f"is-{role}", role) for role in Role.values}
    people |= {ONESELF: owner, EVERYONE: person("no-role")}
    assert set(people) == set(HOLDERS)
    for rule in rules():
        subject = MAKE[rule.kind](rule.state, owner)
        assert policies.may(people[rule.role], rule.action, subject) == rule.allowed, rule
        assert not policies.may(AnonymousUser(), rule.action, subject)
        if not rule.allowed:
            with pytest.raises(policies.Denied):
                policies.require(people[rule.role], rule.action, subject)


def test_nobody_inactive_may_do_anything(person: Callable[..., User]) -> None:
    user = _changed(person("gone", A), is_active=False)
    for rule in rules():
        assert not policies.may(user, rule.action, MAKE[rule.kind](rule.state, user))
        assert not policies.may_somewhere(user, rule.action, rule.kind)
        assert not policies.may_everywhere(user, rule.action, rule.kind)


@pytest.mark.parametrize(
    ("granted", "asked", "allowed"),
    [
        ("220000", "220200", True),
        ("220200", "220200", True),
        ("000000", "220200", True),
        ("", "220200", True),
        ("220200", "220000", False),
        ("220100", "220200", False),
        ("220200", "220281", True),
    ],
)
def test_a_role_counts_in_its_region_and_below(
    person: Callable[..., User], body: Callable[..., Body], granted: str, asked: str, allowed: bool
) -> None:
    user = person("p", P, region=granted)
    assert policies.may(user, "rename", body(region=asked)) == allowed


def test_a_role_for_a_body_counts_for_it_alone(person: Callable[..., User], body: Callable[..., Body]) -> None:
    mine, other = body("甲局"), body("乙局")
    user = person("p", P, body=mine)
    assert policies.may(user, "rename", mine)
    assert not policies.may(user, "rename", other)
    assert policies.may_somewhere(user, "rename", "body")
    assert not policies.may_everywhere(user, "rename", "body")


def test_a_regional_administrator_does_not_rule_over_people(person: Callable[..., User]) -> None:
    user, other = person("p", A, region="220200"), person("o")
    assert not policies.may(user, "grant", other)
    assert not policies.may_everywhere(user, "view", "user")


def test_grants_cover_region_and_body_together(body: Callable[..., Body], person: Callable[..., User]) -> None:
    mine = body("甲局")
    grant = Grant(user=person("p"), role=P, region=Region.objects.get(pk="220100"), body=mine)
    assert not grant.covers(mine.scope)
