"""Reminders before and after the date of a round."""

from __future__ import annotations

import datetime as dt
import io
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError

from planweb.accounts.models import Body, User
from planweb.monitoring.actions import rounds
from planweb.monitoring.actions.reminding import remind
from planweb.monitoring.actions.reports import Entry, submit_report
from planweb.monitoring.daily import keep_reminding
from planweb.monitoring.models import Figure, Reminder, Round
from planweb.monitoring.owing import missing_counts
from planweb.registry.models import PlanIndicator

MakePerson = Callable[..., User]


@pytest.fixture
def told(django_capture_on_commit_callbacks: Any) -> Callable[[dt.date], int]:
    def tell(today: dt.date) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return len(remind(today))

    return tell


def test_people_are_reminded_once_of_a_day(
    wanted: list[PlanIndicator],
    owner: User,
    person: MakePerson,
    quarter: Round,
    industry: Body,
    told: Callable[[dt.date], int],
) -> None:
    person("planner-of-it", "planner", body=industry)  # no owner: is not reminded
    days = [dt.date(2025, 4, day) for day in (1, 3, 3, 4, 7, 9, 10, 11, 12, 13, 17, 30)]
    assert [told(day) for day in days] == [0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0]
    assert len(mail.outbox) == 6
    assert mail.outbox[0].to == [owner.email]
    assert "示例市工业局：2025年一季度还有3项数据未报" in mail.outbox[0].body
    assert "已逾期1天" in mail.outbox[3].body
    assert Reminder.objects.filter(user=owner).count() == 6


def test_reminders_follow_a_date_that_moves(
    wanted: list[PlanIndicator],
    owner: User,
    planner: User,
    quarter: Round,
    industry: Body,
    told: Callable[[dt.date], int],
) -> None:
    assert told(dt.date(2025, 4, 3)) == 1  # a week before the 10th
    rounds.edit_round(quarter, opens_on=dt.date(2025, 4, 2), due_on=quarter.due_on, by=planner)
    assert Reminder.objects.count() == 1  # the date is the same
    rounds.edit_round(quarter, opens_on=quarter.opens_on, due_on=dt.date(2025, 4, 20), by=planner)
    assert not Reminder.objects.exists()
    assert [told(dt.date(2025, 4, day)) for day in (9, 11, 12, 13, 17)] == [0, 0, 0, 1, 1]
    assert {"2025-04-20" in reminder.text for reminder in Reminder.objects.all()} == {True}


def test_a_reminder_of_a_date_that_just_moved_is_not_sent(
    wanted: list[PlanIndicator],
    owner: User,
    planner: User,
    quarter: Round,
    told: Callable[[dt.date], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def meanwhile(asked: Any) -> dict[tuple[int, int], int]:
        found = missing_counts(asked)
        rounds.edit_round(quarter, opens_on=quarter.opens_on, due_on=dt.date(2025, 4, 20), by=planner)
        return found

    monkeypatch.setattr("planweb.monitoring.actions.reminding.missing_counts", meanwhile)
    assert told(dt.date(2025, 4, 3)) == 0
    assert not Reminder.objects.exists()
    assert mail.outbox == []


def test_nobody_is_reminded_of_what_is_done(
    wanted: list[PlanIndicator],
    owner: User,
    planner: User,
    quarter: Round,
    industry: Body,
    told: Callable[[dt.date], int],
) -> None:
    entries = [Entry(of, 5, "%" if of.measure == "growth" else of.unit) for of in wanted]
    submit_report(quarter, industry, entries, by=owner)
    assert told(dt.date(2025, 4, 9)) == 0
    Figure.objects.update(state="returned")
    rounds.close_round(quarter, by=planner)
    assert told(dt.date(2025, 4, 9)) == 0


def test_the_command_sends_what_is_due(wanted: list[PlanIndicator], owner: User, quarter: Round) -> None:
    out = io.StringIO()
    call_command("send_reminders", "--today", "2025-04-09", stdout=out)
    assert "1 reminders sent" in out.getvalue()


def test_the_worker_reminds_by_day_and_goes_on_after_a_fault(
    transactional_db: None, wanted: list[PlanIndicator], owner: User, quarter: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours, stop = iter((3, 9, 9, 9)), threading.Event()
    calls: list[int] = []

    def at() -> dt.datetime:
        return dt.datetime(2025, 4, 9, next(hours), tzinfo=dt.UTC)

    def send() -> list[Reminder]:
        calls.append(len(calls))
        if len(calls) == 1:
            raise DatabaseError
        if len(calls) == 3:
            stop.set()
        return remind(dt.date(2025, 4, 9))

    monkeypatch.setattr("planweb.monitoring.daily.timezone.localtime", at)
    monkeypatch.setattr("planweb.monitoring.daily.remind", send)
    monkeypatch.setattr("planweb.monitoring.daily.close_old_connections", lambda: None)
    keep_reminding(stop, every=0)
    assert calls == [0, 1, 2]
    assert Reminder.objects.count() == 1
