"""Bodies for many indicators at once: on the page, by workbook, and when bodies merge and split."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from planweb.accounts.actions.bodies import merge_bodies, split_body
from planweb.accounts.models import Body, User
from planweb.accounts.policies import Denied
from planweb.audit.models import AuditEntry
from planweb.registry.actions.owners import assign_bodies
from planweb.registry.assignments import Assignment, packed
from planweb.registry.models import Indicator, Plan, PlanIndicator, Target

MakeBody = Callable[..., Body]


@pytest.fixture
def rows(plan: Plan) -> list[PlanIndicator]:
    """Three indicators, one with a name that a spreadsheet would run."""
    names = {"grain_output": "=1+1", "gdp": "地区生产总值", "retail_sales": "社会消费品零售总额"}
    return [
        PlanIndicator.objects.create(
            plan=plan, indicator=Indicator.objects.get(code=code), name=name, position=position
        )
        for position, (code, name) in enumerate(names.items())
    ]


def held(row: PlanIndicator) -> tuple[str | None, set[str]]:
    row = PlanIndicator.objects.get(pk=row.pk)
    return row.lead.name if row.lead else None, {body.name for body in row.supporting.all()}


def uploaded(data: bytes, name: str = "表.xlsx") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, data)}


def template(client: Client, plan: Plan) -> bytes:
    return client.get(f"/plans/{plan.pk}/owners/sheet/").content


def changed(data: bytes, cells: dict[str, object]) -> bytes:
    book = load_workbook(io.BytesIO(data))
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_many_indicators_get_bodies_on_the_page_and_back(
    plan: Plan, rows: list[PlanIndicator], body: MakeBody, client_of_planner: Client
) -> None:
    lead, helper = body("甲局"), body("乙局")
    address = f"/plans/{plan.pk}/owners/"
    said = {"lead": lead.pk, "supporting": [helper.pk, lead.pk], "mode": "add"}
    assert "请先勾选" in client_of_planner.post(address, said).content.decode()
    client_of_planner.post(address, {**said, "take": [rows[0].pk, rows[1].pk]})
    assert [held(row) for row in rows] == [("甲局", {"乙局"}), ("甲局", {"乙局"}), (None, set())]
    assert AuditEntry.objects.filter(action="target.assign").count() == 2
    notice = client_of_planner.session["notices"][-1]
    client_of_planner.post(notice["undo"], notice["fields"])
    assert [held(row) for row in rows] == [(None, set())] * 3


def test_bodies_that_ended_take_nothing_on(
    plan: Plan, rows: list[PlanIndicator], body: MakeBody, planner: User
) -> None:
    ended = body("旧局", valid_to=dt.date(2024, 1, 1))
    with pytest.raises(ValidationError):
        assign_bodies(plan, {rows[0].pk: Assignment(ended.pk, frozenset())}, by=planner)
    assert held(rows[0]) == (None, set())


def test_only_planners_of_the_region_assign(plan: Plan, rows: list[PlanIndicator], person: Callable[..., User]) -> None:
    with pytest.raises(Denied):
        assign_bodies(plan, {rows[0].pk: Assignment(None, frozenset())}, by=person("o", "owner", region="220200"))


def test_the_template_offers_bodies_and_holds_no_formula(
    plan: Plan, rows: list[PlanIndicator], body: MakeBody, client_of_planner: Client
) -> None:
    body("甲局")
    body("别处的局", region="220100")
    book = load_workbook(io.BytesIO(template(client_of_planner, plan)))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet["A"][2:]] == [row.pk for row in rows]
    assert sheet["B3"].value == "=1+1"
    assert sheet["B3"].data_type == "s"
    [validation] = sheet.data_validations.dataValidation
    assert (validation.type, str(validation.sqref)) == ("list", "F3:F5")
    assert [cell.value for cell in book.worksheets[1]["A"]] == ["甲局"]


def test_a_workbook_is_previewed_then_applied_in_one_go(
    plan: Plan, rows: list[PlanIndicator], body: MakeBody, client_of_planner: Client
) -> None:
    body("甲局", short_name="甲")
    body("乙局")
    data = changed(template(client_of_planner, plan), {"F3": "甲局", "G3": "乙局、甲", "F4": "乙局"})
    page = client_of_planner.post(f"/plans/{plan.pk}/owners/upload/", uploaded(data))
    assert "将改动 2 项指标的分工，1 项不变" in page.content.decode()
    assert held(rows[0]) == (None, set())
    said = {"packed": page.context["packed"]}
    client_of_planner.post(f"/plans/{plan.pk}/owners/apply/", said)
    assert [held(row) for row in rows] == [("甲局", {"乙局"}), ("乙局", set()), (None, set())]
    page = client_of_planner.post(f"/plans/{plan.pk}/owners/upload/", uploaded(data))
    assert "没有要改动的" in page.content.decode()


def test_errors_are_named_by_cell_and_nothing_changes(
    plan: Plan, rows: list[PlanIndicator], body: MakeBody, client_of_planner: Client
) -> None:
    body("甲局")
    wrong = {"F3": "没有的局", "G4": "=A1", "A5": rows[0].pk, "A6": "abc", "F6": "甲局"}
    data = changed(template(client_of_planner, plan), wrong)
    page = client_of_planner.post(f"/plans/{plan.pk}/owners/upload/", uploaded(data))
    found = {error.cell: error.text for error in page.context["found"].errors}
    assert set(found) == {"F3", "G4", "A5", "A6"}
    assert "没有的局" in found["F3"]
    assert "公式" in found["G4"]
    assert "packed" not in page.context
    assert [held(row) for row in rows] == [(None, set())] * 3


@pytest.mark.parametrize(
    ("data", "name"), [(b"PK\x03\x04broken", "a.xlsx"), (b"", "a.xlsx"), (b"a,b", "a.csv"), (b"text", "a.xlsx")]
)
def test_what_is_no_workbook_is_said_to_be_none(
    data: bytes, name: str, plan: Plan, rows: list[PlanIndicator], client_of_planner: Client
) -> None:
    page = client_of_planner.post(f"/plans/{plan.pk}/owners/upload/", uploaded(data, name))
    assert page.status_code == 200
    assert 'id="errors"' in page.content.decode()


def test_a_preview_that_others_overtook_or_altered_is_refused(
    plan: Plan, rows: list[PlanIndicator], body: MakeBody, planner: User, client_of_planner: Client
) -> None:
    first, second = body("甲局"), body("乙局")
    nobody, wanted = Assignment(None, frozenset()), Assignment(first.pk, frozenset())
    said = packed(plan.pk, {rows[0].pk: wanted, rows[1].pk: wanted}, {rows[0].pk: nobody, rows[1].pk: nobody})
    assign_bodies(plan, {rows[1].pk: Assignment(second.pk, frozenset())}, by=planner)
    address = f"/plans/{plan.pk}/owners/apply/"
    client_of_planner.post(address, {"packed": said})
    assert [held(row)[0] for row in rows] == [None, "乙局", None]
    for altered in (said[:-2] + "xx", packed(plan.pk + 1, {rows[0].pk: wanted}, {rows[0].pk: nobody}), ""):
        client_of_planner.post(address, {"packed": altered})
    assert [held(row)[0] for row in rows] == [None, "乙局", None]


def test_duties_follow_bodies_that_merge_and_split(
    plan: Plan, rows: list[PlanIndicator], body: MakeBody, planner: User
) -> None:
    first, second, third = body("甲局"), body("乙局"), body("丙局")
    everything = {
        rows[0].pk: Assignment(first.pk, frozenset({second.pk, third.pk})),
        rows[1].pk: Assignment(third.pk, frozenset({first.pk})),
    }
    assign_bodies(plan, everything, by=planner)
    share = Target.objects.create(of=rows[0], kind="share", year=2025, low=5, body=second)
    into = Body(name="合局", kind="department", region=first.region, valid_from=dt.date(2024, 1, 1))
    merge_bodies([first, second], into=into, by=planner)
    assert [held(row) for row in rows] == [("合局", {"丙局"}), ("丙局", {"合局"}), (None, set())]
    share.refresh_from_db()
    assert share.body == into
    parts = [
        Body(name=name, kind="department", region=first.region, valid_from=dt.date(2025, 1, 1))
        for name in ("东局", "西局")
    ]
    split_body(into, parts=parts, heirs={f"support-{rows[1].pk}": 1, f"share-{share.pk}": 1}, by=planner)
    assert [held(row) for row in rows] == [("东局", {"丙局"}), ("丙局", {"西局"}), (None, set())]
    share.refresh_from_db()
    assert str(share.body) == "西局"
