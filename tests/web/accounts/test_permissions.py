"""The permission table: every cell as written down, and every cell as it works."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from planweb.accounts import permissions, policies
from planweb.accounts.models import Body, Grant, Region, Role, Session, Token, User
from planweb.accounts.models.scope import NOWHERE
from planweb.accounts.permissions import EVERYONE, HOLDERS, ONESELF, load_table, rules
from planweb.accounts.reach import within
from planweb.api import queries as rows
from planweb.evidence.models import Comparison, Document, Statement
from planweb.evidence.queries import reviewable_documents, visible_documents, visible_statements
from planweb.monitoring.models import Figure, Progress, Round, Standing
from planweb.monitoring.queries.seeing import visible_figures, visible_progress, visible_rounds
from planweb.registry.models import Indicator, Plan, PlanIndicator, Target
from planweb.registry.queries.plans import visible_indicators, visible_plans
from planweb.site.models import Chore

# Written by hand, not derived: a change of the table has to be made twice, knowingly.
A, P, O, L, C, U, R = Role.values  # noqa: E741
EVERYBODY = {A, P, O, L, C, U, R, EVERYONE, ONESELF}
ALL_ROLES = {A, P, O, L, C, U, R}
DOCUMENT = ("waiting", "reading", "read", "failed", "withdrawn")
STATEMENT = ("proposed", "confirmed", "corrected", "rejected")
COMPARISON = ("waiting", "done", "stale", "failed")
PLAN = ("draft", "aligned", "approved", "in_force", "superseded")
TARGET = ("draft", "aligned", "approved", "in_force", "superseded")
FIGURE = ("submitted", "accepted", "returned", "contested", "replaced")
PROGRESS = ("draft", "submitted", "accepted", "returned")
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
    ("chore", "view"): ({"waiting", "running", "done", "failed"}, {A, U}),
    ("chore", "create"): ({"waiting"}, {A}),
    ("chore", "download"): ({"done"}, {A}),
    ("token", "view"): ({"open", "expired", "revoked"}, {A, ONESELF}),
    ("token", "create"): ({"open"}, {A, ONESELF}),
    ("token", "revoke"): ({"open", "expired"}, {A, ONESELF}),
    ("region", "view"): ({"catalogue", "own"}, EVERYBODY),
    ("region", "create"): ({"own"}, {A, P}),
    ("region", "rename"): ({"own"}, {A, P}),
    ("body", "view"): ({"current", "ended"}, EVERYBODY),
    ("body", "create"): ({"current"}, {A, P}),
    ("body", "rename"): ({"current"}, {A, P}),
    ("body", "merge"): ({"current"}, {A, P}),
    ("body", "split"): ({"current"}, {A, P}),
    ("trail", "view"): ({"kept"}, {A, U, C}),
    # document
    ("document", "view"): (set(DOCUMENT), ALL_ROLES | {ONESELF}),
    ("document", "create"): ({"waiting"}, {A, P}),
    ("document", "edit"): ({"read", "failed"}, {A, P}),
    ("document", "reread"): ({"read", "failed"}, {A, P}),
    ("document", "withdraw"): ({"waiting", "read", "failed"}, {A, P}),
    ("document", "restore"): ({"withdrawn"}, {A, P}),
    # statement
    ("statement", "view"): (set(STATEMENT), ALL_ROLES | {ONESELF}),
    ("statement", "create"): ({"proposed"}, {A, P}),
    ("statement", "confirm"): ({"proposed", "corrected", "rejected"}, {A, P}),
    ("statement", "correct"): (set(STATEMENT), {A, P}),
    ("statement", "reject"): ({"proposed", "confirmed", "corrected"}, {A, P}),
    ("statement", "merge"): ({"proposed", "confirmed", "corrected"}, {A, P}),
    ("statement", "reopen"): ({"confirmed", "corrected", "rejected"}, {A, P}),
    # comparison
    ("comparison", "view"): (set(COMPARISON), ALL_ROLES | {ONESELF}),
    ("comparison", "create"): ({"waiting"}, {A, P}),
    ("comparison", "redo"): ({"done", "stale", "failed"}, {A, P}),
    # plan
    ("plan", "view"): (set(PLAN), ALL_ROLES),
    ("plan", "create"): ({"draft"}, {A, P}),
    ("plan", "edit"): ({"draft", "aligned", "approved", "in_force"}, {A, P}),
    ("plan", "advance"): ({"draft", "aligned", "approved", "in_force"}, {A, P}),
    ("plan", "version"): ({"draft", "aligned", "approved", "in_force"}, {A, P}),
    ("plan", "delete"): ({"draft"}, {A, P}),
    # indicator
    ("indicator", "view"): ({"kept"}, EVERYBODY),
    ("indicator", "create"): ({"kept"}, {A, P}),
    ("indicator", "edit"): ({"kept"}, {A, P}),
    # target
    ("target", "view"): (set(TARGET), ALL_ROLES),
    ("target", "create"): ({"draft", "aligned", "approved", "in_force"}, {A, P}),
    ("target", "edit"): ({"draft", "aligned", "approved", "in_force"}, {A, P}),
    ("target", "assign"): ({"draft", "aligned", "approved", "in_force"}, {A, P}),
    ("target", "remove"): ({"draft", "aligned"}, {A, P}),
    # figure
    ("figure", "view"): (set(FIGURE), ALL_ROLES | {ONESELF}),
    ("figure", "create"): ({"submitted", "accepted"}, {A, P, O}),
    ("figure", "accept"): ({"submitted", "returned"}, {A, P}),
    ("figure", "return"): ({"submitted", "accepted"}, {A, P}),
    ("figure", "revise"): ({"submitted", "accepted", "returned", "contested"}, {A, P, O}),
    ("figure", "contest"): ({"accepted", "contested"}, {A, P, O}),
    ("figure", "resolve"): ({"contested"}, {A, P}),
    # progress
    ("progress", "view"): (set(PROGRESS), ALL_ROLES | {ONESELF}),
    ("progress", "create"): ({"draft", "submitted"}, {A, P, O}),
    ("progress", "edit"): ({"draft", "submitted", "returned"}, {A, P, O}),
    ("progress", "accept"): ({"submitted"}, {A, P}),
    ("progress", "return"): ({"submitted", "accepted"}, {A, P}),
    # round
    ("round", "view"): ({"open", "closed"}, ALL_ROLES),
    ("round", "create"): ({"open"}, {A, P}),
    ("round", "edit"): ({"open"}, {A, P}),
    ("round", "close"): ({"open"}, {A, P}),
    ("round", "reopen"): ({"closed"}, {A, P}),
    # light
    ("light", "view"): ({"by_rule", "overruled"}, ALL_ROLES),
    ("light", "overrule"): ({"by_rule", "overruled"}, {A, P}),
    ("light", "lift"): ({"overruled"}, {A, P}),
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
    "chore": lambda state, _owner: Chore(kind="backup", state=state),
    "token": lambda state, owner: Token(
        user=owner,
        expires_at=timezone.now() + dt.timedelta(days=-1 if state == "expired" else 1),
        revoked_at=timezone.now() if state == "revoked" else None,
    ),
    "region": lambda state, _owner: _city() if state == "catalogue" else _own_region(),
    "body": lambda state, _owner: Body(region=_city(), valid_to=None if state == "current" else dt.date(2024, 1, 1)),
    "trail": lambda _state, _owner: Trail(),
    "document": lambda state, owner: _document(owner, state),
    "statement": lambda state, owner: Statement(document=_document(owner), state=state),
    "comparison": lambda state, owner: Comparison(promises=_document(owner), state=state),
    "plan": lambda state, _owner: _plan(state),
    "indicator": lambda _state, _owner: Indicator(),
    "target": lambda state, _owner: PlanIndicator(plan=_plan(state)),
    "figure": lambda state, owner: Figure(region=_city(), entered_by=owner, state=state),
    "progress": lambda state, owner: Progress(of=PlanIndicator(plan=_plan()), by=owner, state=state),
    "round": lambda state, _owner: Round(
        region=_city(), closed_at=None if state == "open" else dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    ),
    "light": lambda state, _owner: Standing(
        of=PlanIndicator(plan=_plan()), light="red", shown="red" if state == "by_rule" else "green"
    ),
}


def _city() -> Region:
    return Region.objects.get(pk="220200")


def _own_region() -> Region:
    return Region(code="KFQ001", name="示例开发区", level="county", parent=_city(), path=f"{_city().path}KFQ001/")


def _document(owner: User, state: str = "read") -> Document:
    return Document(region=_city(), brought_by=owner, state=state)


def _plan(status: str = "in_force") -> Plan:
    return Plan(region=_city(), status=status)


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


def test_who_works_for_a_body_reads_the_plans_and_documents_of_its_region(
    person: Callable[..., User], body: Callable[..., Body]
) -> None:
    user = person("o", O, body=body("甲局"))
    owner = person("somebody")
    elsewhere = Document(region=Region.objects.get(pk="220100"), brought_by=owner)
    assert policies.may(user, "view", _document(owner))
    assert policies.may(user, "view", _plan())
    assert not policies.may(user, "view", elsewhere)
    assert not policies.may(user, "view", Figure(region=_city(), entered_by=owner))
    assert not policies.may(user, "create", PlanIndicator(plan=_plan()))


def _rows(mine: Body, owner: User) -> dict[str, list[Any]]:
    """Saved things of every kind that lists are limited for, in several regions, of the body and of the person."""
    regions = [Region.objects.get(pk=code) for code in ("000000", "220000", "220200", "220281", "220100")]
    documents = [Document.objects.create(region=one, brought_by=owner, name="甲") for one in [*regions, None]]
    plans = [Plan.objects.create(region=one, tier="annual", first_year=2025, last_year=2025) for one in regions]
    indicator = Indicator.objects.create(code="own-1", name="甲")
    targets = [
        PlanIndicator.objects.create(plan=plan, indicator=indicator, name=str(at), lead=mine if at == 1 else None)
        for plan in plans
        for at in range(4)
    ]
    for of in targets[2::4]:
        of.supporting.add(mine)
    for of in targets[3::4]:
        Target.objects.create(of=of, kind="share", year=2025, body=mine, low=1, high=1)
    said = {"indicator": indicator, "through": dt.date(2025, 12, 31), "value": 1}
    figures = [
        Figure.objects.create(region=region, period=str(2000 + at), **said, **whose)
        for region in regions
        for at, whose in enumerate(({}, {"body": mine}, {"reported_by": mine}, {"entered_by": owner}))
    ]
    words = dict.fromkeys(("start", "end", "sentence_start", "sentence_end"), 0)
    return {
        "document": documents,
        "statement": [Statement.objects.create(document=one, **words) for one in documents],
        "comparison": [Comparison.objects.create(promises=one, results=documents[0]) for one in documents[1:]],
        "plan": plans,
        "target": targets,
        "light": [Standing.objects.create(of=of, as_of=dt.date(2025, 12, 31)) for of in targets],
        "figure": figures,
        "progress": [
            Progress.objects.create(of=of, body=body, by=owner, period="2025")
            for of in targets[::4]
            for body in (mine, Body.objects.exclude(pk=mine.pk).first())
        ],
        "round": [
            Round.objects.create(
                region=one, frequency="year", period="2025", opens_on=dt.date(2026, 1, 1), due_on=dt.date(2026, 2, 1)
            )
            for one in regions
        ],
    }


LISTS: dict[str, list[Callable[[User], Any]]] = {
    "document": [rows.documents, visible_documents],
    "statement": [rows.statements, visible_statements],
    "comparison": [rows.comparisons],
    "plan": [rows.plans, visible_plans],
    "target": [rows.plan_indicators, visible_indicators],
    "light": [rows.standings],
    "figure": [rows.figures, visible_figures],
    "progress": [rows.progress, visible_progress],
    "round": [rows.rounds, visible_rounds],
}
NARROWER: dict[tuple[str, str], Callable[[User], Any]] = {
    ("statement", "confirm"): lambda user: Statement.objects.filter(document__in=reviewable_documents(user)),
    ("figure", "accept"): lambda user: visible_figures(user, "accept"),
    ("progress", "accept"): lambda user: visible_progress(user, "accept"),
    ("round", "edit"): lambda user: visible_rounds(user, "edit"),
}


def test_lists_hold_what_the_policy_allows(person: Callable[..., User], body: Callable[..., Body]) -> None:
    """Conditions for the database say the same as the policy, for every kind with a list and every kind of role."""
    mine, owner = body("甲局"), person("somebody")
    body("乙局", region="220100")
    made = _rows(mine, owner)
    people = [person("nobody"), owner, *(person(f"everywhere-{role}", role) for role in Role.values)]
    people += [person(f"in-{code}", P, region=code) for code in ("220000", "220200", "220281")]
    people += [person(f"of-body-{role}", role, body=mine) for role in (O, P)]
    people += [person(f"of-body-in-{code}", O, body=mine, region=code) for code in ("220000", "220281")]
    people.append(several := person("several", O, body=mine))
    Grant.objects.create(user=several, role=L, region_id="220100")
    asked = [(kind, "view", found) for kind, lists in LISTS.items() for found in lists]
    asked += [(kind, action, found) for (kind, action), found in NARROWER.items()]
    for user in people:
        for kind, action, found in asked:
            wanted = sorted(one.pk for one in made[kind] if policies.may(user, action, one))
            assert sorted(found(user).values_list("pk", flat=True)) == wanted, (user, kind, action)
    assert not Document.objects.filter(within(AnonymousUser(), "document", region="region"))


def test_a_regional_administrator_does_not_rule_over_people(person: Callable[..., User]) -> None:
    user, other = person("p", A, region="220200"), person("o")
    assert not policies.may(user, "grant", other)
    assert not policies.may_everywhere(user, "view", "user")


def test_grants_cover_region_and_body_together(body: Callable[..., Body], person: Callable[..., User]) -> None:
    mine = body("甲局")
    grant = Grant(user=person("p"), role=P, region=Region.objects.get(pk="220100"), body=mine)
    assert not grant.covers(mine.scope)
