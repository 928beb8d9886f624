"""What waits for a planner, and the calendar of reporting dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from planweb.accounts.frame import Frame
from planweb.accounts.models import Region, User
from planweb.evidence.models import Document, Said, Statement
from planweb.evidence.queries import reviewable_documents, with_waiting
from planweb.monitoring.models import Figure, Progress, Round
from planweb.monitoring.places import address
from planweb.monitoring.queries.due import Overdue, overdue_bodies
from planweb.monitoring.queries.seeing import visible_figures, visible_progress, visible_rounds

MOST_OVERDUE = 30


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what, how many, where, and whether it is late."""

    text: str
    count: int
    address: str
    late: bool = False


def waiting_of(user: User, scope: Frame) -> dict[str, Any]:
    """Everything that waits for a planner, each with its count."""
    overdue = overdue_of(user, scope)
    waiting = [*_documents(user, scope), *_reports(user, scope)]
    late = len({one.body.pk for one in overdue})
    waiting.append(Waiting(_("个单位逾期未报"), late, reverse("monitoring:overdue"), late=bool(late)))
    return {"waiting": waiting, "overdue": overdue[:MOST_OVERDUE], "calendar": calendar_of(user, scope)}


def calendar_of(user: User, scope: Frame) -> list[Round]:
    """Reporting dates that are open or come, the next first."""
    rounds = visible_rounds(user).filter(_in(scope), closed_at=None).select_related("region")
    return list(rounds.order_by("due_on", "pk")[:8])


def overdue_of(user: User, scope: Frame) -> list[Overdue]:
    """Bodies that are late with a round of the scope, the latest first."""
    return [one for one in overdue_bodies(user) if not scope.region or one.round.region.path.startswith(scope.path)]


def _documents(user: User, scope: Frame) -> list[Waiting]:
    documents = reviewable_documents(user).filter(_in(scope))
    unread = documents.filter(state=Document.State.FAILED).count()
    review = with_waiting(documents).count()
    unmatched = Statement.objects.filter(
        document__in=documents.order_by().values("pk"),
        state__in=(Said.State.CONFIRMED, Said.State.CORRECTED),
        role=Said.Role.TARGET,
        indicator_id="",
        merged_into=None,
    ).count()
    within = f"&within={scope.region}" if scope.region else ""
    failed = address("evidence:documents", query=f"state=failed{within}")
    reviewed = address("evidence:statements", query=f"role=target&state=reviewed&catalogue=no{within}")
    return [
        Waiting(_("份文献等待审核"), review, address("evidence:documents", query=f"state=review{within}")),
        Waiting(_("份文献未能读取"), unread, failed, late=bool(unread)),
        Waiting(_("项目标未对上目录指标"), unmatched, reviewed),
    ]


def _reports(user: User, scope: Frame) -> list[Waiting]:
    region = _in(scope)
    figures, progress = visible_figures(user, "accept").filter(region), visible_progress(user, "accept")
    if scope.region:
        progress = progress.filter(of__plan__region__path__startswith=scope.path)
    open_figures = figures.filter(state__in=(Figure.State.SUBMITTED, Figure.State.CONTESTED)).order_by()
    numbers = dict(open_figures.values_list("state").annotate(number=Count("pk")))
    contested = numbers.get(Figure.State.CONTESTED, 0)
    objected = f"state=contested&region={scope.region}" if scope.region else "state=contested"
    return [
        Waiting(_("项数据等待采用"), numbers.get(Figure.State.SUBMITTED, 0), address("monitoring:queue")),
        Waiting(
            _("份进展等待采用"),
            progress.filter(state=Progress.State.SUBMITTED).count(),
            address("monitoring:queue"),
        ),
        Waiting(_("项数据有异议"), contested, address("monitoring:figures", query=objected), late=bool(contested)),
    ]


def _in(scope: Frame) -> Q:
    if not scope.region:
        return Q()
    return Q(region__in=Region.objects.filter(path__startswith=scope.path).order_by())
