"""Reminders before and after a reporting date, in the application and by e-mail."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from smtplib import SMTPException

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from planledger.planning import parse_period
from planweb.accounts.models import Body, Grant, Role, User
from planweb.monitoring.models import Reminder, Round
from planweb.monitoring.owing import missing_counts

DAYS = (7, 3, 1, -1, -3, -7)  # before the date; negative after it
_FORGOTTEN = -14  # nobody is reminded of what is older
_LOG = logging.getLogger(__name__)


def milestone(left: int) -> int | None:
    """The last of ``DAYS`` that has come when ``left`` days are left; None when none has, or too long ago.

    >>> [milestone(left) for left in (8, 7, 5, 3, 0, -1, -2, -9, -15)]
    [None, 7, 7, 3, 1, -1, -1, -7, None]
    """
    if left < _FORGOTTEN:
        return None
    return min((days for days in DAYS if days >= left), default=None)


def remind(today: date | None = None) -> list[Reminder]:
    """The reminders that were sent now; each goes once to a person for a round, a body and a day.

    A day on which nobody asked is made up for, so that it may be called as often as one likes.
    """
    today = today or timezone.localdate()
    rounds = {
        round_.pk: (round_, days)
        for round_ in Round.objects.filter(closed_at=None, opens_on__lte=today).select_related("region")
        if (days := milestone((round_.due_on - today).days)) is not None
    }
    missing = missing_counts(Round.objects.filter(pk__in=rounds))
    bodies = Body.objects.in_bulk({body for _round, body in missing})
    people = _people(bodies)
    sent = []
    for (pk, body), number in missing.items():
        round_, days = rounds[pk]
        told = set(Reminder.objects.filter(round=pk, body=body, days=days).values_list("user", flat=True))
        new = [user for user in people.get(body, ()) if user.pk not in told]
        if new:
            texts = {user: _text(round_, bodies[body], number, today, user) for user in new}
            sent += _send(round_, bodies[body], days, texts)
    return sent


def see_reminders(user: User) -> int:
    """How many reminders ``user`` now has seen."""
    return Reminder.objects.filter(user=user, seen_at=None).update(seen_at=timezone.now())


def language_of(user: User) -> str:
    """The language of ``user``, as far as it is known."""
    return str(getattr(user, "language", "") or "zh-hans")


@transaction.atomic
def _send(round_: Round, body: Body, days: int, texts: Mapping[User, str]) -> list[Reminder]:
    """The reminders that are new; none where the date moved meanwhile, which took the reminders of the old one away."""
    same = Round.objects.filter(pk=round_.pk, due_on=round_.due_on, closed_at=None)
    if same.select_for_update(no_key=True).first() is None:
        return []
    sent = []
    for user, text in texts.items():
        reminder, new = Reminder.objects.get_or_create(
            round=round_, body=body, user=user, days=days, defaults={"text": text[:500]}
        )
        if new:
            sent.append(reminder)
            transaction.on_commit(partial(_mail, user, text))
    return sent


def _people(bodies: Iterable[int]) -> dict[int, list[User]]:
    grants = Grant.objects.filter(role=Role.OWNER, body__in=list(bodies), user__is_active=True)
    found: dict[int, dict[int, User]] = {}
    for grant in grants.select_related("user"):
        if grant.body_id is not None:
            found.setdefault(grant.body_id, {})[grant.user_id] = grant.user
    return {body: list(users.values()) for body, users in found.items()}


def _text(round_: Round, body: Body, number: int, today: date, user: User) -> str:
    language = language_of(user)
    left = (round_.due_on - today).days
    with translation.override(language):
        said = {
            "body": body.name,
            "period": parse_period(round_.period).label(language),
            "number": number,
            "day": f"{round_.due_on:%Y-%m-%d}",
            "days": abs(left),
        }
        if left > 0:
            return _("%(body)s：%(period)s还有%(number)s项数据未报，截止日期%(day)s，还剩%(days)s天。") % said
        if left == 0:
            return _("%(body)s：%(period)s还有%(number)s项数据未报，今天截止。") % said
        return _("%(body)s：%(period)s还有%(number)s项数据未报，已逾期%(days)s天（截止日期%(day)s）。") % said


def _mail(user: User, text: str) -> None:
    if not user.email:
        return
    with translation.override(language_of(user)):
        subject = _("规划台账：数据报送提醒")
    try:
        send_mail(subject, text, None, [user.email])
    except (SMTPException, OSError) as error:  # the application shows it all the same
        _LOG.warning("reminder to %s not sent: %s", user.username, error)
