"""Plans are made, advanced, versioned and shown by chapter, for who may see them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from planweb.accounts.models import Body, Region, User
from planweb.accounts.policies import Denied
from planweb.audit.models import AuditEntry
from planweb.evidence.models import Document
from planweb.layout.tables import Column
from planweb.registry import hooks
from planweb.registry.actions.adopting import adopt_targets
from planweb.registry.actions.plans import advance_plan, create_plan, delete_plan, edit_plan
from planweb.registry.actions.versions import begin_version, detach_document, set_chapters
from planweb.registry.catalogue import load_indicators
from planweb.registry.models import Chapter, Indicator, Plan, PlanIndicator, Target
from planweb.registry.queries.plans import leaves_of, visible_indicators, visible_plans

Filled = tuple[Plan, Document]
MakeBody, MakePerson, LogIn = Callable[..., Body], Callable[..., User], Callable[[User | None], Client]


def new_plan(title: str = "示例规划", region: str = "220200", **fields: Any) -> Plan:
    said = {"tier": "special", "first_year": 2021, "last_year": 2025, **fields}
    return Plan(title=title, region=Region.objects.get(pk=region), **said)


def test_the_catalogue_is_loaded_and_brought_up_to_date(db: None) -> None:
    grain = Indicator.objects.get(code="grain_output")
    assert (grain.name, grain.category, grain.direction) == ("粮食产量", "agriculture", "more")
    own = Indicator.objects.create(code="own-1", name="自己的")
    Indicator.objects.filter(pk=grain.pk).update(name="旧名称")
    assert load_indicators() == 1
    assert load_indicators() == 0
    grain.refresh_from_db()
    assert grain.name == "粮食产量"
    assert Indicator.objects.filter(pk=own.pk).exists()


def test_planners_make_plans_of_their_region(planner: User) -> None:
    plan = create_plan(new_plan(), by=planner)
    assert plan.versions.get().number == 1
    with pytest.raises(Denied):
        create_plan(new_plan("别处的规划", "220100"), by=planner)
    plan.region = Region.objects.get(pk="220100")
    with pytest.raises(Denied):
        edit_plan(plan, by=planner)
    with pytest.raises(ValidationError):
        create_plan(new_plan(), by=planner)  # the title is taken


def test_a_plan_does_not_stand_above_itself(planner: User) -> None:
    top = create_plan(new_plan("甲"), by=planner)
    below = create_plan(new_plan("乙", above=top), by=planner)
    top.above = below
    with pytest.raises(ValidationError):
        edit_plan(top, by=planner)


def test_status_goes_step_by_step_with_a_reason(plan: Plan, planner: User) -> None:
    with pytest.raises(ValidationError):
        advance_plan(plan, to="approved", why="文件", by=planner)
    with pytest.raises(ValidationError):
        advance_plan(plan, to="aligned", why=" ", by=planner)
    for status in ("aligned", "approved", "in_force"):
        plan = advance_plan(plan, to=status, why=f"{status}的依据", by=planner)
    assert plan.versions.get().status == "in_force"
    reasons = [entry.why for entry in AuditEntry.objects.filter(action="plan.advance")]
    assert reasons == ["aligned的依据", "approved的依据", "in_force的依据"]
    with pytest.raises(Denied):
        delete_plan(plan, by=planner)
    plan = advance_plan(plan, to="superseded", why="到期", by=planner)
    with pytest.raises(Denied):
        advance_plan(plan, to="in_force", why="恢复", by=planner)


def test_a_plan_takes_the_place_of_an_earlier_one(plan: Plan, planner: User) -> None:
    old = create_plan(new_plan("“十三五”规划纲要", tier="development", first_year=2016, last_year=2020), by=planner)
    Plan.objects.filter(pk=old.pk).update(status="in_force")
    Plan.objects.filter(pk=plan.pk).update(status="approved")
    draft = create_plan(new_plan("草案"), by=planner)
    with pytest.raises(ValidationError):
        advance_plan(plan, to="in_force", why="批准", supersedes=[draft], by=planner)
    plan.refresh_from_db()
    assert plan.status == "approved"  # nothing is half done
    advance_plan(plan, to="in_force", why="批准", supersedes=[old], by=planner)
    old.refresh_from_db()
    assert old.status == "superseded"
    last = AuditEntry.objects.filter(action="plan.advance").last()
    assert last is not None
    assert plan.title in last.why


def test_a_draft_can_go_with_everything(plan: Plan, row: PlanIndicator, planner: User) -> None:
    delete_plan(plan, by=planner, why="重复")
    assert not Plan.objects.exists()
    assert not Target.objects.exists()
    assert AuditEntry.objects.get(action="plan.delete").why == "重复"


def test_chapters_come_from_headings_at_their_place(filled: Filled) -> None:
    plan, document = filled
    chapters = list(Chapter.objects.filter(version__plan=plan))
    assert [(one.level, one.title) for one in chapters] == [
        (1, "第一章 发展基础"),
        (1, "第二章 创新发展"),
        (2, "第一节 科技创新"),
        (2, "第二节 现代农业"),
        (1, "第三章 民生福祉"),
    ]
    assert chapters[3].parent == chapters[1]
    for one in chapters:
        assert one.start is not None
        assert document.reading.source[one.start :].startswith(one.title)


def test_chapters_can_be_made_again_without_losing_where_indicators_stand(filled: Filled, planner: User) -> None:
    plan, document = filled
    adopt_targets(plan, document, chosen=["grain_output"], by=planner)
    set_chapters(plan.versions.get(), document, by=planner)
    assert str(plan.indicators.get().chapter) == "第二节 现代农业"
    counts = [(str(one.chapter), one.indicators, one.targets) for one in leaves_of(plan, plan.versions.get())]
    assert counts[1:4] == [("第二章 创新发展", 1, 2), ("第一节 科技创新", 0, 0), ("第二节 现代农业", 1, 2)]
    empty = Document.objects.create(name="e.txt", sha256="1", file="e", region=plan.region)
    with pytest.raises(ValidationError):
        set_chapters(plan.versions.get(), empty, by=planner)
    assert Chapter.objects.count() == 5


def test_versions_freeze_the_targets_before(plan: Plan, row: PlanIndicator, planner: User) -> None:
    begin_version(plan, note="调整", by=planner)
    row.targets.update(low=90, high=90)
    frozen = plan.versions.get(number=1).frozen
    assert frozen is not None
    assert [(one["code"], one["low"]) for one in frozen] == [("grain_output", 100)]
    assert plan.versions.get(number=2).frozen is None


def test_documents_can_go_again(filled: Filled, planner: User) -> None:
    plan, document = filled
    adopt_targets(plan, document, chosen=["grain_output"], by=planner)
    detach_document(plan.versions.get(), document, by=planner)
    assert not plan.versions.get().documents.exists()
    assert Target.objects.filter(of__plan=plan).count() == 2


def test_people_see_plans_of_their_region_and_what_their_body_answers_for(
    plan: Plan, row: PlanIndicator, person: MakePerson, body: MakeBody, planner: User
) -> None:
    elsewhere = person("e", "leader", region="220100")
    above, everywhere = person("p", "leader", region="220000"), person("a", "auditor")
    here, outside = person("h", "owner", body=body("农业局")), body("省农业厅", region="220000")
    county = body("县政府", region="220100")
    far, nobody = person("o", "owner", body=county), person("n")
    seen = [visible_plans(user).count() for user in (elsewhere, above, everywhere, planner, here, far, nobody)]
    assert seen == [0, 1, 1, 1, 1, 0, 0]
    assert visible_indicators(here).get() == row  # who works for a body reads the plans of its region
    assert not visible_indicators(far).exists()
    row.supporting.add(county, outside)
    assert visible_indicators(far).get() == row
    assert not visible_indicators(nobody).exists()
    assert visible_indicators(everywhere).get() == row


def test_pages_of_other_regions_are_closed(
    filled: Filled, row: PlanIndicator, person: MakePerson, log_in: LogIn
) -> None:
    plan, document = filled
    target = row.targets.get()
    client = log_in(person("e", "planner", region="220100"))
    for path in (
        f"/plans/{plan.pk}/",
        f"/plans/{plan.pk}/edit/",
        f"/plans/{plan.pk}/versions/",
        f"/plans/{plan.pk}/differences/",
        f"/plans/{plan.pk}/adopt/{document.pk}/",
        f"/plans/{plan.pk}/duties/",
        f"/plans/{plan.pk}/owners/sheet/",
        f"/plan-indicators/{row.pk}/",
        f"/targets/{target.pk}/edit/",
    ):
        assert client.get(path).status_code == 403, path
    assert plan.title not in client.get("/plans/").content.decode()


def test_the_list_shows_the_plan_system_and_exports(plan: Plan, planner: User, client_of_planner: Client) -> None:
    create_plan(new_plan("示例空间规划", tier="spatial"), by=planner)
    page = client_of_planner.get("/plans/").content.decode()
    assert page.index("统领") < page.index("示例空间规划") < page.index("支撑")
    rows = client_of_planner.get("/plans/?export=csv&tier=spatial")
    text = b"".join(rows.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "示例空间规划" in text
    assert plan.title not in text


def test_a_plan_is_exported_by_indicator_and_year(filled: Filled, planner: User, client_of_planner: Client) -> None:
    plan, document = filled
    adopt_targets(plan, document, chosen=["grain_output", "retail_sales"], by=planner)
    response = client_of_planner.get(f"/plans/{plan.pk}/?export=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active  # type: ignore[attr-defined]
    heads, *rows = [[cell.value for cell in line] for line in sheet.iter_rows()]  # type: ignore[union-attr]
    assert [head for head in heads if head and head.isdecimal()] == ["2021", "2022", "2023", "2024", "2025"]
    said = {row[0]: dict(zip(heads, row, strict=True)) for row in rows}
    assert (said["粮食产量"]["2022"], said["粮食产量"]["2025"], said["粮食产量"]["基期"]) == ("90", "100", "85（2020）")
    assert said["社会消费品零售总额"]["2025"] == "年均增长7%左右"


@pytest.fixture
def _light_column() -> Iterator[None]:
    kept = dict(hooks._COLUMNS), list(hooks._MARKS), dict(hooks._PAGES)
    yield
    hooks._COLUMNS.clear()
    hooks._COLUMNS.update(kept[0])
    hooks._MARKS[:] = kept[1]
    hooks._PAGES.clear()
    hooks._PAGES.update(kept[2])


@pytest.mark.usefixtures("_light_column")
def test_features_above_add_columns_marks_and_the_page_of_an_indicator(
    plan: Plan, row: PlanIndicator, client_of_planner: Client
) -> None:
    hooks.register_column(hooks.PlanColumn(Column("x", "灯", lambda one: f"灯{one.standing_text}"), related=("lead",)))
    hooks.register_marks(lambda _plan: {None: [hooks.Mark("bad", "滞后", 1)]})
    hooks.register_indicator_page("registry:row-edit")
    PlanIndicator.standing_text = "红"  # type: ignore[attr-defined]
    try:
        page = client_of_planner.get(f"/plans/{plan.pk}/").content.decode()
    finally:
        del PlanIndicator.standing_text  # type: ignore[attr-defined]
    assert "灯红" in page
    assert 'class="mark bad"' in page
    assert f"/plan-indicators/{row.pk}/edit/" in page


@pytest.mark.parametrize(("path", "queries"), [("", 21), ("owners/", 12), ("duties/", 9), ("versions/", 11)])
def test_pages_of_a_plan_cost_the_same_whatever_its_length(
    path: str,
    queries: int,
    filled: Filled,
    client_of_planner: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    plan = filled[0]
    for number, indicator in enumerate(Indicator.objects.all()[:60]):
        row = PlanIndicator.objects.create(plan=plan, indicator=indicator, name=indicator.name, position=number)
        Target.objects.create(of=row, kind="five_year", year=2025, low=number)
    with django_assert_max_num_queries(queries):
        assert client_of_planner.get(f"/plans/{plan.pk}/{path}").status_code == 200


def test_plans_are_made_changed_and_advanced_on_pages(client_of_planner: Client) -> None:
    said = {"title": "示例规划", "tier": "special", "region": "220200", "first_year": "2021", "last_year": "2020"}
    page = client_of_planner.post("/plans/new/", said)
    assert "终止年不能早于起始年" in page.content.decode()
    client_of_planner.post("/plans/new/", {**said, "last_year": "2025"})
    plan = Plan.objects.get()
    client_of_planner.post(f"/plans/{plan.pk}/edit/", {**said, "last_year": "2026"})
    plan.refresh_from_db()
    assert plan.last_year == 2026
    notice = client_of_planner.session["notices"][-1]
    client_of_planner.post(notice["undo"], notice["fields"])
    plan.refresh_from_db()
    assert plan.last_year == 2025
    client_of_planner.post(f"/plans/{plan.pk}/status/", {"to": "aligned", "why": "衔接会议"})
    plan.refresh_from_db()
    assert plan.status == "aligned"
    entry = AuditEntry.objects.get(action="plan.advance")
    assert json.loads(entry.after) == {"status": "aligned"}


def test_a_draft_version_of_a_plan_in_force_says_that_it_governs_and_can_be_approved(
    plan: Plan, planner: User, client_of_planner: Client
) -> None:
    page = client_of_planner.get(f"/plans/{plan.pk}/versions/").content.decode()
    assert "标为已批准" not in page
    Plan.objects.filter(pk=plan.pk).update(status="in_force")
    assert "不等新版本批准" in client_of_planner.get(f"/plans/{plan.pk}/versions/new/").content.decode()
    begin_version(plan, by=planner)
    assert "草案，目标已用于监测" in client_of_planner.get(f"/plans/{plan.pk}/").content.decode()
    address = f"/plans/{plan.pk}/versions/2/approve/"
    assert "请写明批准的依据" in client_of_planner.post(address, {"why": " "}, follow=True).content.decode()
    client_of_planner.post(address, {"why": "人大常委会决议"})
    assert list(plan.versions.order_by("number").values_list("status", flat=True)) == ["superseded", "in_force"]
    assert AuditEntry.objects.get(action="plan.approve_version").why == "人大常委会决议"
    assert "标为已批准" not in client_of_planner.get(f"/plans/{plan.pk}/versions/").content.decode()
    answer = client_of_planner.post(address, {"why": "再一次"}, follow=True).content.decode()
    assert "只有实施中的规划的最新一版草案" in answer
