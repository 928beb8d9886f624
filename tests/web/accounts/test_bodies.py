"""Bodies come, are renamed, merge and split, and their duties pass on."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from planweb.accounts.actions import bodies as actions
from planweb.accounts.models import Body, Grant, Region, Succession, User
from planweb.accounts.policies import Denied
from planweb.audit.models import AuditEntry
from planweb.audit.verifying import verify_chain

MakeBody, MakePerson, LogIn = Callable[..., Body], Callable[..., User], Callable[[User | None], Client]
DAY = dt.date(2024, 3, 1)


def new_body(name: str = "示例市工业和信息化局", region: str = "220200") -> Body:
    return Body(name=name, kind="department", region=Region.objects.get(pk=region), valid_from=DAY)


def test_a_planner_makes_bodies_of_the_region(planner: User) -> None:
    made = actions.create_body(new_body(), by=planner)
    entry = AuditEntry.objects.get()
    assert (entry.who, entry.action, entry.object_id) == (str(planner), "body.create", str(made.pk))
    assert json.loads(entry.after)["valid_from"] == "2024-03-01"
    with pytest.raises(Denied):
        actions.create_body(new_body(region="220100"), by=planner)


def test_one_current_body_of_a_name_in_a_region(planner: User, body: MakeBody) -> None:
    body("甲局", valid_to=DAY)
    actions.create_body(new_body("甲局"), by=planner)  # the name of one that has ended is free
    with pytest.raises(ValidationError):
        actions.create_body(new_body("甲局"), by=planner)


def test_a_rename_keeps_the_body(planner: User, body: MakeBody) -> None:
    made = body("经济委员会")
    actions.rename_body(made, name="经济和信息化委员会", short_name="经信委", by=planner, why="机构改革")
    assert Body.objects.get().name == "经济和信息化委员会"
    entry = AuditEntry.objects.get()
    assert json.loads(entry.before) == {"name": "经济委员会", "short_name": ""}
    assert entry.why == "机构改革"


def test_a_merger_ends_bodies_and_passes_duties_on(planner: User, body: MakeBody, person: MakePerson) -> None:
    first, second = body("工业局"), body("信息化办公室")
    worker, both = person("w", "owner", body=first), person("b", "owner", body=first)
    Grant.objects.create(user=both, role="owner", body=second)
    into = actions.merge_bodies([first, second], into=new_body(), by=planner, why="机构改革")
    for gone in (first, second):
        gone.refresh_from_db()
        assert gone.valid_to == DAY
        assert gone.permission_state == "ended"
        assert list(gone.successors.all()) == [into]
    assert list(worker.grants.values_list("body", flat=True)) == [into.pk]
    assert list(both.grants.values_list("body", flat=True)) == [into.pk]  # once, though it was held twice
    actions_ = list(AuditEntry.objects.values_list("action", flat=True))
    assert actions_ == ["body.merge", "body.merge", "body.create"]
    assert verify_chain()[0] == []


def test_a_split_shares_duties_out(planner: User, body: MakeBody, person: MakePerson) -> None:
    whole = body("商务和粮食局")
    trade, grain = person("t", "owner", body=whole), person("g", "owner", body=whole)
    key = f"grant-{grain.grants.get().pk}"
    parts = [new_body("商务局"), new_body("粮食局")]
    one, two = actions.split_body(whole, parts=parts, heirs={key: 1}, by=planner)
    assert trade.grants.get().body == one
    assert grain.grants.get().body == two
    assert Succession.objects.filter(predecessor=whole, kind="split").count() == 2


@pytest.mark.parametrize("day", [dt.date(2018, 12, 31), dt.date(2999, 1, 1)])
def test_a_body_ends_after_its_start_and_not_in_the_future(planner: User, body: MakeBody, day: dt.date) -> None:
    first, second, into = body("甲局"), body("乙局"), new_body()
    into.valid_from = day
    with pytest.raises(ValidationError):
        actions.merge_bodies([first, second], into=into, by=planner)
    assert Body.objects.current().count() == 2
    assert AuditEntry.objects.count() == 0


def test_who_may_not_changes_nothing(body: MakeBody, person: MakePerson) -> None:
    first, second = body("甲局"), body("乙局", region="220100")
    other = person("p", "planner", region="220200")
    with pytest.raises(Denied):
        actions.merge_bodies([first, second], into=new_body(), by=other)
    for role in ("owner", "leader", "auditor", "congress", "reader"):
        with pytest.raises(Denied):
            actions.rename_body(first, name="丙局", short_name="", by=person(role, role))
    assert not AuditEntry.objects.exists()


def test_a_body_that_has_ended_is_left_alone(planner: User, body: MakeBody) -> None:
    gone, other = body("甲局", valid_to=DAY), body("乙局")
    with pytest.raises(Denied):
        actions.rename_body(gone, name="丙局", short_name="", by=planner)
    with pytest.raises(Denied):
        actions.merge_bodies([gone, other], into=new_body(), by=planner)


def test_the_pages_of_a_rename_and_its_undoing(planner: User, body: MakeBody, log_in: LogIn) -> None:
    made, client = body("甲局"), log_in(planner)
    address = f"/bodies/{made.pk}/rename/"
    page = client.post(address, {"name": "乙局", "short_name": "乙", "why": "文件"}, follow=True)
    assert "甲局 → 乙局" in page.content.decode()
    assert f'action="{address}"' in page.content.decode()  # the button that undoes it
    client.post(address, {"name": "甲局", "short_name": ""})
    assert Body.objects.get().name == "甲局"


def test_the_pages_of_a_merger_and_a_split(planner: User, body: MakeBody, person: MakePerson, log_in: LogIn) -> None:
    first, second, client = body("甲局"), body("乙局"), log_in(planner)
    person("w", "owner", body=first)
    said = {"others": [second.pk], "name": "甲乙局", "on": "2024-03-01", "why": "文件"}
    page = client.post(f"/bodies/{first.pk}/merge/", said, follow=True).content.decode()
    assert "甲乙局" in page
    assert "人员w" in page
    into = Body.objects.get(name="甲乙局")
    duty = f"grant-{Grant.objects.get(body=into).pk}"
    wrong = {"part_1": "丙局", "part_2": "丁局", "on": "2025-01-01", duty: "3"}
    assert "该新单位没有名称" in client.post(f"/bodies/{into.pk}/split/", wrong).content.decode()
    client.post(f"/bodies/{into.pk}/split/", {**wrong, duty: "2"})
    assert Grant.objects.get(user__username="w").body == Body.objects.get(name="丁局")
    page = client.get(f"/bodies/{into.pk}/").content.decode()
    assert all(name in page for name in ("甲局", "乙局", "丙局", "丁局"))


def test_what_an_action_refuses_is_said_on_the_form(planner: User, body: MakeBody, log_in: LogIn) -> None:
    body("甲局")
    said = {"name": "甲局", "kind": "department", "region": "220200", "valid_from": "2024-01-01"}
    page = log_in(planner).post("/bodies/new/", said)
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert Body.objects.count() == 1
