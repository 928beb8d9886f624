"""Reporting dates come, move, end and open again."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from planledger.planning import periods_of
from planweb.accounts import policies
from planweb.accounts.models import Region, User
from planweb.audit.recording import record_audit
from planweb.monitoring.models import Round


@transaction.atomic
def create_rounds(region: Region, *, year: int, frequency: str, days: int, by: User) -> list[Round]:
    """The rounds of a year that were not there yet, each due ``days`` days after its period ends."""
    if not 0 < days <= 180:
        raise ValidationError({"days": _("请填写1至180天。")}, code="days")
    policies.require(by, "create", Round(region=region))
    there = set(Round.objects.filter(region=region, frequency=frequency).values_list("period", flat=True))
    made = []
    for period in periods_of(year, frequency):
        if str(period) in there:
            continue
        round_ = Round(
            region=region,
            period=str(period),
            frequency=frequency,
            opens_on=period.through + timedelta(days=1),
            due_on=period.through + timedelta(days=days),
        )
        round_.full_clean()
        round_.save()
        record_audit(by, "round.create", round_, after={"opens_on": round_.opens_on, "due_on": round_.due_on})
        made.append(round_)
    return made


@transaction.atomic
def edit_round(round_: Round, *, opens_on: date, due_on: date, by: User) -> Round:
    """``round`` on other days; with another date, reminders of the one before go and those of the new one come."""
    round_ = _locked(round_)
    policies.require(by, "edit", round_)
    if due_on < opens_on:
        raise ValidationError({"due_on": _("截止日期不能早于开始日期。")}, code="order")
    before = {"opens_on": round_.opens_on, "due_on": round_.due_on}
    if due_on != round_.due_on:
        round_.reminders.all().delete()
    round_.opens_on, round_.due_on = opens_on, due_on
    round_.save(update_fields=["opens_on", "due_on"])
    record_audit(by, "round.edit", round_, before=before, after={"opens_on": opens_on, "due_on": due_on})
    return round_


@transaction.atomic
def close_round(round_: Round, *, by: User) -> Round:
    """``round``, in which nothing is reported any more."""
    round_ = _locked(round_)
    policies.require(by, "close", round_)
    round_.closed_at = timezone.now()
    round_.save(update_fields=["closed_at"])
    record_audit(by, "round.close", round_, before={"state": "open"}, after={"state": "closed"})
    return round_


@transaction.atomic
def reopen_round(round_: Round, *, by: User) -> Round:
    """``round``, open again."""
    round_ = _locked(round_)
    policies.require(by, "reopen", round_)
    round_.closed_at = None
    round_.save(update_fields=["closed_at"])
    record_audit(by, "round.reopen", round_, before={"state": "closed"}, after={"state": "open"})
    return round_


def _locked(round_: Round) -> Round:
    return Round.objects.select_related("region").select_for_update(of=("self",), no_key=True).get(pk=round_.pk)
