"""Who owes what: the plan indicators that a body leads, by reporting date."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from planledger.planning import parse_period
from planweb.accounts.models import Body, User
from planweb.monitoring.measuring import WrongUnit, in_unit, jumps
from planweb.monitoring.models import Figure, Progress, Round
from planweb.monitoring.owing import REPORTED, missing_counts
from planweb.monitoring.queries.seeing import own_bodies, visible_figures, visible_progress, visible_rounds
from planweb.registry.models import PlanIndicator, Target

_Key = tuple[int, str, str, str]  # indicator, region, measure, period


@dataclass(frozen=True, slots=True)
class Due:
    """One value that a body reports in a round, with what is there already.

    Attributes:
        of: The plan indicator; of several plans that hold it, the first.
        round: When it is due.
        figure: The latest value of the period that counts or was returned.
        reported: Whether one of them counts, which may be one before it.
        last: The current value of the period before.
        target: What the plan wants of the year.
        progress: The latest report of the period.
    """

    of: PlanIndicator
    round: Round
    figure: Figure | None
    reported: bool
    last: Figure | None
    target: Target | None
    progress: Progress | None

    @property
    def state(self) -> str:
        """``due``, or the state of the figure."""
        return str(self.figure.state) if self.figure else "due"

    @property
    def missing(self) -> bool:
        """Whether no value counts: where a revision was returned, the one before it does."""
        return not self.reported

    @property
    def unit(self) -> str:
        """The unit in which the plan speaks of it."""
        return str(self.of.unit or ("%" if self.of.measure == "growth" else self.of.indicator.unit))

    @property
    def value(self) -> float | None:
        """The figure in that unit."""
        return said_in(self.figure, self.unit)

    @property
    def last_value(self) -> float | None:
        """The value before in that unit."""
        return said_in(self.last, self.unit)

    @property
    def odd(self) -> bool:
        """Whether the figure is out of proportion to the one before."""
        return self.value is not None and jumps(self.value, self.last_value)


@dataclass(slots=True)
class Part:
    """What one body reports in one round: how much of how much is missing, and days until it is due."""

    round: Round
    body: Body
    days: int
    total: int = 0
    missing: int = 0

    @property
    def late(self) -> int:
        """Days since it was due."""
        return -self.days


class Overdue(NamedTuple):
    """A body that is late with a round."""

    body: Body
    round: Round
    missing: int
    days: int


def said_in(figure: Figure | None, unit: str) -> float | None:
    """The value of ``figure`` in ``unit``; in its own when it has none that can be converted."""
    if figure is None:
        return None
    try:
        return in_unit(figure.value, figure.unit, unit) if unit and figure.unit else figure.value
    except WrongUnit:
        return figure.value


def due_in(rounds: Collection[Round], *, bodies: Collection[Body] | None = None) -> list[Due]:
    """Everything that is reported in ``rounds``, by ``bodies`` or by all, in the order of the plans."""
    rounds = list(rounds)
    wanted = PlanIndicator.objects.filter(
        plan__status="in_force",
        plan__region__in={round_.region_id for round_ in rounds},
        frequency__in={round_.frequency for round_ in rounds},
        lead__isnull=False,
    )
    if bodies is not None:
        wanted = wanted.filter(lead__in=[body.pk for body in bodies])
    indicators = list(wanted.select_related("indicator", "plan__region", "lead").order_by("plan", "position", "pk"))
    pairs = [(round_, of) for round_ in rounds for of in _once(round_, indicators)]
    figures = _figures([(of, round_) for round_, of in pairs])
    targets = _targets(pairs)
    reports = _reports(pairs)
    found = []
    for round_, of in pairs:
        period = parse_period(round_.period)
        now, before = (_key(of, round_.region_id, str(each)) for each in (period, period.previous))
        last = next((row for row in figures.get(before, ()) if row.state in {"accepted", "contested"}), None)
        there = figures.get(now, [])
        reported = any(row.state in REPORTED for row in there)
        figure, target = next(iter(there), None), targets.get((of.pk, period.year))
        progress = reports.get((of.pk, of.lead_id, round_.period))
        found.append(Due(of, round_, figure, reported, last, target, progress))
    return found


def rounds_for(bodies: Collection[Body], *, today: date | None = None) -> QuerySet[Round]:
    """Open rounds in which ``bodies`` have something to report, the first due first."""
    mine = PlanIndicator.objects.filter(plan__status="in_force", lead__in=[body.pk for body in bodies])
    regions = mine.values("plan__region").distinct()
    opened = Round.objects.filter(closed_at=None, opens_on__lte=today or timezone.localdate(), region__in=regions)
    return opened.filter(
        Exists(mine.filter(plan__region=OuterRef("region"), frequency=OuterRef("frequency")))
    ).order_by("due_on", "pk")


def due_for(user: User, *, today: date | None = None) -> list[Due]:
    """What the bodies of ``user`` have to report by now, done or not."""
    bodies = own_bodies(user)
    rounds = rounds_for(bodies, today=today).select_related("region") if bodies else ()
    return due_in(rounds, bodies=bodies) if rounds else []


def parts_of(dues: Sequence[Due], *, today: date | None = None) -> list[Part]:
    """One line for each round and body."""
    today = today or timezone.localdate()
    found: dict[tuple[int, int | None], Part] = {}
    for due in dues:
        assert due.of.lead is not None
        key = (due.round.pk, due.of.lead_id)
        part = found.setdefault(key, Part(due.round, due.of.lead, (due.round.due_on - today).days))
        part.total += 1
        part.missing += due.missing
    return list(found.values())


def overdue_bodies(user: User, *, today: date | None = None) -> list[Overdue]:
    """Bodies that are late, in the regions that ``user`` plans, the latest first."""
    today = today or timezone.localdate()
    late = visible_rounds(user, "edit").filter(closed_at=None, due_on__lt=today)
    missing = missing_counts(late)
    rounds = {
        round_.pk: round_ for round_ in late.filter(pk__in={pk for pk, _body in missing}).select_related("region")
    }
    bodies = Body.objects.in_bulk({body for _pk, body in missing})
    found = [
        Overdue(bodies[body], rounds[pk], number, (today - rounds[pk].due_on).days)
        for (pk, body), number in missing.items()
    ]
    return sorted(found, key=lambda row: (-row.days, row.body.name))


def returned_to(user: User) -> list[Figure]:
    """Figures of the bodies of ``user`` that were returned, the last first."""
    bodies = [body.pk for body in own_bodies(user)]
    rows = Figure.objects.filter(reported_by__in=bodies, state="returned")
    return list(rows.select_related("indicator", "region", "decided_by").order_by("-decided_at")[:50])


def returned_progress(user: User) -> list[Progress]:
    """Progress reports of the bodies of ``user`` that were returned, the last first."""
    bodies = [body.pk for body in own_bodies(user)]
    rows = Progress.objects.filter(body__in=bodies, state="returned")
    return list(rows.select_related("of", "decided_by").order_by("-decided_at")[:50])


def waiting_figures(user: User) -> QuerySet[Figure]:
    """Figures that ``user`` may accept, the first entered first."""
    return visible_figures(user, "accept").filter(state="submitted").order_by("entered_at", "pk")


def waiting_progress(user: User) -> QuerySet[Progress]:
    """Progress reports that ``user`` may accept, the first written first."""
    return visible_progress(user, "accept").filter(state="submitted").order_by("at", "pk")


def figures_beside(figures: Sequence[Figure]) -> dict[int, tuple[float | None, Target | None]]:
    """The last value, in the unit of the figure, and the target of the year, by figure."""
    identities = [
        (figure.indicator_id, figure.region_id, figure.measure, str(parse_period(figure.period).previous))
        for figure in figures
    ]
    rows = Figure.objects.filter(
        indicator__in={key[0] for key in identities},
        region__in={key[1] for key in identities},
        period__in={key[3] for key in identities},
        state__in=("accepted", "contested"),
    ).order_by("pk")  # of several kinds the last entered
    last = {(row.indicator_id, row.region_id, row.measure, row.period, row.body_id): row for row in rows}
    wanted = Target.objects.filter(
        of__indicator__in={key[0] for key in identities},
        of__plan__region__in={key[1] for key in identities},
        of__plan__status="in_force",
        kind=Target.Kind.ANNUAL,
        region=None,
        body=None,
    ).select_related("of__plan")
    targets = {(row.of.indicator_id, row.of.plan.region_id, row.measure, row.year): row for row in wanted}
    return {
        figure.pk: (
            said_in(last.get((*key, figure.body_id)), figure.unit),
            targets.get((*key[:3], figure.through.year)),
        )
        for figure, key in zip(figures, identities, strict=True)
    }


def _once(round_: Round, indicators: Sequence[PlanIndicator]) -> list[PlanIndicator]:
    """Those of ``indicators`` that are reported in ``round``, each value once for a body."""
    year = parse_period(round_.period).year
    found: dict[tuple[int, str, int | None], PlanIndicator] = {}
    for of in indicators:
        if (of.plan.region_id, of.frequency) != (round_.region_id, round_.frequency):
            continue
        if of.plan.first_year <= year <= of.plan.last_year:
            found.setdefault((of.indicator_id, of.measure, of.lead_id), of)
    return list(found.values())


def _key(of: PlanIndicator, region: str, period: str) -> _Key:
    return of.indicator_id, region, str(of.measure), period


def _figures(asked: Sequence[tuple[PlanIndicator, Round]]) -> dict[_Key, list[Figure]]:
    periods = {parse_period(round_.period) for _of, round_ in asked}
    rows = Figure.objects.filter(
        indicator__in={of.indicator_id for of, _round in asked},
        region__in={round_.region_id for _of, round_ in asked},
        period__in={str(each) for period in periods for each in (period, period.previous)},
        body=None,
    ).exclude(state="replaced")
    found: dict[_Key, list[Figure]] = {}
    for row in rows.select_related("decided_by").order_by("-pk"):
        found.setdefault((row.indicator_id, row.region_id, row.measure, row.period), []).append(row)
    return found


def _targets(pairs: Sequence[tuple[Round, PlanIndicator]]) -> dict[tuple[int, int], Target]:
    years = {parse_period(round_.period).year for round_, _of in pairs}
    rows = Target.objects.filter(
        of__in={of.pk for _round, of in pairs}, year__in=years, kind=Target.Kind.ANNUAL, body=None, region=None
    )
    return {(row.of_id, row.year): row for row in rows.order_by("pk")}


def _reports(pairs: Sequence[tuple[Round, PlanIndicator]]) -> dict[tuple[int, int | None, str], Progress]:
    rows = Progress.objects.filter(
        of__in={of.pk for _round, of in pairs}, period__in={round_.period for round_, _of in pairs}
    )
    return {(row.of_id, row.body_id, row.period): row for row in rows.order_by("pk")}
