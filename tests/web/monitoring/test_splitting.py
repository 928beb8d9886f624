"""Targets split over years and regions: tried, saved, taken back."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web.conftest import CITY

from planweb.accounts.models import Region, User
from planweb.accounts.policies import Denied
from planweb.audit.models import AuditEntry
from planweb.monitoring.models import Figure
from planweb.monitoring.splitting import Choices, regions_below, split
from planweb.registry.actions.splitting import save_split, undo_split
from planweb.registry.models import Indicator, Plan, PlanIndicator, Target

LogIn = Callable[[User | None], Client]
TODAY = dt.date(2023, 3, 1)


@pytest.fixture
def row(plan: Plan) -> PlanIndicator:
    """Firms: 200 in 2020, at least 300 in 2025."""
    indicator = Indicator.objects.create(code="own-firms", name="科技企业", unit="家", kind="stock")
    made = PlanIndicator.objects.create(
        plan=plan, indicator=indicator, name="科技企业", unit="家", base_year=2020, base_value=200
    )
    Target.objects.create(of=made, kind="five_year", year=2025, low=300)
    return made


def figure(row: PlanIndicator, period: str, value: float, region: str = CITY) -> Figure:
    through = dt.date(int(period[:4]), 12, 31)
    return Figure.objects.create(
        indicator=row.indicator, region_id=region, period=period, through=through, value=value, unit=row.unit,
        kind="final", state="accepted",
    )  # fmt: skip


def values(row: PlanIndicator, **chosen: object) -> list[float]:
    found = split(row, Choices(**chosen), today=TODAY)  # type: ignore[arg-type]
    assert found.problems == []
    return [one.whole.value for one in found.years]


def test_years_follow_the_way_and_end_at_the_target(row: PlanIndicator) -> None:
    assert values(row, path="even_steps") == [220, 240, 260, 280, 300]
    assert values(row) == [217, 235, 255, 277, 300]
    back = values(row, path="back")
    assert back[-1] == 300
    assert sorted(back) == back
    assert back[0] - 200 < 20 < back[4] - back[3]


def test_what_was_reached_stays_and_the_rest_is_split_anew(row: PlanIndicator) -> None:
    figure(row, "2021", 210)
    figure(row, "2022", 240)
    found = split(row, Choices("even_steps"), today=TODAY)
    assert [one.whole.value for one in found.years] == [210, 240, 260, 280, 300]
    assert [(one.kind, one.year, one.low, one.high) for one in found.targets] == [
        ("annual", 2023, 260, None),
        ("annual", 2024, 280, None),
    ]


def test_a_sum_is_split_into_amounts(row: PlanIndicator) -> None:
    row.targets.update(first_year=2021, low=11)
    assert sum(values(row, path="even_steps", digits=0)) == 11
    assert len(split(row, Choices("even_steps"), today=TODAY).targets) == 5


@pytest.mark.parametrize("rule", ["weights", "level", "equal"])
def test_regions_sum_to_the_whole_in_every_year(row: PlanIndicator, rule: str) -> None:
    regions = regions_below(row)
    assert len(regions) > 2
    for at, region in enumerate(regions):
        figure(row, "2020", 10 + at, region.code)
    row.base_value = sum(range(10, 10 + len(regions)))
    row.save()
    weights = {region.code: 1.0 + at for at, region in enumerate(regions)}
    found = split(row, Choices("even_steps", rule, weights=weights), today=TODAY)
    assert found.problems == []
    for year in found.years:
        assert sum(one.value for one in year.parts if one) == year.whole.value
        assert all(one.value == int(one.value) for one in year.parts if one)


def test_what_is_missing_is_told_by_name(row: PlanIndicator) -> None:
    [problem] = split(row, Choices(rule="level"), today=TODAY).problems
    assert any(region.name in problem for region in regions_below(row))
    row.targets.all().delete()
    assert "没有可以分解的目标" in split(row, Choices(), today=TODAY).problems[0]


def test_limits_that_cannot_hold_are_named(row: PlanIndicator) -> None:
    found = split(row, Choices(most=5.0), today=TODAY)
    assert found.years == []
    assert "不能同时满足" in found.problems[0]


def test_a_split_is_saved_with_audit_and_taken_back(row: PlanIndicator, planner: User) -> None:
    kept = Target.objects.create(of=row, kind="annual", year=2021, low=999, note="原计划")
    found = split(row, Choices("even_steps"), today=TODAY)
    saved = save_split(row, found.targets, by=planner)
    assert (saved.added, saved.changed) == (3, 1)
    entry = AuditEntry.objects.get(action="target.split")
    assert [one["low"] for one in json.loads(entry.after)["targets"]] == [220, 240, 260, 280]
    row.targets.filter(year=2024).update(low=270)  # somebody's own
    assert undo_split(row, saved.entry, by=planner) == 3
    kept.refresh_from_db()
    assert (kept.low, kept.note) == (999, "原计划")
    left = row.targets.filter(kind="annual").order_by("year")
    assert [(one.year, one.low) for one in left] == [(2021, 999), (2024, 270)]


def test_the_same_split_again_changes_nothing(row: PlanIndicator, planner: User) -> None:
    found = split(row, Choices("even_steps"), today=TODAY)
    save_split(row, found.targets, by=planner)
    with pytest.raises(ValidationError, match="已经是这样"):
        save_split(row, split(row, Choices("even_steps"), today=TODAY).targets, by=planner)
    assert AuditEntry.objects.filter(action="target.split").count() == 1


def test_only_who_may_edit_targets_splits_them(row: PlanIndicator, owner: User, planner: User) -> None:
    found = split(row, Choices("even_steps"), today=TODAY)
    with pytest.raises(Denied):
        save_split(row, found.targets, by=owner)
    saved = save_split(row, found.targets, by=planner)
    with pytest.raises(ValidationError):
        undo_split(row, saved.entry + 1, by=planner)


def test_the_page_saves_what_it_showed(row: PlanIndicator, planner: User, log_in: LogIn) -> None:
    client, path = log_in(planner), f"/indicators/{row.pk}/split/"
    page = client.get(path, {"path": "even_steps"}).content.decode()
    shown = re.search(r'name="shown" value="(\w+)"', page)
    assert shown
    figure(row, "2021", 250)  # comes in between
    again = client.post(path, {"path": "even_steps", "shown": shown[1]}).content.decode()
    assert "刚有变化" in again
    shown = re.search(r'name="shown" value="(\w+)"', again)
    assert shown
    done = client.post(path, {"path": "even_steps", "shown": shown[1]}, follow=True).content.decode()
    assert "已保存分解" in done
    low = row.targets.get(kind="annual", year=2022).low
    assert low is not None
    assert 250 <= low <= 265
    entry = re.search(r'name="entry" value="(\d+)"', done)
    assert entry
    client.post(f"{path}undo/", {"entry": entry[1]})
    assert not row.targets.filter(kind="annual").exists()


def test_wrong_input_is_told_at_its_field(row: PlanIndicator, planner: User, log_in: LogIn) -> None:
    page = log_in(planner).get(f"/indicators/{row.pk}/split/", {"path": "even_steps", "least": "9", "most": "1"})
    assert "不能低于下限" in page.content.decode()
    page = log_in(planner).get(f"/indicators/{row.pk}/split/", {"path": "不存在"})
    assert page.status_code == 200
    assert "分解结果" not in page.content.decode()


def test_the_page_costs_few_queries(
    row: PlanIndicator, planner: User, log_in: LogIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for region in Region.objects.filter(parent=CITY):
        figure(row, "2020", 10, region.code)
    client = log_in(planner)
    client.get("/")
    with django_assert_max_num_queries(20):
        client.get(f"/indicators/{row.pk}/split/", {"path": "even_steps", "rule": "level"})
