"""Lights follow figures and targets, are overruled and given back, and remember."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from planweb.accounts.models import User
from planweb.accounts.policies import Denied
from planweb.audit.models import AuditEntry
from planweb.monitoring.actions.figures import enter_figure
from planweb.monitoring.actions.standings import lift_overruling, overrule_light, refresh_standings
from planweb.monitoring.judging import judge_stale, keep_judging
from planweb.monitoring.models import Figure, LightChange, Standing
from planweb.registry.models import PlanIndicator, Target
from planweb.registry.queries.plans import visible_indicators
from planweb.registry.signals import targets_changed

DAY = dt.date(2025, 4, 15)
MakeFigure = Callable[..., Figure]


@pytest.fixture
def first(wanted: list[PlanIndicator]) -> PlanIndicator:
    """100亿元 in 2025, by quarter, binding."""
    wanted[0].attribute = "binding"
    wanted[0].save()
    return wanted[0]


def judged(of: PlanIndicator, day: dt.date = DAY) -> Standing:
    refresh_standings([of.pk], as_of=day)
    return Standing.objects.get(of=of)


def test_a_light_says_by_which_rule_and_with_which_numbers(first: PlanIndicator, figure: MakeFigure) -> None:
    assert judged(first).shown == "grey"
    figure(20, state="accepted").save()
    standing = judged(first)
    assert (standing.light, standing.shown, standing.rule) == ("amber", "amber", "behind")
    assert (standing.last_value, standing.last_period, standing.share) == (20, "2025Q1", pytest.approx(0.2))
    assert standing.numbers["due"]["expected"] == pytest.approx(25)
    assert standing.reason_zh == "2025年1—3月20亿元，此时应为25亿元，进度20.0%，时序应达25.0%，落后5.0个百分点。"


def test_many_writes_leave_one_task_of_a_kind_waiting(first: PlanIndicator, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for _ in range(3):
        targets_changed.send(sender=None, plan_indicators={first.pk})
    waiting = DBTaskResult.objects.get()
    DBTaskResult.objects.update(status="RUNNING")  # begun: it may have missed the next write
    targets_changed.send(sender=None, plan_indicators={first.pk})
    targets_changed.send(sender=None, plan_indicators={first.pk, 0})
    assert DBTaskResult.objects.exclude(pk=waiting.pk).count() == 2


def test_a_forecast_from_years_before_the_plan_makes_a_light_worse(
    first: PlanIndicator, figure: MakeFigure, planner: User, client: Client
) -> None:
    for year, value in zip(range(2013, 2025), (60, 61, 60, 62, 61, 63, 62, 64, 63, 64, 65, 66), strict=True):
        figure(value, period=str(year), state="accepted").save()
    Target.objects.create(of=first, kind="five_year", year=2029, low=64)
    Target.objects.filter(of=first, kind="annual").delete()
    easy = judged(first)
    assert (easy.light, easy.rule) == ("green", "on_schedule")
    Target.objects.filter(of=first).update(low=130)
    first.base_year, first.base_value = 2023, 66  # so that it is on the way, for now
    first.save()
    figure(75, period="2024", kind="final", state="accepted").save()
    hard = judged(first)
    assert (hard.light, hard.rule) == ("amber", "doubtful")
    assert 0.1 < hard.numbers["probability"] < 0.5
    client.force_login(planner)
    page = client.get(f"/indicators/{first.pk}/").content.decode()
    assert "实现目标130亿元" in page
    chart = json.loads(page.split('<script id="path" type="application/json">')[1].split("</script>")[0])
    assert [line["style"] for line in chart["series"]] == ["actual", "path", "high", "middle", "low"]
    assert chart["categories"][-1] == "2029"
    # The fan opens from the last figure, so that the forecast of a single year is a line too.
    last = chart["categories"].index("2024")
    assert {line["values"][last] for line in chart["series"] if line["style"] != "path"} == {75}


def test_figures_count_in_the_unit_of_the_plan_and_only_when_current(first: PlanIndicator, figure: MakeFigure) -> None:
    figure(300000, unit="万元", state="accepted").save()
    figure(1, state="submitted", kind="estimate").save()
    assert judged(first).last_value == 30
    figure(26, kind="final", state="contested").save()
    assert judged(first).last_value == 26  # the most final one
    Figure.objects.update(unit="公顷")
    assert judged(first).light == "grey"


def test_late_once_stays_marked(first: PlanIndicator, figure: MakeFigure) -> None:
    figure(5, state="accepted").save()
    assert judged(first).shown == "red"
    figure(60, "2025Q2", state="accepted").save()
    standing = judged(first, dt.date(2025, 7, 15))
    assert (standing.shown, standing.rule, standing.lapsed_on) == ("amber", "caught_up", DAY)
    Target.objects.create(of=first, kind="annual", year=2026, low=100)
    figure(30, "2026Q1", state="accepted").save()
    standing = judged(first, dt.date(2026, 4, 15))
    assert (standing.shown, standing.lapsed_on) == ("green", DAY)
    changes = LightChange.objects.order_by("pk").values_list("before", "after")
    assert list(changes) == [("", "red"), ("red", "amber"), ("amber", "green")]


def test_the_same_again_changes_nothing(first: PlanIndicator, figure: MakeFigure) -> None:
    figure(5, state="accepted").save()
    assert refresh_standings([first.pk, first.pk], as_of=DAY) == 1
    assert refresh_standings([first.pk], as_of=DAY) == 0


def test_a_person_overrules_with_a_reason_and_both_stay_visible(
    first: PlanIndicator, figure: MakeFigure, planner: User, owner: User
) -> None:
    figure(5, state="accepted").save()
    standing = judged(first)
    with pytest.raises(Denied):
        overrule_light(standing, light="green", reason="数据口径调整", by=owner)
    for wrong in ({"light": "grey", "reason": "x"}, {"light": "green", "reason": " "}, {"light": "red", "reason": "x"}):
        with pytest.raises(ValidationError):
            overrule_light(standing, by=planner, **wrong)
    overrule_light(standing, light="green", reason="数据口径调整", by=planner)
    standing = judged(first, dt.date(2025, 4, 20))  # judging again leaves it
    assert (standing.light, standing.shown, standing.permission_state) == ("red", "green", "overruled")
    assert standing.lapsed_on == DAY
    lift_overruling(standing, by=planner, why="口径已统一")
    standing.refresh_from_db()
    assert (standing.light, standing.shown, standing.permission_state) == ("red", "red", "by_rule")
    with pytest.raises(Denied):
        lift_overruling(standing, by=planner)
    assert standing.overrulings.get().lifted_by == planner
    actions = AuditEntry.objects.filter(action__startswith="light.").order_by("number")
    assert [(entry.action, entry.why) for entry in actions] == [
        ("light.overrule", "数据口径调整"),
        ("light.lift", "口径已统一"),
    ]
    assert set(LightChange.objects.values_list("rule", flat=True)) == {"late", "overruled", "lifted"}


def test_lights_follow_what_happens_to_figures_and_targets(
    first: PlanIndicator,
    figure: MakeFigure,
    planner: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        enter_figure(figure(5), by=planner)
    assert Standing.objects.get(of=first).last_value == 5
    first.targets.update(low=1000)
    targets_changed.send(sender=Target, plan_indicators=[first.pk])
    assert Standing.objects.get(of=first).numbers["low"] == 1000


def test_every_light_is_judged_again_by_command(
    wanted: list[PlanIndicator], figure: MakeFigure, capsys: pytest.CaptureFixture[str]
) -> None:
    figure(5, state="accepted").save()
    call_command("refresh_standings")
    assert Standing.objects.count() == 3
    assert "3 indicators judged" in capsys.readouterr().out


def test_a_plan_that_is_over_keeps_being_judged_by_its_last_year(
    wanted: list[PlanIndicator], figure: MakeFigure, planner: User
) -> None:
    plan = wanted[0].plan
    plan.status = "superseded"
    plan.save()
    target = wanted[0].targets.get()
    enter_figure(figure(target.low + 1, period=str(target.year)), by=planner)
    call_command("refresh_standings")
    assert Standing.objects.get(of=wanted[0]).rule == "end_met"


def test_the_worker_judges_once_a_day_and_goes_on_after_a_fault(
    first: PlanIndicator, figure: MakeFigure, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure(25, state="accepted").save()
    assert judged(first).shown == "green"
    stop, calls = threading.Event(), []

    def judge() -> int:
        calls.append(judge_stale() if calls else None)
        if len(calls) == 1:
            raise DatabaseError
        if len(calls) == 3:
            stop.set()
        return 0

    monkeypatch.setattr("planweb.monitoring.judging.judge_stale", judge)
    monkeypatch.setattr("planweb.monitoring.judging.close_old_connections", lambda: None)
    keep_judging(stop, every=0)
    assert calls == [None, 1, 0]  # silent since: grey, once
    assert Standing.objects.get(of=first).rule == "not_reported"
    assert Standing.objects.count() == 3  # the others too


def test_many_cost_no_more_queries_than_one(
    wanted: list[PlanIndicator], figure: MakeFigure, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for period in ("2025Q1", "2025Q2"):
        figure(5, period, state="accepted").save()
    for keys in ([wanted[0].pk], [of.pk for of in wanted]):
        Standing.objects.all().delete()
        with django_assert_num_queries(9):
            refresh_standings(keys, as_of=DAY)


def test_people_see_what_their_roles_cover(
    first: PlanIndicator, owner: User, planner: User, person: Callable[..., User], body: Callable[..., object]
) -> None:
    assert visible_indicators(planner).count() == 3
    assert visible_indicators(owner).count() == 3  # its body leads them
    assert not visible_indicators(person("elsewhere", "planner", region="220100")).exists()
    other = body("别市林业局", region="220100")
    supporter = person("supporter", "owner", body=other)
    assert not visible_indicators(supporter).exists()
    first.supporting.add(other, first.lead)  # type: ignore[arg-type]
    assert visible_indicators(supporter).get() == first
    assert visible_indicators(owner).count() == 3
    assert not visible_indicators(person("nobody")).exists()


def test_of_two_people_who_overrule_at_once_one_holds(
    transactional_db: None, first: PlanIndicator, figure: MakeFigure, person: Callable[..., User]
) -> None:
    figure(5, state="accepted").save()
    standing = judged(first)
    people = [person("one", "planner", region="220200"), person("two", "planner", region="220200")]
    ready = threading.Barrier(3)

    def overrule(by: User, light: str) -> None:
        ready.wait()
        overrule_light(standing, light=light, reason=f"{by.username}的理由", by=by)
        connection.close()

    def judge() -> None:
        ready.wait()
        refresh_standings([first.pk], as_of=DAY)
        connection.close()

    threads = [
        threading.Thread(target=overrule, args=(by, light))
        for by, light in zip(people, ("green", "amber"), strict=True)
    ]
    threads.append(threading.Thread(target=judge))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = standing.overrulings.get(lifted_at=None)
    standing.refresh_from_db()
    assert standing.shown == held.light
    assert standing.light == "red"
    assert standing.overrulings.count() == 2
    assert AuditEntry.objects.filter(action="light.overrule").count() == 2
