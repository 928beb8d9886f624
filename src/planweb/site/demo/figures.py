"""Figures, progress and reporting rounds of the demonstration, up to its day."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from planweb.accounts.models import Body, Region, User
from planweb.audit.recording import record_audit
from planweb.monitoring.models import Contest, Figure, Progress, Round
from planweb.site.demo.city import Calendar, month_end, period_name
from planweb.site.demo.plans import Made

_DRIFT = 0.06
_DIGITS = 2
_NEWEST = {1: "submitted", 3: "returned", 4: "submitted"}
"""States of the last figures of some indicators; the others are accepted."""
_WHOLE = {"家", "元"}


class Reporter:
    """Fills in what the bodies of the city have reported."""

    def __init__(self, city: dict[str, Any], people: dict[str, User], calendar: Calendar) -> None:
        self.people, self.calendar = people, calendar
        self.region = Region.objects.get(pk=city["city"])

    def years_of(self, made: Iterable[Made]) -> None:
        """Final figures of the years of the earlier plan."""
        rows = []
        for one in made:
            for year, value in enumerate(one.said["figures"], one.row.plan.first_year):
                rows.append(self._figure(one, str(year), dt.date(year, 12, 31), value, kind="final", state="accepted"))
        self._save(rows)

    def periods_of(self, made: Iterable[Made]) -> None:
        """Figures of the plan in force, period by period; the last ones wait to be accepted or were returned."""
        rows = []
        for number, one in enumerate(made):
            base = one.row.base_year or 0
            known = Figure.objects.filter(indicator=one.row.indicator, measure=one.row.measure, period=str(base))
            if one.row.base_value is not None and not known.exists():
                day = dt.date(base, 12, 31)
                rows.append(self._figure(one, str(base), day, one.row.base_value, kind="final", state="accepted"))
            periods = list(self._reported(one))
            for at, (period, through) in enumerate(periods):
                newest = at == len(periods) - 1
                state = _NEWEST.get(number % 8, "accepted") if newest else "accepted"
                kind = "preliminary" if "-" in period or "Q" in period else "final"
                rows.append(self._figure(one, period, through, self._value(one, through, at), kind=kind, state=state))
        self._save(rows)

    def counties_of(self, made: Iterable[Made], counties: dict[str, list[float]], bodies: dict[str, Body]) -> None:
        """Figures of counties, for indicators whose values are sums: yearly ones, and of shares every period."""
        rows = []
        for one in made:
            if one.row.measure != "level" or one.row.indicator.kind != "flow":
                continue
            whole = Figure.objects.filter(
                indicator=one.row.indicator, region=self.region, measure="level", state="accepted", body=None
            )
            if not one.said.get("shares"):
                whole = whole.filter(kind="final")
            for figure in whole.order_by("through"):
                for key, (share, drift) in counties.items():
                    part = figure.value * (share + drift * (figure.through.year - self.calendar.first))
                    row = self._figure(
                        one, figure.period, figure.through, round(part, 2), kind=figure.kind, state="accepted"
                    )
                    row.region, row.reported_by, row.unit = bodies[key].region, bodies[key], figure.unit
                    row.entered_by = self._owner_of(bodies[key]) or self.people["planner"]
                    rows.append(row)
        self._save(rows)

    def _reported(self, one: Made) -> Iterator[tuple[str, dt.date]]:
        periods = list(self.calendar.periods(one.row.frequency))
        silent = one.said.get("pace") == "silent"
        yield from (periods[: len(periods) // 2] if silent else periods)

    def _value(self, one: Made, through: dt.date, at: int) -> float:
        """Invented value at the end of a period: the path, and how far the indicator is off it."""
        row, said = one.row, one.said
        year = through.year - (row.base_year or through.year)
        elapsed = through.month / 12
        aim = one.target_of(through.year)
        if aim is None:  # a target without a number: grows with the economy
            return round(row.base_value * (1.058**year) * elapsed, _DIGITS) if row.base_value else 0.0
        flow = row.measure == "level" and row.indicator.kind == "flow"
        if row.measure == "growth" or said.get("total") or said.get("hold"):
            path = aim * (0.95 if said.get("hold") else 1)
        else:
            before = row.base_value if year == 1 else one.target_of(through.year - 1)
            path = aim if flow else (before or 0) + (aim - (before or 0)) * elapsed
        off = _off(said.get("pace", "steady"), elapsed) + 0.008 * math.sin(at + row.position)
        off *= (2.5 if row.measure == "growth" else 0.25 if row.unit == "%" else 1) * _worse(one)
        value = path * (1 + off) * (elapsed if flow else 1)
        if row.unit == "%" and row.measure == "level":
            value = min(value, 100)
        return round(value, 0 if row.unit in _WHOLE else 1 if row.measure == "growth" or row.unit == "%" else _DIGITS)

    def _figure(self, one: Made, period: str, through: dt.date, value: float, *, kind: str, state: str) -> Figure:
        planner, body = self.people["planner"], one.row.lead
        decided = state in {"accepted", "returned"}
        return Figure(
            indicator=one.row.indicator,
            region=self.region,
            period=period,
            through=through,
            measure=one.row.measure,
            value=value,
            unit=one.row.unit,
            kind=kind,
            source=Figure.Source.ENTRY,
            reported_by=body,
            entered_by=self._owner_of(body) or planner,
            state=state,
            decided_by=planner if decided else None,
            decided_at=timezone.now() if decided else None,
            reason="与统计口径不一致，请核对后重报。" if state == "returned" else "",
        )

    def _owner_of(self, body: Body | None) -> User | None:
        held = (
            user for user in self.people.values() for grant in user.grants.all() if body and grant.body_id == body.pk
        )
        return next(held, None)

    def _save(self, rows: list[Figure]) -> None:
        if not rows:
            return
        Figure.objects.bulk_create(rows)
        said = {"figures": len(rows), "from": rows[0].period, "to": rows[-1].period}
        record_audit(self.people["planner"], "figure.push", self.region, after=said)

    def contested(self, made: Iterable[Made]) -> None:
        """One figure with an objection, and one that was revised."""
        lists = [
            list(
                Figure.objects.filter(
                    indicator=one.row.indicator, region=self.region, measure=one.row.measure, state="accepted"
                )[:3]
            )
            for one in made
            if one.row.frequency == "month"
        ]
        found = [rows for rows in lists if len(rows) > 2]
        if len(found) < 2:
            return
        disputed, old = found[0][1], found[1][1]
        disputed.state = Figure.State.CONTESTED
        disputed.save(update_fields=["state"])
        Contest.objects.create(
            figure=disputed,
            reason="与统计月报所载数值不一致",
            source=f"《云岭统计月报》{disputed.period}",
            other_value=round(disputed.value * 0.97, 1),
            by=self.people["planner"],
        )
        old.state = Figure.State.REPLACED
        old.save(update_fields=["state"])
        new = Figure.objects.get(pk=old.pk)
        new.pk, new.replaces, new.state = None, old, Figure.State.ACCEPTED
        new.value, new.note = round(old.value * 1.01, _DIGITS), "统计部门修订"
        new.save(force_insert=True)
        record_audit(self.people["planner"], "figure.contest", disputed)
        record_audit(self.people["planner"], "figure.revise", new)

    def progress_of(self, made: Iterable[Made]) -> None:
        """Words of the bodies whose indicators are late."""
        words = {
            "slow": ("进度落后于序时，主要因部分重大项目开工推迟。", "本月底前完成项目清单复核，下月起按周调度。"),
            "slipping": ("上半年达到序时进度，下半年以来回落。", "与相关县区会商，提出整改措施。"),
            "catching_up": ("前期落后，近月已追上序时进度。", "巩固回升势头。"),
        }
        states = ("accepted", "submitted")
        late = [one for one in made if one.said.get("pace") in words]
        for number, one in enumerate(late):
            periods = list(self.calendar.periods(one.row.frequency))
            if not periods or one.row.lead is None:
                continue
            text, step = words[one.said["pace"]]
            Progress.objects.create(
                of=one.row,
                body=one.row.lead,
                period=periods[-1][0],
                text=text,
                next_step=step,
                state=states[number % 2],
                by=self._owner_of(one.row.lead) or self.people["planner"],
            )

    def rounds(self) -> None:
        """Reporting rounds around the day: closed ones, one that is overdue, one that is due in some days."""
        today = self.calendar.today
        month = today.replace(day=1)
        for back in range(4):
            end = month - dt.timedelta(days=1)  # the month before
            opens, due = month, month_end(month.year, month.month) if back == 0 else month + dt.timedelta(days=14)
            closed = timezone.now() if back > 1 else None
            period = period_name(end.year, end.month, "month")
            Round.objects.create(
                region=self.region, period=period, frequency="month", opens_on=opens, due_on=due, closed_at=closed
            )
            month = end.replace(day=1)
        quarter = (today.month - 1) // 3
        year, part = (today.year, quarter) if quarter else (today.year - 1, 4)
        opens = month_end(year, part * 3) + dt.timedelta(days=1)
        due = max(opens, min(opens + dt.timedelta(days=19), today + dt.timedelta(days=5)))
        Round.objects.create(
            region=self.region,
            period=period_name(year, part, "quarter"),
            frequency="quarter",
            opens_on=opens,
            due_on=due,
        )
        record_audit(self.people["planner"], "round.create", self.region, after={"rounds": 5})


def _off(pace: str, elapsed: float) -> float:
    """How far an indicator is off its path; below zero is worse.

    >>> _off("slow", 0.5), _off("slipping", 0.25), round(_off("catching_up", 1.0), 3)
    (-0.06, 0.0, 0.0)
    """
    if pace == "slow":
        return -_DRIFT
    if pace == "ahead":
        return _DRIFT / 2
    if pace == "slipping":
        return -_DRIFT * max(0.0, 2 * elapsed - 1)
    if pace == "catching_up":
        return -_DRIFT * (1 - elapsed)
    return 0.004


def _worse(one: Made) -> int:
    """1 where more is better, -1 where less is; reductions are written as negative growth."""
    return 1 if one.row.direction != "less" or (one.said["base"] or 0) < 0 else -1
