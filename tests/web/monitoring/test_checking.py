"""Plans held against themselves and each other on the page of the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web.conftest import CITY

from planweb.accounts.models import User
from planweb.monitoring.checking import Checked, check_plan
from planweb.monitoring.models import Figure
from planweb.registry.models import Indicator, Plan, PlanIndicator, Target

LogIn = Callable[[User | None], Client]
TODAY, COUNTY = dt.date(2023, 3, 1), "220281"


@pytest.fixture
def forest(db: None) -> Indicator:
    return Indicator.objects.get(code="forest_coverage")


@pytest.fixture
def row(plan: Plan, forest: Indicator) -> PlanIndicator:
    """Forest: 55% in 2020, at least 58% in 2025, binding."""
    return indicator_of(plan, forest, 58, base=55)


@pytest.fixture
def county(plan: Plan) -> Plan:
    return Plan.objects.create(
        title="示例县“十四五”规划", tier="county", region_id=COUNTY, first_year=2021, last_year=2025, above=plan
    )


def indicator_of(plan: Plan, indicator: Indicator, low: float, *, base: float | None = None) -> PlanIndicator:
    made = PlanIndicator.objects.create(
        plan=plan, indicator=indicator, name=indicator.name, unit=indicator.unit or "%", attribute="binding",
        base_year=None if base is None else plan.first_year - 1, base_value=base,
    )  # fmt: skip
    Target.objects.create(of=made, kind="five_year", year=plan.last_year, low=low)
    return made


def figure(row: PlanIndicator, year: int, value: float) -> Figure:
    return Figure.objects.create(
        indicator=row.indicator, region=row.plan.region, period=str(year), through=dt.date(year, 12, 31),
        value=value, unit=row.unit, kind="final", state="accepted",
    )  # fmt: skip


def rules(checked: Checked) -> list[str]:
    return [one.rule for one in checked.findings]


def test_what_goes_together_has_no_finding(row: PlanIndicator, planner: User) -> None:
    figure(row, 2021, 55.6)
    assert rules(check_plan(row.plan, planner, today=TODAY)) == []


def test_a_target_below_what_is_reached_is_found_with_both_numbers(row: PlanIndicator, planner: User) -> None:
    figure(row, 2020, 59.5)
    PlanIndicator.objects.filter(pk=row.pk).update(base_value=None)
    [found] = check_plan(row.plan, planner, today=TODAY).findings
    assert (found.rule, found.severity) == ("check.already_reached", "warning")
    assert "58%" in found.message
    assert "59.5%" in found.message
    assert {one.address for one in found.said} == {f"/indicators/{row.pk}/"}


def test_targets_of_years_that_are_over_are_not_questioned(row: PlanIndicator, planner: User) -> None:
    for year in (2022, 2023):
        figure(row, year - 1, 57)
        Target.objects.create(of=row, kind="annual", year=year, low=56)
    found = check_plan(row.plan, planner, today=TODAY).findings
    assert [one.message[:4] for one in found] == ["2023"]


def test_a_county_below_its_city(row: PlanIndicator, county: Plan, forest: Indicator, planner: User) -> None:
    weaker = indicator_of(county, forest, 57)
    for plan in (county, row.plan):
        [found] = [one for one in check_plan(plan, planner, today=TODAY).findings if one.rule == "align.weaker"]
        assert found.severity == "error"
        assert {one.address for one in found.said} == {f"/indicators/{row.pk}/", f"/indicators/{weaker.pk}/"}
    assert [one.plan for one in check_plan(county, planner, today=TODAY).steps] == [row.plan.title, county.title]


def test_a_county_is_held_against_the_share_it_was_given(
    plan: Plan, county: Plan, forest: Indicator, planner: User
) -> None:
    row = indicator_of(plan, forest, 58)
    Target.objects.create(of=row, kind="share", year=2025, low=70, region_id=COUNTY)
    indicator_of(county, forest, 65)
    [found] = [one for one in check_plan(county, planner, today=TODAY).findings if one.rule == "align.weaker"]
    assert "70%" in found.message


def test_what_a_plan_of_another_field_leaves_out_is_not_missing(
    row: PlanIndicator, forest: Indicator, county: Plan, planner: User
) -> None:
    water = Indicator.objects.create(code="own-water", name="水质优良比例", unit="%", kind="rate")
    special = Plan.objects.create(
        title="示例市“十四五”水务规划", tier="special", region_id=CITY, first_year=2021, last_year=2025, above=row.plan
    )
    indicator_of(special, water, 90)
    assert rules(check_plan(special, planner, today=TODAY)) == []
    indicator_of(county, water, 90)
    assert "align.missing" in rules(check_plan(county, planner, today=TODAY))


def test_empty_plans_are_told_and_not_judged(row: PlanIndicator, county: Plan, planner: User, log_in: LogIn) -> None:
    found = check_plan(row.plan, planner, today=TODAY)
    assert (found.findings, found.empty) == ([], [county])
    client = log_in(planner)
    assert county.title in client.get(f"/plans/{row.plan_id}/check/").content.decode()
    assert "还没有目标" in client.get(f"/plans/{county.pk}/check/").content.decode()
    assert f"/plans/{county.pk}/check/" in client.get(f"/plans/{county.pk}/").content.decode()


def test_plans_that_a_person_may_not_see_stay_out(
    row: PlanIndicator, county: Plan, forest: Indicator, person: Callable[..., User]
) -> None:
    indicator_of(county, forest, 57)
    stranger = person("stranger", "planner", region="220100")
    found = check_plan(county, stranger, today=TODAY)
    assert (found.above, found.steps) == ([], [])


def test_the_page_costs_the_same_whatever_there_is(
    row: PlanIndicator,
    county: Plan,
    forest: Indicator,
    planner: User,
    log_in: LogIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    indicator_of(county, forest, 57)
    for at in range(20):
        one = Indicator.objects.create(code=f"own-{at}", name=f"指标{at}", unit="个")
        for plan in (row.plan, county):
            indicator_of(plan, one, at + 1)
    client = log_in(planner)
    client.get("/")
    with django_assert_max_num_queries(20):
        assert "衔接与自查" in client.get(f"/plans/{county.pk}/check/").content.decode()
