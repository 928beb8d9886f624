"""Targets and indicators one at a time, and the office's own indicators."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from planweb.accounts.models import Body, Region, User
from planweb.accounts.policies import Denied
from planweb.audit.models import AuditEntry
from planweb.registry.actions.indicators import create_indicator, edit_indicator
from planweb.registry.actions.targets import remove_indicator, remove_target, save_target
from planweb.registry.models import Indicator, Plan, PlanIndicator, Target
from planweb.registry.queries.targets import closures_of
from planweb.registry.wording import with_unit

MakeBody, MakePerson, LogIn = Callable[..., Body], Callable[..., User], Callable[[User | None], Client]


def share(row: PlanIndicator, value: float, **whose: object) -> Target:
    return Target(of=row, kind="share", year=2025, low=value, high=value, bound="exact", **whose)


def test_annual_targets_are_added_and_changed_with_audit(row: PlanIndicator, planner: User) -> None:
    made = save_target(Target(of=row, kind="annual", year=2023, low=92), by=planner)
    assert with_unit(made, row) == "92亿斤以上"
    made.low = 93
    save_target(made, by=planner, why="调整计划")
    entry = AuditEntry.objects.get(action="target.edit")
    assert (json.loads(entry.before)["low"], json.loads(entry.after)["low"], entry.why) == (92, 93, "调整计划")


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"low": 5, "high": 5, "bound": "about", "striving": True}, "力争5亿斤左右"),
        ({"low": 5, "high": 6, "bound": "range"}, "5—6亿斤"),
        ({"low": 30, "first_year": 2021, "striving": True}, "力争累计30亿斤以上"),
        ({"low": 6.5, "high": 6.5, "bound": "exact", "measure": "growth", "first_year": 2021}, "年均增长6.5%"),
        ({"high": -18, "bound": "at_most", "measure": "growth"}, "下降18%以上"),
        ({"reference": "与经济增长同步"}, "与经济增长同步"),
        ({"high": 12000.5, "bound": "at_most"}, "12,000.5亿斤以内"),
    ],
)
def test_targets_are_said_as_people_write_them(fields: dict[str, object], text: str, row: PlanIndicator) -> None:
    assert with_unit(Target(of=row, kind="annual", year=2023, **fields), row) == text


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "annual", "year": 2030, "low": 1},
        {"kind": "annual", "year": 2023},
        {"kind": "annual", "year": 2023, "low": 5, "high": 1},
        {"kind": "five_year", "year": 2025, "low": 120},
        {"kind": "share", "year": 2025, "low": 1},
    ],
)
def test_what_cannot_be_a_target_is_refused(fields: dict[str, object], row: PlanIndicator, planner: User) -> None:
    with pytest.raises(ValidationError):
        save_target(Target(of=row, **fields), by=planner)
    assert row.targets.count() == 1


def test_shares_belong_to_one_region_or_body_inside_the_plan(row: PlanIndicator, planner: User, body: MakeBody) -> None:
    county, other = Region.objects.get(pk="220284"), Region.objects.get(pk="220100")
    save_target(share(row, 60, region=county), by=planner)
    for wrong in ({"region": other}, {"region": county, "body": body()}):
        with pytest.raises(ValidationError):
            save_target(share(row, 1, **wrong), by=planner)
    [closure] = closures_of(row, list(row.targets.all()))
    assert (closure.whole, closure.shares, closure.gap, closure.closed) == ("100", "60", "-40", False)
    save_target(share(row, 40, body=body("另一局")), by=planner)
    [closure] = closures_of(row, list(row.targets.all()))
    assert closure.closed


def test_targets_of_approved_plans_change_but_do_not_go(plan: Plan, row: PlanIndicator, planner: User) -> None:
    Plan.objects.filter(pk=plan.pk).update(status="in_force")
    target = row.targets.get()
    target.low = target.high = 101
    save_target(target, by=planner)
    with pytest.raises(Denied):
        remove_target(target, by=planner)
    with pytest.raises(Denied):
        remove_indicator(row, by=planner)
    Plan.objects.filter(pk=plan.pk).update(status="superseded")
    with pytest.raises(Denied):
        save_target(target, by=planner)


def test_forms_say_what_is_wrong_and_undo_brings_back(row: PlanIndicator, client_of_planner: Client) -> None:
    address = f"/plan-indicators/{row.pk}/targets/new/"
    said = {"kind": "annual", "year": "2030", "measure": "level", "bound": "at_most", "high": "95"}
    assert "年份应在规划期" in client_of_planner.post(address, said).content.decode()
    client_of_planner.post(address, {**said, "year": "2024"})
    made = row.targets.get(year=2024)
    assert (made.low, made.high) == (None, 95)
    client_of_planner.post(f"/targets/{made.pk}/edit/", {**said, "year": "2024", "high": "96"})
    notice = client_of_planner.session["notices"][-1]
    client_of_planner.post(notice["undo"], notice["fields"])
    made.refresh_from_db()
    assert made.high == 95
    client_of_planner.post(f"/targets/{made.pk}/remove/")
    assert row.targets.count() == 1
    notice = client_of_planner.session["notices"][-1]
    client_of_planner.post(notice["undo"], notice["fields"])
    assert row.targets.get(year=2024).high == 95


def test_indicators_are_added_by_name_and_removed(plan: Plan, client_of_planner: Client) -> None:
    address = f"/plans/{plan.pk}/indicators/new/"
    said = {"indicator": "没有的", "attribute": "binding", "measure": "level", "direction": "more", "frequency": "year"}
    assert "没有名为" in client_of_planner.post(address, said).content.decode()
    client_of_planner.post(address, {**said, "indicator": "粮食产量"})
    made = plan.indicators.get()
    assert (made.name, made.indicator.code, made.attribute) == ("粮食产量", "grain_output", "binding")
    page = client_of_planner.post(address, {**said, "indicator": "粮食产量"}).content.decode()
    assert 'id="errors"' in page
    assert plan.indicators.count() == 1
    client_of_planner.post(
        f"/plan-indicators/{made.pk}/edit/",
        {"name": "粮食总产量", "attribute": "binding", "measure": "level", "direction": "more", "frequency": "month"},
    )
    made.refresh_from_db()
    assert (made.name, made.frequency) == ("粮食总产量", "month")
    client_of_planner.post(f"/plan-indicators/{made.pk}/remove/", {"why": "重复"})
    assert not plan.indicators.exists()


def test_own_indicators_belong_to_a_region(planner: User) -> None:
    city, other = Region.objects.get(pk="220200"), Region.objects.get(pk="220100")
    own = create_indicator(Indicator(name="示例指标", region=city), by=planner)
    assert own.code.startswith("own-")
    with pytest.raises(Denied):
        create_indicator(Indicator(name="别处的", region=other), by=planner)
    with pytest.raises(ValidationError):
        create_indicator(Indicator(name="粮食产量", region=city), by=planner)
    own.name = "示例指标二"
    edit_indicator(own, by=planner)
    with pytest.raises(Denied):
        edit_indicator(Indicator.objects.get(code="gdp"), by=planner)


def test_a_sentence_is_shown_to_who_may_see_its_document(
    row: PlanIndicator,
    client_of_planner: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for year in range(2021, 2025):
        Target.objects.create(of=row, kind="annual", year=year, low=year, note="说明")
    with django_assert_max_num_queries(16):
        page = client_of_planner.get(f"/plan-indicators/{row.pk}/").content.decode()
    assert "2,024亿斤以上" in page


def test_the_page_of_a_body_lists_what_it_answers_for(
    row: PlanIndicator, body: MakeBody, person: MakePerson, log_in: LogIn
) -> None:
    mine = body("农业局")
    row.lead = mine
    row.save()
    share(row, 30, body=mine).save()
    owner = person("o", "owner", body=mine)
    page = log_in(owner).get(f"/bodies/{mine.pk}/targets/").content.decode()
    assert "共 1 项指标，其中牵头 1 项" in page
    assert "2025年30亿斤" in page
    assert f"/bodies/{mine.pk}/targets/" in log_in(owner).get(f"/bodies/{mine.pk}/").content.decode()
    other = person("x", "owner", body=body("别的局", region="220100"))
    assert "还没有承担目标" in log_in(other).get(f"/bodies/{mine.pk}/targets/").content.decode()


def test_a_base_year_has_four_digits_and_lies_before_the_end(row: PlanIndicator) -> None:
    for year in (26, row.plan.last_year + 1):
        row.base_year = year
        with pytest.raises(ValidationError, match="基期年"):
            row.full_clean()
