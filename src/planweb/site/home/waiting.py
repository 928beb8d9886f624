"""What waits for a planner, and the calendar of reporting dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.frame import Frame
from planweb.accounts.models import Body, Region, User
from planweb.accounts.permissions import find_action
from planweb.evidence.models import Document, Said, Statement
from planweb.monitoring.models import Figure, Progress, Round
from planweb.monitoring.places import address
from planweb.monitoring.queries.indicators import LIVE
from planweb.monitoring.queries.seeing import visible_figures, visible_progress, visible_rounds
from planweb.registry.models import PlanIndicator

MOST_OVERDUE = 30


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what, how many, where, and whether it is late."""

    text: str
    count: int
    address: str
    late: bool = False


class Overdue(NamedTuple):
    """A body that has not reported in a round that is over."""

    body: Body
    round: Round


def waiting_of(user: User, scope: Frame) -> dict[str, Any]:
    """Everything that waits for a planner, each with its count."""
    overdue = overdue_of(user, scope)
    waiting = [*_documents(user, scope), *_reports(user, scope)]
    waiting.append(Waiting(_("个单位逾期未报"), len({one.body.pk for one in overdue}), "#overdue", late=bool(overdue)))
    return {"waiting": waiting, "overdue": overdue[:MOST_OVERDUE], "calendar": calendar_of(user, scope)}


def calendar_of(user: User, scope: Frame) -> list[Round]:
    """Reporting dates that are open or come, the next first."""
    rounds = visible_rounds(user).filter(_in(scope), closed_at=None).select_related("region")
    return list(rounds.order_by("due_on", "pk")[:8])


def overdue_of(user: User, scope: Frame) -> list[Overdue]:
    """Bodies with indicators of a round that is over and still open, for which they have sent nothing."""
    today = timezone.localdate()
    rounds = visible_rounds(user, "edit").filter(_in(scope), closed_at=None, due_on__lt=today)
    rounds = rounds.filter(due_on__gt=today - timedelta(days=120)).select_related("region").order_by("due_on")
    found: list[Overdue] = []
    for one in list(rounds[:4]):
        sent = Figure.objects.filter(reported_by=OuterRef("lead"), period=one.period, indicator=OuterRef("indicator"))
        said = Progress.objects.filter(body=OuterRef("lead"), of=OuterRef("pk"), period=one.period)
        silent = PlanIndicator.objects.filter(
            ~Exists(sent.exclude(state=Figure.State.RETURNED)),
            ~Exists(said.exclude(state__in=("draft", "returned"))),
            plan__region=one.region_id,
            plan__status__in=LIVE,
            frequency=one.frequency,
            lead__valid_to=None,
        )
        bodies = Body.objects.filter(pk__in=silent.order_by().values("lead")).select_related("region")
        found += [Overdue(body, one) for body in bodies.order_by("name")]
    return found


def _documents(user: User, scope: Frame) -> list[Waiting]:
    documents = _reviewable(user, scope)
    proposed = Statement.objects.filter(document=OuterRef("pk"), state=Said.State.PROPOSED)
    unread = documents.filter(state=Document.State.FAILED).count()
    review = documents.filter(Exists(proposed), state=Document.State.READ).count()
    unmatched = Statement.objects.filter(
        document__in=documents.order_by().values("pk"),
        state__in=(Said.State.CONFIRMED, Said.State.CORRECTED),
        role=Said.Role.TARGET,
        indicator_id="",
        merged_into=None,
    ).count()
    return [
        Waiting(_("份文献等待审核"), review, address("evidence:documents", query="review=waiting")),
        Waiting(_("份文献未能读取"), unread, address("evidence:documents", query="state=failed"), late=bool(unread)),
        Waiting(_("项目标未对上目录指标"), unmatched, address("registry:matches") or address("evidence:statements")),
    ]


def _reports(user: User, scope: Frame) -> list[Waiting]:
    region = _in(scope)
    figures, progress = visible_figures(user, "accept").filter(region), visible_progress(user, "accept")
    if scope.region:
        progress = progress.filter(of__plan__region__path__startswith=scope.path)
    contested = figures.filter(state=Figure.State.CONTESTED).count()
    return [
        Waiting(
            _("项数据等待采用"),
            figures.filter(state=Figure.State.SUBMITTED).count(),
            address("monitoring:figures", query="state=submitted"),
        ),
        Waiting(
            _("份进展等待采用"),
            progress.filter(state=Progress.State.SUBMITTED).count(),
            address("monitoring:queue"),
        ),
        Waiting(
            _("项数据有异议"), contested, address("monitoring:figures", query="state=contested"), late=bool(contested)
        ),
    ]


def _reviewable(user: User, scope: Frame) -> QuerySet[Document]:
    roles, reach = find_action("statement", "confirm").roles, Q(brought_by=user)
    found = Document.objects.filter(region__path__startswith=scope.path) if scope.region else Document.objects.all()
    for grant in policies.grants_of(user):
        if grant.role in roles and grant.body_id is None:
            if grant.region is None:
                return found
            reach |= Q(region__path__startswith=grant.region.path)
    return found.filter(reach)


def _in(scope: Frame) -> Q:
    if not scope.region:
        return Q()
    return Q(region__in=Region.objects.filter(path__startswith=scope.path).order_by())
