"""What a body answers for, and how it gets on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from planweb.accounts.models import Body, User
from planweb.monitoring.models import LightChange, Progress
from planweb.monitoring.queries.due import Part, due_in, parts_of, rounds_for
from planweb.monitoring.queries.indicators import LIVE, by_severity
from planweb.monitoring.queries.seeing import visible_figures, visible_rounds
from planweb.registry.models import PlanIndicator, Target
from planweb.registry.queries.plans import visible_indicators

MOST_ROUNDS = 6


@dataclass(frozen=True)
class Lapse:
    """A light that turned red."""

    change: LightChange

    @property
    def row(self) -> PlanIndicator:
        """The indicator."""
        return self.change.standing.of


def answered_by(body: Body, user: User) -> QuerySet[PlanIndicator]:
    """Indicators of live plans that ``body`` leads, the worst first, with the last word on each."""
    rows = visible_indicators(user).filter(lead=body, plan__status__in=LIVE)
    return with_last_word(by_severity(rows))


def supported_by(body: Body, user: User) -> QuerySet[PlanIndicator]:
    """Indicators of live plans that ``body`` supports."""
    supported = PlanIndicator.supporting.through.objects.filter(body=body).values("planindicator")
    rows = visible_indicators(user).filter(pk__in=supported, plan__status__in=LIVE)
    return by_severity(rows).select_related("plan__region", "lead", "standing")


def with_last_word(rows: QuerySet[PlanIndicator]) -> QuerySet[PlanIndicator]:
    """``rows`` with ``word``, ``next_step`` and ``word_at`` of their last progress report that was not returned."""
    said = Progress.objects.filter(of=OuterRef("pk"), state__in=("submitted", "accepted")).order_by("-at", "-pk")
    whole = Target.objects.exclude(kind=Target.Kind.SHARE).order_by("year", "pk")
    return (
        rows.annotate(
            word=Subquery(said.values("text")[:1]),
            next_step=Subquery(said.values("next_step")[:1]),
            word_at=Subquery(said.values("at")[:1]),
        )
        .select_related("plan__region", "indicator", "lead", "standing")
        .prefetch_related(Prefetch("targets", queryset=whole, to_attr="whole"))
    )


def lapses_of(body: Body, user: User) -> list[Lapse]:
    """When lights of what it leads turned red, the last first."""
    rows = visible_indicators(user).filter(lead=body).order_by().values("pk")
    found = LightChange.objects.filter(standing__of__in=rows, after="red").select_related("standing__of__plan__region")
    return [Lapse(change) for change in found.order_by("-at", "-pk")[:20]]


def reports_of(body: Body, user: User) -> dict[str, Any]:
    """Its last reports: progress, and figures that wait or came back."""
    rows = visible_indicators(user).order_by().values("pk")
    progress = Progress.objects.filter(body=body, of__in=rows).exclude(state="draft").select_related("of", "by")
    figures = visible_figures(user).filter(reported_by=body, state__in=("submitted", "returned"))
    return {
        "progress": list(progress.order_by("-at", "-pk")[:10]),
        "figures": list(figures.select_related("indicator", "region")[:30]),
    }


def due_parts(body: Body, user: User) -> list[Part]:
    """Open rounds in which ``body`` reports something, each with how much of it is missing, the first due first."""
    seen = visible_rounds(user).order_by().values("pk")
    rounds = rounds_for([body]).filter(pk__in=seen).select_related("region")[:MOST_ROUNDS]
    return parts_of(due_in(rounds, bodies=[body]))
