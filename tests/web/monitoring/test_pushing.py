"""Many figures at once: the same again changes nothing, errors come by row, one entry in the trail."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from planweb.accounts.models import Body, User
from planweb.audit.models import AuditEntry
from planweb.audit.verifying import verify_chain
from planweb.monitoring.actions import figures as actions
from planweb.monitoring.actions.pushing import push_figures
from planweb.monitoring.models import Figure
from planweb.registry.models import PlanIndicator

pytestmark = pytest.mark.usefixtures("wanted")


def row(**changes: Any) -> dict[str, Any]:
    return {
        "key": "a-1",
        "indicator": "own-output",
        "region": "220200",
        "period": "2025Q1",
        "value": 120.5,
        "unit": "亿元",
        **changes,
    }


def counts(pushed: Any) -> tuple[int, int, int, int]:
    return pushed.created, pushed.revised, pushed.unchanged, len(pushed.errors)


def test_the_same_push_again_changes_nothing(planner: User) -> None:
    rows = [row(), row(key="a-2", period="2025Q2"), row(key=None, period="2025Q3")]
    assert counts(push_figures(rows, by=planner)) == (3, 0, 0, 0)
    assert counts(push_figures(rows, by=planner)) == (0, 0, 3, 0)
    assert Figure.objects.count() == 3
    entry = AuditEntry.objects.get()
    assert entry.action == "figure.push"
    assert '"created":3' in entry.after
    assert verify_chain()[0] == []


def test_another_value_is_a_revision(planner: User) -> None:
    push_figures([row()], by=planner)
    assert counts(push_figures([row(value=1210000, unit="万元")], by=planner)) == (0, 1, 0, 0)
    old, new = Figure.objects.order_by("pk")
    assert (old.state, old.key, new.state, new.key) == ("replaced", None, "accepted", "a-1")
    assert (new.value, new.replaces) == (121.0, old)


def test_a_push_again_does_not_undo_what_a_person_revised(planner: User) -> None:
    push_figures([row()], by=planner)
    actions.revise_figure(Figure.objects.get(), value=130, unit="亿元", by=planner, why="年报核实")
    assert counts(push_figures([row()], by=planner)) == (0, 0, 1, 0)
    assert counts(push_figures([row(value=125)], by=planner)) == (0, 1, 0, 0)
    assert Figure.objects.get(state="accepted").value == 125


def test_a_key_may_move_to_another_period(planner: User) -> None:
    push_figures([row()], by=planner)
    assert counts(push_figures([row(period="2025Q2")], by=planner)) == (0, 1, 0, 0)
    moved = Figure.objects.get(state="accepted")
    assert moved.period == "2025Q2"
    actions.return_figure(moved, reason="时期不符", by=planner)  # what the key said of the first quarter stays gone
    assert not Figure.objects.filter(state="accepted").exists()


def test_a_push_of_what_counts_changes_nothing_beside_a_returned_revision(planner: User) -> None:
    push_figures([row(key=None)], by=planner)
    revised = actions.revise_figure(Figure.objects.get(), value=130, unit="亿元", by=planner)
    actions.return_figure(revised, reason="不符", by=planner)
    assert counts(push_figures([row(key=None)], by=planner)) == (0, 0, 1, 0)
    assert counts(push_figures([row(key=None, value=130)], by=planner)) == (0, 1, 0, 0)


def test_a_push_leaves_an_objection_open(planner: User) -> None:
    push_figures([row(), row(key="a-2", period="2025Q2")], by=planner)
    contest = actions.contest_figure(Figure.objects.get(key="a-1"), reason="口径不同", source="统计年鉴", by=planner)
    again = [row(value=121), row(key="a-2", period="2025Q2", value=122)]
    assert counts(push_figures(again, by=planner)) == (0, 2, 0, 0)
    contest.refresh_from_db()
    assert (contest.figure.key, contest.figure.state, contest.figure.value) == ("a-1", "contested", 121)
    assert Figure.objects.get(key="a-2").state == "accepted"
    assert counts(push_figures(again, by=planner)) == (0, 0, 2, 0)


def test_errors_come_by_row_and_nothing_is_half_done(planner: User) -> None:
    rows = [
        row(),
        row(key="b", indicator="own-none"),
        row(key="c", region="220100", period="2024Q1"),
        row(key="d", period="2025Q9"),
        row(key="e", value="12"),
        row(key="f", unit="亩", period="2025Q2"),
        row(key="g"),
        row(key="h", value=True, kind="wild", region="999999"),
    ]
    pushed = push_figures(rows, by=planner)
    assert [(error.row, error.key, error.field) for error in pushed.errors] == [
        (1, "b", "indicator"),
        (2, "c", "region"),
        (3, "d", "period"),
        (4, "e", "value"),
        (5, "f", "unit"),
        (6, "g", "period"),
        (7, "h", "region"),
        (7, "h", "value"),
        (7, "h", "kind"),
    ]
    assert not Figure.objects.exists()
    assert not AuditEntry.objects.exists()
    assert counts(push_figures(rows, by=planner, partial=True)) == (1, 0, 0, 9)


def test_what_a_body_pushes_waits(owner: User, industry: Body, planner: User) -> None:
    assert counts(push_figures([row()], by=owner, reported_by=industry)) == (1, 0, 0, 0)
    assert counts(push_figures([row()], by=owner, reported_by=industry)) == (0, 0, 1, 0)
    waiting = Figure.objects.get()
    assert waiting.state == "submitted"
    standing = actions.accept_figure(waiting, by=planner)
    assert counts(push_figures([row()], by=owner, reported_by=industry)) == (0, 0, 1, 0)
    assert counts(push_figures([row(value=7)], by=owner, reported_by=industry)) == (0, 1, 0, 0)
    standing.refresh_from_db()
    assert standing.state == "accepted"
    assert Figure.objects.get(state="submitted").replaces == standing


def test_what_is_not_ones_own_is_refused(owner: User, industry: Body, body: Callable[..., Body]) -> None:
    assert [error.field for error in push_figures([row()], by=owner).errors] == ["region"]
    PlanIndicator.objects.update(lead=body("示例市农业局"))
    pushed = push_figures([row()], by=owner, reported_by=industry)
    assert [error.code for error in pushed.errors] == ["not_yours"]


def test_a_push_costs_few_queries(planner: User, django_assert_max_num_queries: Any) -> None:
    rows = [row(key=f"k{year}", period=str(year)) for year in range(1950, 2030)]
    with django_assert_max_num_queries(20):
        assert push_figures(rows, by=planner).created == 80


def test_two_pushes_of_the_same_rows_at_once_give_one_value_each(
    transactional_db: None, person: Callable[..., User]
) -> None:
    people = [person("p1", "planner"), person("p2", "planner")]
    start, done = threading.Barrier(2), list[tuple[int, int, int, int]]()

    def push(by: User, value: float) -> None:
        rows = [row(key=f"k{at}", period=str(period), value=value) for at, period in enumerate(range(1960, 2020))]
        try:
            start.wait(20)
            done.append(counts(push_figures(rows, by=by)))
        finally:
            connection.close()

    threads = [threading.Thread(target=push, args=(by, value)) for by, value in zip(people, (10.0, 20.0), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(done) == [(0, 60, 0, 0), (60, 0, 0, 0)]
    assert Figure.objects.filter(state="accepted").count() == 60
    assert len(set(Figure.objects.filter(state="accepted").values_list("value", flat=True))) == 1
    assert verify_chain()[0] == []
