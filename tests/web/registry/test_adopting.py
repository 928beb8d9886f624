"""What a document says becomes targets of a plan, once, with its sentences, and back."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from tests.web.registry.conftest import ADJUSTED, OUTLINE

from planweb.accounts.models import Body, User
from planweb.accounts.policies import Denied
from planweb.audit.models import AuditEntry
from planweb.evidence.models import Document, Statement
from planweb.registry.actions.adopting import adopt_targets, decide_doubts, undo_adoption
from planweb.registry.actions.targets import edit_indicator, save_target
from planweb.registry.actions.versions import attach_document, begin_version
from planweb.registry.matching import find_candidates, in_unit
from planweb.registry.models import Adoption, Indicator, Plan, PlanIndicator, Target
from planweb.registry.proposals import offer_of
from planweb.registry.queries.waiting import waiting_targets
from planweb.registry.signals import targets_changed
from planweb.registry.snapshots import find_differences, rows_of
from planweb.registry.wording import with_unit

Filled = tuple[Plan, Document]
MakeDocument, LogIn = Callable[..., Document], Callable[[User | None], Client]
ALL = ["hightech_firms", "retail_sales", "grain_output", "registered_unemployment", "new_urban_jobs", "income"]


def texts(plan: Plan) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    for target in Target.objects.filter(of__plan=plan).select_related("of__indicator").order_by("pk"):
        found.setdefault((target.of.indicator.code, target.year), []).append(with_unit(target, target.of))
    return found


def test_targets_come_with_bound_period_base_chapter_and_sentence(filled: Filled, planner: User) -> None:
    plan, document = filled
    made = adopt_targets(plan, document, chosen=ALL, by=planner)
    assert (made.targets, made.indicators, made.bases) == (7, 6, 2)
    assert texts(plan) == {
        ("hightech_firms", 2025): ["600户以上"],
        ("retail_sales", 2025): ["年均增长7%左右"],
        ("grain_output", 2022): ["90亿斤"],
        ("grain_output", 2025): ["100亿斤"],
        ("registered_unemployment", 2025): ["4.5%以内"],
        ("new_urban_jobs", 2025): ["累计30万人以上"],
        ("income", 2025): ["与经济增长同步"],
    }
    grain = plan.indicators.get(indicator__code="grain_output")
    assert (grain.base_year, grain.base_value, grain.unit) == (2020, 85, "亿斤")
    assert grain.base_statement is not None
    assert str(grain.chapter) == "第二节 现代农业"
    target = grain.targets.get(year=2025)
    assert target.kind == "five_year"
    assert target.statement is not None
    assert target.statement.sentence.startswith("到2025年，粮食")
    assert grain.targets.get(year=2022).kind == "annual"
    growth = Target.objects.get(of__indicator__code="retail_sales")
    assert (growth.measure, growth.first_year, growth.bound) == ("growth", 2021, "about")
    entry = AuditEntry.objects.get(action="plan.adopt")
    assert "粮食产量 2025: 100亿斤" in json.loads(entry.after)["targets"]


def test_what_is_said_of_the_year_before_is_the_base_whatever_its_role(filled: Filled, planner: User) -> None:
    plan, document = filled
    for role in ("target", "baseline", "actual"):
        Statement.objects.filter(document=document, period="2020").update(role=role)
        made = adopt_targets(plan, document, chosen=["grain_output"], by=planner)
        row = plan.indicators.get()
        assert (row.base_year, row.base_value, row.targets.count()) == (2020, 85, 2)
        undo_adoption(plan, made.batch, by=planner)


def test_adopting_twice_does_nothing(filled: Filled, planner: User) -> None:
    plan, document = filled
    adopt_targets(plan, document, chosen=ALL, by=planner)
    before = texts(plan), PlanIndicator.objects.count(), AuditEntry.objects.count()
    again = adopt_targets(plan, document, chosen=ALL, by=planner)
    assert (again.targets, again.changed, again.indicators, again.bases) == (0, 0, 0, 0)
    assert (texts(plan), PlanIndicator.objects.count(), AuditEntry.objects.count()) == before


def test_only_what_was_chosen_is_taken_and_undone_in_one_go(filled: Filled, planner: User) -> None:
    plan, document = filled
    first = adopt_targets(plan, document, chosen=["grain_output"], by=planner)
    second = adopt_targets(plan, document, chosen=["hightech_firms"], by=planner)
    assert {code for code, _year in texts(plan)} == {"grain_output", "hightech_firms"}
    assert undo_adoption(plan, second.batch, by=planner) == (2, [])
    assert {code for code, _year in texts(plan)} == {"grain_output"}
    assert {one.key for one in offer_of(document, plan).proposals} == set(ALL) - {"grain_output"}
    undo_adoption(plan, first.batch, by=planner)
    assert not plan.indicators.exists()
    assert not Adoption.objects.exists()
    assert undo_adoption(plan, first.batch, by=planner) == (0, [])


def test_undoing_keeps_what_people_changed_by_hand_since(
    filled: Filled, planner: User, client_of_planner: Client, body: Callable[..., Body]
) -> None:
    plan, document = filled
    made = adopt_targets(plan, document, chosen=["grain_output", "hightech_firms", "new_urban_jobs"], by=planner)
    grain, jobs = plan.indicators.get(indicator__code="grain_output"), plan.indicators.get(name="城镇新增就业")
    target = grain.targets.get(year=2025)
    target.low = target.high = 102
    save_target(target, by=planner, why="市政府常务会议")
    grain.base_value = 86
    edit_indicator(grain, by=planner)
    owner = body("吉林市人力资源和社会保障局")
    PlanIndicator.objects.filter(pk=jobs.pk).update(lead=owner)
    answer = client_of_planner.post(f"/plans/{plan.pk}/adopt/undo/", {"batch": str(made.batch)}, follow=True)
    assert "采用之后手工改过的保留不动" in answer.content.decode()
    assert texts(plan) == {("grain_output", 2025): ["102亿斤"]}
    kept = {row.indicator.code: (row.base_value, row.lead) for row in plan.indicators.all()}
    assert kept == {"grain_output": (86, None), "new_urban_jobs": (None, owner)}


def test_proposed_ones_come_only_when_asked_for(plan: Plan, planner: User, make_outline: MakeDocument) -> None:
    document = make_outline(state="proposed")
    attach_document(plan.versions.get(), document, by=planner)
    assert [one.key for one in offer_of(document, plan, proposed=False).proposals] == ["income"]
    Statement.objects.filter(document=document, indicator_id="retail_sales").update(confidence=0.6)
    offer = {one.key: one.sure for one in offer_of(document, plan).proposals}
    assert offer["grain_output"]
    assert not offer["retail_sales"]
    Statement.objects.filter(document=document, indicator_id="grain_output").update(state="rejected")
    assert "grain_output" not in {one.key for one in offer_of(document, plan).proposals}


def test_doubts_say_why_and_a_person_decides(filled: Filled, planner: User) -> None:
    plan, document = filled
    doubtful = {passage.indicator: (passage.key, doubt) for passage, doubt in offer_of(document, plan).doubtful}
    assert {name: str(doubt) for name, (_key, doubt) in doubtful.items()} == {
        "农田保护示范片": "no_indicator",
        "企业开办时间": "unit",
    }
    decisions = {doubtful["农田保护示范片"][0]: "own", doubtful["企业开办时间"][0]: "business_start_time"}
    made = decide_doubts(plan, document, decisions=decisions, by=planner)
    assert (made.targets, made.refused) == (2, 0)
    own = Indicator.objects.get(code__startswith="own-")
    assert (own.name, own.unit) == ("农田保护示范片", "处")
    assert texts(plan)["business_start_time", 2025] == ["4小时"]
    assert offer_of(document, plan).doubtful == []
    undo_adoption(plan, made.batch, by=planner)
    made = decide_doubts(plan, document, decisions=dict.fromkeys(decisions, "none"), by=planner)
    assert (made.refused, made.targets) == (2, 0)
    assert not plan.indicators.exists()
    with pytest.raises(ValidationError):
        decide_doubts(plan, document, decisions=dict.fromkeys(_open_again(plan, made, planner), "nowhere"), by=planner)


def _open_again(plan: Plan, made: object, planner: User) -> list[str]:
    undo_adoption(plan, made.batch, by=planner)  # type: ignore[attr-defined]
    document = plan.versions.get().documents.get()
    return [passage.key for passage, _doubt in offer_of(document, plan).doubtful]


def test_two_values_for_one_place_are_doubtful(plan: Plan, planner: User, make_outline: MakeDocument) -> None:
    document = make_outline(OUTLINE + "到2025年，粮食产量达到110亿斤。到2025年，国家高新技术企业达到600户以上。\n")
    attach_document(plan.versions.get(), document, by=planner)
    offer = offer_of(document, plan)
    assert ("粮食产量", "values") in [(passage.indicator, str(doubt)) for passage, doubt in offer.doubtful]
    adopt_targets(plan, document, chosen=["hightech_firms"], by=planner)
    assert texts(plan)["hightech_firms", 2025] == ["600户以上"]  # said twice, one target
    assert Adoption.objects.filter(plan=plan, kind="target").count() == 2


def test_what_lies_outside_the_plan_is_doubtful(plan: Plan, planner: User, make_outline: MakeDocument) -> None:
    document = make_outline()
    Statement.objects.filter(indicator_id="retail_sales").update(period="2035")
    Statement.objects.filter(indicator_id="new_urban_jobs").update(region="220100")
    Statement.objects.filter(indicator_id="registered_unemployment").update(subject="某开发区")
    Statement.objects.filter(indicator_id="hightech_firms").update(measure="change")
    doubts = {passage.indicator_id: str(doubt) for passage, doubt in offer_of(document, plan).doubtful}
    assert doubts["retail_sales"] == "period"
    assert doubts["new_urban_jobs"] == "region"
    assert doubts["registered_unemployment"] == "subject"
    assert doubts["hightech_firms"] == "measure"


def test_a_county_in_the_plan_gets_a_share(plan: Plan, planner: User, make_outline: MakeDocument) -> None:
    document = make_outline()
    Statement.objects.filter(indicator_id="new_urban_jobs").update(region="220284")
    attach_document(plan.versions.get(), document, by=planner)
    adopt_targets(plan, document, chosen=["new_urban_jobs"], by=planner)
    share = Target.objects.get(of__plan=plan)
    assert (share.kind, share.region_id) == ("share", "220284")


def test_a_later_version_changes_targets_and_the_earlier_keeps_them(
    filled: Filled, planner: User, make_outline: MakeDocument
) -> None:
    plan, document = filled
    adopt_targets(plan, document, chosen=ALL, by=planner)
    second = begin_version(plan, note="中期调整", by=planner)
    later = make_outline(ADJUSTED, name="jilin-adjusted")
    with pytest.raises(ValidationError):
        adopt_targets(plan, later, chosen=["grain_output"], by=planner)  # not attached yet
    attach_document(second, later, by=planner)
    made = adopt_targets(plan, later, chosen=["grain_output", "hightech_firms", "conservation_tillage"], by=planner)
    assert (made.targets, made.changed) == (1, 1)
    assert texts(plan)["grain_output", 2025] == ["95亿斤"]
    Target.objects.filter(of__indicator__code="new_urban_jobs").delete()
    first = plan.versions.get(number=1)
    found = {(one.row["code"], one.kind) for one in find_differences(first.frozen, rows_of(plan))}
    assert found == {
        ("grain_output", "changed"),
        ("conservation_tillage", "added"),
        ("new_urban_jobs", "removed"),
    }
    undo_adoption(plan, made.batch, by=planner)
    assert texts(plan)["grain_output", 2025] == ["100亿斤"]


def test_people_hear_of_new_targets_after_the_transaction(
    filled: Filled, planner: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    plan, document = filled
    heard: list[list[int]] = []

    def hear(plan_indicators: list[int], **_kwargs: object) -> None:
        heard.append(plan_indicators)

    targets_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            adopt_targets(plan, document, chosen=["grain_output"], by=planner)
            assert heard == []
        assert heard == [[plan.indicators.get().pk]]
    finally:
        targets_changed.disconnect(hear)


def test_only_planners_of_the_region_adopt(filled: Filled, person: Callable[..., User]) -> None:
    plan, document = filled
    for user in (person("o", "owner", region="220200"), person("p", "planner", region="220100")):
        with pytest.raises(Denied):
            adopt_targets(plan, document, chosen=ALL, by=user)
        with pytest.raises(Denied):
            decide_doubts(plan, document, decisions={}, by=user)
    assert not plan.indicators.exists()


def test_reviewed_targets_wait_until_somebody_decides(
    filled: Filled, planner: User, person: Callable[..., User]
) -> None:
    plan, document = filled
    [waiting] = waiting_targets(planner)
    assert (waiting.plan, waiting.document, waiting.number) == (plan.pk, document.pk, 8)
    adopt_targets(plan, document, chosen=ALL, by=planner)
    [waiting] = waiting_targets(planner, plan=plan)
    assert waiting.number == 2
    assert waiting_targets(person("o", "planner", region="220100")) == []


def test_pages_take_targets_in_a_few_clicks(filled: Filled, planner: User, log_in: LogIn) -> None:
    plan, document = filled
    client = log_in(planner)
    address = f"/plans/{plan.pk}/adopt/{document.pk}/"
    page = client.get(address).content.decode()
    assert page.count("checked") == 6
    client.post(address, {"take": ["grain_output", "retail_sales"]})
    assert plan.indicators.count() == 2
    [notice] = client.session["notices"]
    client.post(notice["undo"], notice["fields"])
    assert not plan.indicators.exists()
    address = f"/plans/{plan.pk}/doubts/{document.pk}/"
    page = client.get(address).content.decode()
    assert "单位与目录指标不符" in page
    keys = [passage.key for passage, _doubt in offer_of(document, plan).doubtful]
    client.post(address, {f"as-{keys[0]}": "other", f"name-{keys[0]}": "没有的指标"})
    assert not plan.indicators.exists()
    client.post(address, {f"as-{keys[0]}": "other", f"name-{keys[0]}": "高标准农田面积"})
    assert plan.indicators.get().indicator.name == "高标准农田面积"
    client.post(address, {"take": keys[1:], "all_as": "none"})
    assert offer_of(document, plan).doubtful == []


@pytest.mark.parametrize(("page", "queries"), [("adopt", 18), ("doubts", 20)])
def test_pages_of_adopting_cost_the_same_whatever_the_length(
    page: str,
    queries: int,
    make_filled: Callable[[str], Filled],
    client_of_planner: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    lines = "".join(f"第{number}类保护示范片达到{number}处。" for number in range(10, 50))
    plan, document = make_filled(OUTLINE + f"到2025年，{lines}\n")
    with django_assert_max_num_queries(queries):
        assert client_of_planner.get(f"/plans/{plan.pk}/{page}/{document.pk}/").status_code == 200


def test_units_and_candidates() -> None:
    assert in_unit(3, "万户", "户") == 30_000
    assert in_unit(1, "亿斤", "万吨") == pytest.approx(5)
    assert in_unit(1, "亿斤", "户") is None
    assert find_candidates("全市粮食产量和农村居民收入")[0] == "grain_output"
    assert find_candidates("生物产业产值") == []
