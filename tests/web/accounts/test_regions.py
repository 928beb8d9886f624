"""Regions that the catalogue lacks are added and renamed."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from planweb.accounts.actions.regions import create_region, rename_region
from planweb.accounts.models import Body, Region, User
from planweb.accounts.policies import Denied
from planweb.accounts.regions import load_regions
from planweb.audit.models import AuditEntry

LogIn = Callable[[User | None], Client]
ZONE = {"code": "KFQ001", "name": "示例开发区", "level": "county"}


def region(code: str) -> Region:
    return Region.objects.get(pk=code)


def test_a_planner_adds_a_region_below_their_own(planner: User) -> None:
    made = create_region(**ZONE, above=region("220200"), by=planner)
    assert made.path == "000000/220000/220200/KFQ001/"
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.object_id, json.loads(entry.after)["above"]) == ("region.create", "KFQ001", "220200")
    load_regions()  # as every start does
    assert region("KFQ001").name == "示例开发区"
    for place in ("220100", "220000"):
        with pytest.raises(Denied):
            create_region(code="KFQ002", name="另一开发区", level="county", above=region(place), by=planner)


@pytest.mark.parametrize(
    ("said", "above", "field"),
    [
        ({"name": "蛟河市"}, "220200", "name"),  # is there
        ({"code": "220281"}, "220200", "code"),
        ({"level": "prefecture"}, "220200", "level"),
        ({}, "220281", "level"),  # below a county nothing more is told apart
    ],
)
def test_what_makes_no_sense_is_refused(administrator: User, said: dict[str, str], above: str, field: str) -> None:
    with pytest.raises((ValidationError, Denied)) as caught:
        create_region(**{**ZONE, **said}, above=region(above), by=administrator)
    if isinstance(caught.value, ValidationError):
        assert field in caught.value.message_dict
    assert not AuditEntry.objects.exists()


def test_a_region_of_the_catalogue_keeps_its_name(administrator: User) -> None:
    with pytest.raises(Denied):
        rename_region(region("220200"), name="别名市", by=administrator)
    made = create_region(**ZONE, above=region("220200"), by=administrator)
    rename_region(made, name="示例高新区", by=administrator, why="区划调整")
    assert region("KFQ001").name == "示例高新区"
    entry = AuditEntry.objects.get(action="region.rename")
    assert (json.loads(entry.before), entry.why) == ({"name": "示例开发区"}, "区划调整")


@pytest.mark.parametrize("path", ["/bodies/new/", "/plans/new/", "/catalogue/new/", "/rounds/new/"])
def test_forms_offer_the_regions_of_the_person(path: str, planner: User, administrator: User, log_in: LogIn) -> None:
    field = log_in(planner).get(path).context["form"]["region"]
    assert {one.path[:21] for one in field.field.queryset} == {"000000/220000/220200/"}
    assert field.initial.pk == "220200"
    field = log_in(administrator).get(path).context["form"]["region"]
    assert field.field.queryset.count() == Region.objects.count()
    assert field.initial is None


def test_on_the_pages(planner: User, log_in: LogIn, body: Callable[..., Body], person: Callable[..., User]) -> None:
    client = log_in(planner)
    body(region="220200")
    response = client.get("/regions/new/")
    assert [above.code for above in response.context["form"].fields["above"].queryset] == ["220200"]
    said = {**ZONE, "above": "220200", "code": "kfq1"}
    assert "六位数字或大写字母" in client.post("/regions/new/", said).content.decode()
    response = client.post("/regions/new/", {**said, "code": "KFQ001"}, follow=True)
    page = response.content.decode()
    assert "已新建地区：示例开发区。" in page
    assert '<a href="/regions/KFQ001/rename/">更名</a>' in page
    assert '<a href="/regions/?within=220000">' in client.get("/regions/?name=吉林省").content.decode()
    assert [row.code for row in client.get("/regions/?source=own").context["table"].page] == ["KFQ001"]
    assert "/rename/" not in log_in(person("reader", "reader")).get("/regions/?source=own").content.decode()
    assert client.get("/regions/?name=2202").context["table"].page.object_list[0].current_bodies == 1
    assert client.get("/regions/220281/rename/").status_code == 403
    response = client.post("/regions/KFQ001/rename/", {"name": "示例高新区"}, follow=True)
    assert "已更名为示例高新区。" in response.content.decode()
    client.post("/regions/KFQ001/rename/", {"name": "示例开发区"})  # what undo sends
    assert region("KFQ001").name == "示例开发区"
    made = {"name": "开发区管委会", "short_name": "", "kind": "zone", "region": "KFQ001", "valid_from": "2024-01-01"}
    client.post("/bodies/new/", made)
    assert Body.objects.get(name="开发区管委会").region_id == "KFQ001"
