"""Figures: one current value, its revisions, who decides, and what two people do at once."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from planledger.planning import WrongPeriod, parse_period, periods_of
from planweb.accounts import policies
from planweb.accounts.models import Body, User
from planweb.audit.models import AuditEntry
from planweb.monitoring.actions import figures as actions
from planweb.monitoring.measuring import WrongUnit, in_unit
from planweb.monitoring.models import Contest, Figure
from planweb.monitoring.queries.seeing import visible_figures
from planweb.monitoring.signals import figures_changed
from planweb.registry.models import PlanIndicator

MakeFigure, MakePerson = Callable[..., Figure], Callable[..., User]
LogIn = Callable[[User | None], Client]


@pytest.mark.parametrize(
    ("text", "frequency", "through", "previous"),
    [
        ("2025", "year", dt.date(2025, 12, 31), "2024"),
        ("2025H1", "half", dt.date(2025, 6, 30), "2024H2"),
        ("2025H2", "half", dt.date(2025, 12, 31), "2025H1"),
        ("2025Q1", "quarter", dt.date(2025, 3, 31), "2024Q4"),
        ("2025Q4", "quarter", dt.date(2025, 12, 31), "2025Q3"),
        ("2024-02", "month", dt.date(2024, 2, 29), "2024-01"),
        ("2025-01", "month", dt.date(2025, 1, 31), "2024-12"),
    ],
)
def test_a_period_has_a_last_day_a_length_and_one_before(
    text: str, frequency: str, through: dt.date, previous: str
) -> None:
    period = parse_period(text)
    assert (str(period), period.frequency, period.through) == (text, frequency, through)
    assert str(period.previous) == previous
    assert period.previous.through < period.first <= period.through
    assert str(period.year_before) == str(int(text[:4]) - 1) + text[4:]


@pytest.mark.parametrize(
    "text", ["", "25", "2025Q5", "2025-13", "2025-3", "2021/2025", "2025年", " 2025", "1825", "２０２５"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(WrongPeriod):
        parse_period(text)


def test_the_periods_of_a_year_follow_one_another() -> None:
    for frequency, number in (("month", 12), ("quarter", 4), ("half", 2), ("year", 1)):
        found = periods_of(2025, frequency)
        assert len(found) == number
        assert [period.previous for period in found[1:]] == found[:-1]


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "expected"),
    [
        (36150000, "万元", "亿元", 3615.0),
        (3615.3, "亿元", "万元", 36153000.0),
        (0.1, "亿元", "元", 1e7),
        (15, "亩", "公顷", 1.0),
        (361530000000, "yuan", "亿元", 3615.3),
        (5.5, "%", "%", 5.5),
    ],
)
def test_units_of_one_kind_are_converted(value: float, unit: str, wanted: str, expected: float) -> None:
    assert in_unit(value, unit, wanted) == expected


@pytest.mark.parametrize(("unit", "code"), [("亩", "other"), ("筐箩", "unknown")])
def test_units_of_another_kind_are_not(unit: str, code: str) -> None:
    with pytest.raises(WrongUnit) as error:
        in_unit(1, unit, "亿元")
    assert error.value.code == code


def test_what_a_body_enters_waits_and_what_a_planner_enters_stands(
    figure: MakeFigure, owner: User, planner: User, industry: Body
) -> None:
    waiting = actions.enter_figure(figure(1205000, unit="万元", reported_by=industry), by=owner)
    assert (waiting.state, waiting.value, waiting.unit) == ("submitted", 120.5, "亿元")
    standing = actions.enter_figure(figure(period="2024Q4"), by=planner)
    assert (standing.state, standing.decided_by) == ("accepted", planner)
    assert [entry.action for entry in AuditEntry.objects.all()] == ["figure.enter", "figure.enter"]


def test_bad_values_are_refused_at_their_field(figure: MakeFigure, planner: User) -> None:
    for changes, field in (
        ({"period": "2025Q1", "unit": "亩"}, "unit"),
        ({"value": float("nan")}, "value"),
        ({"value": 1e300}, "value"),
    ):
        with pytest.raises(ValidationError) as error:
            actions.enter_figure(figure(**changes), by=planner)
        assert list(error.value.message_dict) == [field]
    wrong = figure()
    wrong.period = "2025Q7"
    with pytest.raises(ValidationError) as error:
        actions.enter_figure(wrong, by=planner)
    assert list(error.value.message_dict) == ["period"]
    assert not Figure.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_body_reports_only_what_it_answers_for(
    figure: MakeFigure, owner: User, industry: Body, person: MakePerson, body: Callable[..., Body]
) -> None:
    other = body("示例市农业局")
    stranger = person("stranger", "owner", body=other)
    with pytest.raises(ValidationError) as error:
        actions.enter_figure(figure(reported_by=other), by=stranger)
    assert error.value.code == "not_yours"
    with pytest.raises(policies.Denied):
        actions.enter_figure(figure(reported_by=industry), by=stranger)
    with pytest.raises(policies.Denied):
        actions.enter_figure(figure(), by=owner)  # of no body
    assert not Figure.objects.exists()


def test_a_second_value_is_told_of_the_first(figure: MakeFigure, owner: User, planner: User, industry: Body) -> None:
    actions.enter_figure(figure(reported_by=industry), by=owner)
    for by in (owner, planner):
        with pytest.raises(ValidationError) as error:
            actions.enter_figure(figure(99, reported_by=industry), by=by)
        assert error.value.code == "taken"
        assert "人员owner" in error.value.messages[0]
        assert "120.5" in error.value.messages[0]
    assert Figure.objects.count() == 1


def test_a_revision_by_a_body_stands_once_it_is_accepted(
    figure: MakeFigure, owner: User, planner: User, industry: Body
) -> None:
    first = actions.accept_figure(actions.enter_figure(figure(reported_by=industry), by=owner), by=planner)
    second = actions.revise_figure(first, value=121, unit="亿元", by=owner, why="漏报一户")
    first.refresh_from_db()
    assert (first.state, second.state, second.replaces) == ("accepted", "submitted", first)
    actions.accept_figure(second, by=planner)
    first.refresh_from_db()
    assert first.state == "replaced"
    assert Figure.objects.get(state="accepted") == second
    actions.undo_decision(second, by=planner)
    assert {row.value: row.state for row in Figure.objects.all()} == {120.5: "accepted", 121: "submitted"}


def test_a_returned_value_is_entered_again(figure: MakeFigure, owner: User, planner: User, industry: Body) -> None:
    first = actions.enter_figure(figure(reported_by=industry), by=owner)
    with pytest.raises(ValidationError):
        actions.return_figure(first, reason=" ", by=planner)
    actions.return_figure(first, reason="与统计局数据不符", by=planner)
    second = actions.enter_figure(figure(118, reported_by=industry), by=owner)
    first.refresh_from_db()
    assert (first.state, first.reason, second.replaces) == ("replaced", "与统计局数据不符", first)
    with pytest.raises(policies.Denied):
        actions.accept_figure(second, by=owner)


def test_undo_of_a_return(figure: MakeFigure, owner: User, planner: User, industry: Body) -> None:
    first = actions.enter_figure(figure(reported_by=industry), by=owner)
    returned = actions.return_figure(first, reason="不符", by=planner)
    again = actions.undo_decision(returned, by=planner)
    assert (again.state, again.reason, again.decided_at) == ("submitted", "", None)


def test_kinds_stand_beside_one_another(figure: MakeFigure, planner: User) -> None:
    for kind, value in (("estimate", 119), ("preliminary", 120), ("final", 121)):
        actions.enter_figure(figure(value, kind=kind), by=planner)
    assert Figure.objects.filter(state="accepted").count() == 3


def test_a_contest_is_upheld_or_dismissed(figure: MakeFigure, owner: User, planner: User, industry: Body) -> None:
    standing = actions.enter_figure(figure(reported_by=industry), by=planner)
    contest = actions.contest_figure(standing, reason="口径不同", source="统计年鉴", other_value=125.0, by=owner)
    standing.refresh_from_db()
    assert standing.state == "contested"
    with pytest.raises(policies.Denied):
        actions.resolve_contest(contest, upheld=True, resolution="采纳", value=125.0, by=owner)
    assert actions.resolve_contest(contest, upheld=False, resolution="口径一致", by=planner).state == "accepted"
    second = actions.contest_figure(standing, reason="又一处", source="审计报告", by=owner)
    with pytest.raises(ValidationError):
        actions.resolve_contest(second, upheld=True, resolution="采纳", by=planner)
    now = actions.resolve_contest(second, upheld=True, resolution="采纳", value=125.0, by=planner)
    standing.refresh_from_db()
    assert (now.state, now.value, now.replaces, standing.state) == ("accepted", 125.0, standing, "replaced")
    with pytest.raises((ValidationError, policies.Denied)):
        actions.resolve_contest(second, upheld=False, resolution="再议", by=planner)


def test_a_returned_revision_leaves_what_was_accepted_before_it(
    figure: MakeFigure, owner: User, planner: User, industry: Body
) -> None:
    first = actions.accept_figure(actions.enter_figure(figure(reported_by=industry), by=owner), by=planner)
    second = actions.accept_figure(actions.revise_figure(first, value=121, unit="亿元", by=owner), by=planner)
    actions.return_figure(second, reason="口径不符", by=planner)
    assert {row.value: row.state for row in Figure.objects.all()} == {120.5: "accepted", 121: "returned"}
    assert json.loads(AuditEntry.objects.latest("number").after) == {"state": "returned", "current": first.pk}
    actions.accept_figure(second, by=planner)
    assert {row.value: row.state for row in Figure.objects.all()} == {120.5: "replaced", 121: "accepted"}
    third = actions.accept_figure(actions.revise_figure(second, value=122, unit="亿元", by=owner), by=planner)
    for row in (third, second, first):  # back to the beginning, never to what was returned
        actions.return_figure(row, reason="重报", by=planner)
    assert {row.state for row in Figure.objects.all()} == {"returned"}


def test_what_counts_can_be_revised_beside_a_returned_revision(
    figure: MakeFigure, owner: User, planner: User, industry: Body
) -> None:
    first = actions.accept_figure(actions.enter_figure(figure(reported_by=industry), by=owner), by=planner)
    actions.return_figure(actions.revise_figure(first, value=121, unit="亿元", by=owner), reason="不符", by=planner)
    with pytest.raises(ValidationError) as error:  # who saw neither is told, though the last was returned
        actions.enter_figure(figure(119, reported_by=industry), by=planner)
    assert error.value.code == "taken"
    third = actions.revise_figure(first, value=122, unit="亿元", by=planner)
    assert {row.value: row.state for row in Figure.objects.all()} == {
        120.5: "replaced", 121: "replaced", 122: "accepted"
    }  # fmt: skip
    actions.return_figure(third, reason="仍不符", by=planner)
    assert Figure.objects.get(state="accepted") == first


def test_an_objection_stays_open_against_what_replaces_the_figure(
    figure: MakeFigure, owner: User, planner: User, industry: Body, log_in: LogIn
) -> None:
    first = actions.enter_figure(figure(reported_by=industry), by=planner)
    contests = [
        actions.contest_figure(first, reason=reason, source="统计年鉴", by=owner) for reason in ("口径不同", "漏报")
    ]
    second = actions.revise_figure(first, value=121, unit="亿元", by=planner)
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "contested")
    assert {contest.figure for contest in Contest.objects.all()} == {second}
    page = log_in(planner).get(f"/figures/{second.pk}/").content.decode()
    assert page.count("针对此前的数值提出") == 2
    contests[0].refresh_from_db()
    third = actions.resolve_contest(contests[0], upheld=True, resolution="采纳", value=125, by=planner)
    assert third.state == "contested"  # by the second objection
    contests[1].refresh_from_db()
    assert contests[1].figure == third
    assert actions.resolve_contest(contests[1], upheld=False, resolution="未漏报", by=planner).state == "accepted"
    assert [one.figure.value for one in Contest.objects.order_by("pk")] == [121, 125]  # where each was resolved


def test_nobody_decides_on_an_objection_to_a_value_they_have_not_seen(
    figure: MakeFigure, planner: User, log_in: LogIn
) -> None:
    first, client = actions.enter_figure(figure(), by=planner), log_in(planner)
    contest = actions.contest_figure(first, reason="口径不同", source="统计年鉴", by=planner)
    address = f"/contests/{contest.pk}/resolve/"
    assert f'name="seen" value="{first.pk}"' in client.get(address).content.decode()
    second = actions.revise_figure(first, value=121, unit="亿元", by=planner)
    said = {"upheld": "no", "resolution": "相符", "value": ""}
    page = client.post(address, {**said, "seen": str(first.pk)})
    assert "请先查看，再作处理" in page.content.decode()
    assert f'name="seen" value="{second.pk}"' in page.content.decode()
    assert client.post(address, {**said, "seen": str(second.pk)}).status_code == 302
    second.refresh_from_db()
    assert second.state == "accepted"


def test_an_objection_goes_back_when_an_acceptance_is_undone(
    figure: MakeFigure, owner: User, planner: User, industry: Body, log_in: LogIn
) -> None:
    first = actions.accept_figure(actions.enter_figure(figure(reported_by=industry), by=owner), by=planner)
    contest = actions.contest_figure(first, reason="口径不同", source="统计年鉴", by=owner)
    second = actions.revise_figure(first, value=121, unit="亿元", by=owner)
    assert actions.accept_figure(second, by=planner).state == "contested"
    with pytest.raises(policies.Denied):
        actions.undo_decision(second, by=owner)
    assert "撤销审核" in log_in(planner).get(f"/figures/{second.pk}/").content.decode()
    actions.undo_decision(second, by=planner)
    contest.refresh_from_db()
    first.refresh_from_db()
    assert (first.state, contest.figure, contest.inherited) == ("contested", first, False)
    actions.accept_figure(second, by=planner)
    own = actions.contest_figure(second, reason="仍不符", source="统计年鉴", by=owner)
    with pytest.raises(ValidationError) as error:  # what was said of the second is not said of the first
        actions.undo_decision(second, by=planner)
    assert error.value.code == "contested"
    assert "撤销审核" not in log_in(planner).get(f"/figures/{second.pk}/").content.decode()
    actions.resolve_contest(own, upheld=False, resolution="相符", by=planner)
    actions.undo_decision(second, by=planner)
    first.refresh_from_db()
    assert first.state == "contested"


def test_an_objection_withstands_acceptance_in_bulk_and_its_undo(
    figure: MakeFigure, owner: User, planner: User, industry: Body, log_in: LogIn
) -> None:
    first = actions.enter_figure(figure(reported_by=industry), by=planner)
    actions.contest_figure(first, reason="口径不同", source="统计年鉴", by=owner)
    second, client = actions.revise_figure(first, value=121, unit="亿元", by=owner), log_in(planner)
    for address, states in (
        ("/figures/accept/", {"replaced", "contested"}),
        ("/figures/undo/", {"contested", "submitted"}),
    ):
        assert client.post(address, {"figures": str(second.pk)}).status_code == 302
        assert set(Figure.objects.values_list("state", flat=True)) == states


def test_a_body_that_answers_for_an_indicator_objects_to_what_a_planner_entered(
    figure: MakeFigure, owner: User, planner: User, industry: Body, person: MakePerson, log_in: LogIn
) -> None:
    standing = actions.enter_figure(figure(), by=planner)
    assert standing.reported_by is None
    row = PlanIndicator.objects.filter(indicator=standing.indicator, plan__region=standing.region).get()
    assert row.lead == industry
    page = log_in(owner).get(f"/figures/{standing.pk}/").content.decode()
    assert f"/figures/{standing.pk}/contest/" in page
    assert "/revise/" not in page
    other = Body.objects.create(
        name="吉林市林业局", kind="department", region=standing.region, valid_from=dt.date(2019, 1, 1)
    )
    forester = person("forester", "owner", body=other)
    page = log_in(forester).get(f"/figures/{standing.pk}/").content.decode()  # as on the page of the indicator
    assert "/contest/" not in page
    assert log_in(forester).get(f"/figures/{standing.pk}/contest/").status_code == 403
    said = {"reason": "口径不同", "source": "统计年鉴第12页", "other_value": "125"}
    assert log_in(owner).post(f"/figures/{standing.pk}/contest/", said).status_code == 302
    standing.refresh_from_db()
    assert standing.state == "contested"


def test_what_waits_is_not_open_to_other_bodies(
    figure: MakeFigure, owner: User, industry: Body, person: MakePerson, log_in: LogIn
) -> None:
    waiting = actions.enter_figure(figure(reported_by=industry), by=owner)
    other = Body.objects.create(
        name="吉林市林业局", kind="department", region=waiting.region, valid_from=dt.date(2019, 1, 1)
    )
    assert log_in(person("forester", "owner", body=other)).get(f"/figures/{waiting.pk}/").status_code == 403


def test_who_listens_hears_of_figures_once_they_are_kept(
    figure: MakeFigure, planner: User, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[Any] = []

    def listen(**said: Any) -> None:
        heard.append((said["indicators"], said["regions"]))

    figures_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            made = actions.enter_figure(figure(), by=planner)
            assert heard == []
    finally:
        figures_changed.disconnect(listen)
    assert heard == [({made.indicator_id}, {"220200"})]


def test_a_role_sees_the_figures_of_its_region_or_body(
    figure: MakeFigure, owner: User, planner: User, industry: Body, person: MakePerson
) -> None:
    inside = actions.enter_figure(figure(reported_by=industry), by=planner)
    boss = person("boss", "planner")
    outside = actions.enter_figure(figure(region_id="220100"), by=boss)
    assert list(visible_figures(planner)) == [inside]
    assert list(visible_figures(owner)) == [inside]
    assert set(visible_figures(boss)) == {inside, outside}
    assert not visible_figures(person("nobody")).exists()
    assert list(visible_figures(person("prov", "leader", region="220000")).order_by("pk")) == [inside, outside]
    for row in (inside, outside):
        for user in (planner, owner, boss):
            assert policies.may(user, "view", row) == visible_figures(user).filter(pk=row.pk).exists()


@pytest.mark.parametrize("revising", [False, True])
def test_of_two_people_at_once_one_enters_and_the_other_is_told(
    transactional_db: None, figure: MakeFigure, person: MakePerson, revising: bool
) -> None:
    people = [person("p1", "planner"), person("p2", "planner")]
    seen = actions.enter_figure(figure(1), by=people[0]) if revising else None
    start, done = threading.Barrier(2), dict[float, str]()

    def enter(by: User, value: float) -> None:
        try:
            start.wait(20)
            actions.enter_figure(figure(value), by=by, replacing=seen)
            done[value] = "entered"
        except ValidationError as error:
            done[value] = str(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=(by, value)) for by, value in zip(people, (10.0, 20.0), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(done.values()) == ["entered", "taken"]
    winner = next(value for value, said in done.items() if said == "entered")
    assert Figure.objects.get(state="accepted").value == winner
