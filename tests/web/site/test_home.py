"""The home pages: what each role sees first."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.web.monitoring.story import CITY, COUNTY, OTHER_COUNTY, Story, tell

from planweb.accounts.models import Grant, User
from planweb.evidence.models import Commitment, Document, Statement
from planweb.monitoring.models import Figure, LightChange, Standing, Visit
from planweb.registry.models import Plan, PlanIndicator, Target

LogIn = Callable[[User | None], Client]


@pytest.fixture
def story(db: None) -> Story:
    return tell()


def test_a_leader_sees_the_state_what_is_red_why_who_and_what_next(story: Story, log_in: LogIn) -> None:
    response = log_in(story.people["leader"]).get("/")
    page = response.content.decode()
    counts = response.context["counts"]
    assert counts.total == 12
    assert f"共 {counts.total} 项规划指标" in page
    red = response.context["red"]
    assert red[0].name == "单位GDP能耗降低"  # binding first
    assert counts.red == len(red)
    assert "示例市人力资源和社会保障局" in page
    assert "节能改造项目三季度才能见效" in page
    assert "九月底前完成四个改造项目验收" in page
    assert [(one.count, one.text) for one in response.context["decisions"]] == [(1, "项数据有异议，等待裁定")]


def test_what_changed_is_counted_from_the_last_visit(story: Story, log_in: LogIn) -> None:
    leader = story.people["leader"]
    client = log_in(leader)
    first = client.get("/").context["changes"]
    assert first
    assert client.get("/").context["changes"] == first  # the same visit
    Visit.objects.filter(user=leader).update(at=timezone.now() - dt.timedelta(days=1))
    LightChange.objects.update(at=timezone.now() - dt.timedelta(days=2))
    assert client.get("/").context["changes"] == []


def test_a_planner_sees_what_waits_with_one_click_each(story: Story, log_in: LogIn) -> None:
    Statement.objects.filter(role="target").update(state="proposed")
    Statement.objects.filter(role="actual").update(indicator_id="", role="target")
    Document.objects.create(name="x.pdf", sha256="2" * 64, file="x", region_id=COUNTY, state="failed")
    response = log_in(story.people["planner"]).get("/?as=planner")
    waiting = {one.text: one.count for one in response.context["waiting"]}
    assert waiting["份文献等待审核"] == 1
    assert waiting["份文献未能读取"] == 1
    assert waiting["项目标未对上目录指标"] == 12
    assert waiting["项数据等待采用"] == 1
    assert waiting["份进展等待采用"] == 1
    assert waiting["项数据有异议"] == 1
    assert waiting["个单位逾期未报"] >= 1
    client = log_in(story.people["planner"])
    for place in (CITY, COUNTY, OTHER_COUNTY):
        for one in client.get(f"/?as=planner&at={place}").context["waiting"]:
            there = client.get(one.address)
            assert there.status_code == 200, one.text
            if "table" in there.context:
                assert there.context["table"].rows.count() == one.count, (place, one.text)
    assert [one.address for one in response.context["waiting"] if one.text == "项数据等待采用"] == ["/reports/queue/"]
    assert [round_.period for round_ in response.context["calendar"]] == ["2024Q3", "2024-11", "2024"]


def test_what_home_counts_is_what_the_list_shows(story: Story, log_in: LogIn) -> None:
    old = Plan.objects.create(
        title="上一个规划", tier="special", region_id=CITY, first_year=2016, last_year=2020, status="superseded"
    )
    PlanIndicator.objects.create(plan=old, indicator=story.rows[0].indicator, name="旧指标")
    client = log_in(story.people["planner"])
    home = client.get("/?as=planner")
    for light, number in home.context["lights"]:
        there = client.get(f"/indicators/?light={light}&{home.context['counted']}")
        assert there.context["table"].rows.count() == number, light
    assert client.get("/indicators/?light=grey").context["table"].rows.count() > dict(home.context["lights"])["grey"]


def test_a_decision_counts_what_its_list_shows(story: Story, log_in: LogIn) -> None:
    Plan.objects.filter(region=COUNTY).update(status="aligned")
    Plan.objects.filter(pk=story.plan.pk).update(status="aligned")
    contested = Figure.objects.get(state="contested")
    contested.pk, contested.region_id = None, COUNTY
    contested.save(force_insert=True)
    for who, frame in (("leader", ""), ("congress", ""), ("congress", f"?at={COUNTY}"), ("leader", f"?at={CITY}")):
        client = log_in(story.people[who])
        decisions = client.get(f"/{frame}").context["decisions"]
        assert len(decisions) == 2
        for one in decisions:
            assert client.get(one.address).context["table"].page.paginator.count == one.count, (who, frame, one.text)
            assert one.count == (1 if COUNTY in frame else 2)


def test_a_document_waits_for_review_while_a_commitment_does(story: Story, log_in: LogIn) -> None:
    document = Document.objects.filter(state="read", region=CITY).first()
    assert document is not None
    Statement.objects.filter(state="proposed").update(state="confirmed")
    Commitment.objects.filter(state="proposed").update(state="confirmed")
    client = log_in(story.people["planner"])
    assert {one.text: one.count for one in client.get("/?as=planner").context["waiting"]}["份文献等待审核"] == 0
    Commitment.objects.create(
        document=document, role="target", text="建", sentence="建成。", action="建成", object="桥", stage="done",
        start=0, end=1, sentence_start=0, sentence_end=3,
    )  # fmt: skip
    assert {one.text: one.count for one in client.get("/?as=planner").context["waiting"]}["份文献等待审核"] == 1
    rows = client.get("/documents/?state=review").context["table"].page.object_list
    assert [(row.pk, row.waiting, row.promised) for row in rows] == [(document.pk, 1, 1)]


def test_an_owner_sees_what_is_due_what_came_back_and_why(story: Story, log_in: LogIn) -> None:
    client = log_in(story.people["owner"])
    page = client.get("/").content.decode()
    assert "10月数小于9月累计的折算数，请核对。" in page
    assert "已逾期" not in page  # the quarter that is over was reported
    Figure.objects.filter(period="2024Q3").update(state="returned")
    assert "已逾期" in client.get("/").content.decode()
    assert "粮食总产量" in page
    assert "单位GDP能耗降低" not in page  # of another body


def test_congress_and_auditor_read_the_state_and_the_trail(story: Story, log_in: LogIn) -> None:
    for who in ("congress", "auditor"):
        page = log_in(story.people[who]).get("/").content.decode()
        assert "共 13 项规划指标" in page  # of every region
        assert "最近的写入" in page


def test_several_roles_are_tabs_and_none_teaches(story: Story, person: Callable[..., User], log_in: LogIn) -> None:
    client = log_in(story.people["planner"])
    assert [tab.code for tab in client.get("/").context["tabs"]] == ["leader", "planner"]
    assert client.get("/").context["tab"].code == "leader"
    assert client.get("/?as=administrator").context["tab"].code == "leader"  # not theirs
    assert "您还没有角色" in log_in(person("nobody")).get("/").content.decode()


def test_drafts_are_no_promises(story: Story, log_in: LogIn) -> None:
    story.plan.status = "draft"
    story.plan.save()
    page = log_in(story.people["leader"]).get("/").content.decode()
    assert "规划还没有批准" in page


def test_the_frame_is_kept_and_passed_on_in_the_address(story: Story, log_in: LogIn) -> None:
    client = log_in(story.people["congress"])
    choice = client.get("/frame/")
    assert [region.pk for region in choice.context["regions"]] == ["220200", COUNTY]
    assert choice.context["periods"] == [("2021-2025", "2021—2025")]
    moved = client.post("/frame/", {"region": COUNTY, "period": "2021-2025", "next": "/indicators/?light=red&page=2"})
    assert moved.headers["Location"] == f"/indicators/?light=red&page=2&at={COUNTY}&during=2021-2025"
    assert "共 1 项规划指标" in client.get("/").content.decode()
    assert len(client.get("/indicators/").context["table"].page) == 1
    assert len(client.get("/plans/").context["table"].page) == 1
    other = log_in(story.people["auditor"])
    assert len(other.get(f"/indicators/?at={COUNTY}").context["table"].page) == 1
    assert len(other.get("/indicators/?during=2026-2030").context["table"].page) == 0
    assert other.get("/indicators/?at=nowhere&during=x").status_code == 200
    assert len(other.get("/indicators/").context["table"].page) == 13


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_the_frame_leads_nowhere_else(away: str, story: Story, log_in: LogIn) -> None:
    client = log_in(story.people["leader"])
    assert client.post("/frame/", {"next": away}).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("role", "most"), [("leader", 20), ("planner", 25), ("owner", 14), ("reader", 22), ("administrator", 9)]
)
def test_homes_cost_the_same_whatever_there_is(
    role: str, most: int, story: Story, log_in: LogIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    user = story.people["admin"]
    for other in ("leader", "planner", "congress"):
        Grant.objects.create(user=user, role=other, region_id="220200")
    for body in story.bodies:
        Grant.objects.create(user=user, role="owner", body=body)
    for number in range(60):
        of = PlanIndicator.objects.create(
            plan=story.plan, indicator=story.rows[0].indicator, name=f"指标{number}", unit="亿元", lead=story.bodies[0]
        )
        Target.objects.create(of=of, kind="five_year", year=2025, low=5)
    client = log_in(user)
    with django_assert_max_num_queries(most):
        assert client.get(f"/?as={role}").status_code == 200


def test_each_number_of_lights_leads_to_so_many_rows(story: Story, log_in: LogIn) -> None:
    row, standing = story.rows[2], Standing.objects.get(pk=story.rows[2].pk)
    place = {"region": story.plan.region, "tier": "development"}
    row.plan = Plan.objects.create(title="上一个纲要", first_year=2016, last_year=2020, status="superseded", **place)
    row.pk = None
    row.save()
    standing.pk = row.pk
    standing.save(force_insert=True)
    for who, path in (("leader", "/"), ("planner", "/?as=planner")):
        client = log_in(story.people[who])
        said = re.findall(r'href="(/indicators/[^"]+)"><strong>(\d+)</strong>', client.get(path).content.decode())
        assert len(said) == 4
        for address, number in said:
            assert client.get(html.unescape(address)).context["table"].page.paginator.count == int(number), address
