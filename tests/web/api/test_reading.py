"""What the API answers, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web.api.conftest import SENTENCE, Caller, Records
from tests.web.conftest import CITY, OTHER_CITY, PROVINCE

from planweb.accounts import policies
from planweb.accounts.models import Body, Region, Role, User
from planweb.api.catalogue import RESOURCES
from planweb.evidence.models import Document, Fulfilment
from planweb.monitoring.models import Contest, LightChange, Overruling
from planweb.registry.models import Chapter, PlanVersion, Target

MakeCaller, MakePerson = Callable[..., Caller], Callable[..., User]
PATHS = [resource.path for resource in RESOURCES]
LIMITED = [path for path in PATHS if path not in {"regions", "bodies", "indicators", "audit-entries"}]


@pytest.mark.parametrize("path", PATHS)
def test_every_kind_of_record_is_listed_and_read(
    path: str, records: dict[str, Records], administrator: User, caller: MakeCaller
) -> None:
    program, record = caller(administrator), records[CITY][path]
    items = program.get(path, limit=1000).json()["items"]
    [listed] = [item for item in items if _key(item) == record.pk]
    assert program.get(f"{path}/{record.pk}").json() == listed
    assert set(program.get(path, limit=1).json()) == {"items", "next"}


@pytest.mark.parametrize("path", LIMITED)
def test_a_role_in_a_city_sees_that_city_and_no_other(
    path: str, records: dict[str, Records], person: MakePerson, caller: MakeCaller
) -> None:
    program = caller(person("r", "reader", region=CITY))
    assert [_key(item) for item in program.get(path).json()["items"]] == [records[CITY][path].pk]
    assert program.get(f"{path}/{records[CITY][path].pk}").status_code == 200
    assert program.get(f"{path}/{records[OTHER_CITY][path].pk}").status_code == 404


def _subject(row: Any) -> Any:
    """The object that the permission table knows, of which a row is a part."""
    match row:
        case Fulfilment():
            return row.comparison
        case Contest():
            return row.figure
        case PlanVersion():
            return row.plan
        case Chapter():
            return row.version.plan
        case Target():
            return row.of
        case LightChange() | Overruling():
            return row.standing
    return row


@pytest.mark.parametrize("where", ["", PROVINCE, CITY, OTHER_CITY, "body", "both", "mine"])
@pytest.mark.parametrize("role", [*Role.values, ""])
def test_lists_hold_what_the_permission_table_lets_one_view(
    role: str, where: str, records: dict[str, Records], person: MakePerson
) -> None:
    """The condition of the database and the table are written apart: here they are held against each other."""
    if where == "mine":
        user = User.objects.get(username="author")
    else:
        body = records[CITY]["bodies"] if where in {"body", "both"} else None
        region = {"body": "", "both": PROVINCE}.get(where, where)
        user = person("visitor", role, body=body, region=region) if role else person("visitor")
    for resource in RESOURCES:
        if resource.path in {"regions", "audit-entries"}:
            continue
        everything = list(resource.schema and type(records[CITY][resource.path])._default_manager.all())
        expected = {row.pk for row in everything if policies.may(user, "view", _subject(row))}
        assert {row.pk for row in resource.rows(user)} == expected, resource.path


def test_who_supports_an_indicator_sees_it_as_who_leads_it(
    records: dict[str, Records], body: Callable[..., Body], person: MakePerson, caller: MakeCaller
) -> None:
    supporter = body("支持局")
    records[CITY]["plan-indicators"].supporting.add(supporter)
    program = caller(person("o", "owner", body=supporter))
    for path in ("plan-indicators", "targets", "standings"):
        assert len(program.get(path).json()["items"]) == 1
    assert program.get("plan-indicators").json()["items"][0]["supporting"] == [supporter.pk]


@pytest.mark.parametrize("role", [*Role.values, ""])
def test_the_audit_trail_is_for_who_may_see_it(
    role: str, records: dict[str, Records], person: MakePerson, caller: MakeCaller
) -> None:
    program = caller(person("visitor", role))
    status = 200 if role in {"administrator", "auditor", "congress"} else 403
    for path in ("audit-entries", "audit-entries/1"):
        assert program.get(path).status_code == status
    if status == 200:
        assert program.get("audit-entries/1").json()["after"] == {}


def test_pages_follow_each_other_while_rows_are_added(administrator: User, caller: MakeCaller) -> None:
    program = caller(administrator)
    codes, address = [], "regions?limit=400"
    while address:
        page = program.get(address).json()
        codes += [item["code"] for item in page["items"]]
        address = (page["next"] or "").removeprefix("http://testserver")
        Region.objects.get_or_create(
            code="000001", name="新", level="county", path="000000/000001/"
        )  # before the cursor
    assert codes == sorted(set(codes))
    assert len(codes) == Region.objects.count() - 1


def test_the_next_page_keeps_the_filters(records: dict[str, Records], administrator: User, caller: MakeCaller) -> None:
    program = caller(administrator)
    page = program.get("documents", limit=1, state="read").json()
    assert "state=read" in page["next"]
    following = program.get(page["next"].removeprefix("http://testserver")).json()
    assert following["items"][0]["id"] > page["items"][0]["id"]
    assert following["next"] is None


@pytest.mark.parametrize(
    ("path", "said", "found"),
    [
        ("documents", {"region": CITY}, 1),
        ("documents", {"region": PROVINCE}, 2),
        ("documents", {"year": 2025}, 0),
        ("statements", {"role": "target", "region": OTHER_CITY}, 1),
        ("figures", {"period": "2026Q1", "state": "accepted"}, 2),
        ("figures", {"key": f"{CITY}-1"}, 1),
        ("figures", {"indicator_code": "own-gdp"}, 2),
        ("figures", {"since": "2099-01-01T00:00:00Z"}, 0),
        ("contests", {"resolved": "true"}, 2),
        ("standings", {"shown": "green"}, 0),
        ("light-changes", {"became": "red"}, 2),
        ("light-changes", {"became": "green"}, 0),
        ("plans", {"year": 2025}, 0),
        ("bodies", {"current": "true", "region": CITY}, 1),
        ("rounds", {"since": "2026-04-01"}, 0),
    ],
)
def test_filters_narrow(
    path: str, said: dict[str, Any], found: int, records: dict[str, Records], administrator: User, caller: MakeCaller
) -> None:
    assert len(caller(administrator).get(path, **said).json()["items"]) == found


@pytest.mark.parametrize("resource", RESOURCES, ids=PATHS)
def test_every_filter_works(
    resource: Any, records: dict[str, Records], administrator: User, caller: MakeCaller
) -> None:
    samples = {"region": CITY, "within": CITY, "since": "2026-01-01", "year": "2026", "current": "true"}
    samples |= {"resolved": "false"}
    program = caller(administrator)
    assert not {"after", "limit"} & resource.filters.keys()  # which lead from page to page
    for name in resource.filters:
        for value in (samples.get(name, "7"), "9" * 18):
            assert program.get(resource.path, **{name: value}).status_code in {200, 422}, (name, value)
        assert program.get(resource.path, **{name: samples.get(name, "7")}).status_code == 200, name


def test_who_i_am(planner: User, caller: MakeCaller) -> None:
    said = caller(planner).get("users/me").json()
    assert said["username"] == "planner"
    assert said["roles"] == [{"role": "planner", "region": CITY, "body": None}]
    assert said["token"]["access"] == "read"


def test_text_and_file_of_a_document(records: dict[str, Records], planner: User, caller: MakeCaller) -> None:
    program, document = caller(planner), records[CITY]["documents"]
    assert program.get(f"documents/{document.pk}/text").json()["source"] == SENTENCE
    response = program.get(f"documents/{document.pk}/file")
    assert b"".join(response).decode() == SENTENCE  # type: ignore[arg-type]
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{CITY}.txt"'
    for part in ("text", "file"):
        assert program.get(f"documents/{records[OTHER_CITY]['documents'].pk}/{part}").status_code == 404


@pytest.mark.parametrize("file", ["../secret.key", "", "/etc/passwd", "missing.txt", "."])
def test_no_file_outside_the_folder_of_documents_is_given(
    file: str, records: dict[str, Records], planner: User, caller: MakeCaller
) -> None:
    assert (settings.DATA / "secret.key").exists()
    document = records[CITY]["documents"]
    Document.objects.filter(pk=document.pk).update(file=file)
    assert caller(planner).get(f"documents/{document.pk}/file").status_code == 404


def test_the_name_of_a_file_is_a_name(records: dict[str, Records], planner: User, caller: MakeCaller) -> None:
    document = records[CITY]["documents"]
    Document.objects.filter(pk=document.pk).update(name='..\\../a"b\r\nX-Evil: 1.txt')
    response = caller(planner).get(f"documents/{document.pk}/file")
    assert "X-Evil" not in response.headers
    assert ".." not in response.headers["Content-Disposition"]
    b"".join(response)  # type: ignore[arg-type]  # closes the file


@pytest.mark.parametrize("path", PATHS)
def test_lists_cost_the_same_whatever_their_length(
    path: str,
    records: dict[str, Records],
    administrator: User,
    caller: MakeCaller,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    program = caller(administrator)
    program.get(path)  # the token was never used before
    with django_assert_max_num_queries(4):
        assert program.get(path).status_code == 200


def test_the_description_is_there_for_programs_and_people(planner: User, log_in: Callable[[User], Client]) -> None:
    assert Client().get("/api/v1/openapi.json").json()["openapi"].startswith("3.")
    page = log_in(planner).get("/api/v1/").content.decode()
    for path in PATHS:
        assert f"/api/v1/{path}" in page


def _key(item: dict[str, Any]) -> Any:
    return next(item[name] for name in ("id", "number", "code", "plan_indicator") if name in item)
