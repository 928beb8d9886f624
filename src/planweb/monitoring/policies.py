"""Who sees a figure and may object to it besides those whom it belongs to."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

from django.db.models import Q

from planweb.accounts import policies
from planweb.accounts.models import User
from planweb.accounts.models.scope import Scope
from planweb.monitoring.models import Figure
from planweb.registry.models import PlanIndicator
from planweb.registry.queries.plans import visible_indicators

_STOOD = (Figure.State.ACCEPTED, Figure.State.CONTESTED, Figure.State.REPLACED)


@dataclass(slots=True)
class Answered:
    """A figure as something of the bodies that lead or support its indicator, too, whoever entered it."""

    figure: Figure
    permission_kind: str = "figure"

    @property
    def permission_state(self) -> str:
        """That of the figure."""
        return self.figure.permission_state

    @property
    def scope(self) -> Scope:
        """That of the figure, with the bodies that answer for its indicator there."""
        path, bodies = self.figure.scope
        rows = PlanIndicator.objects.filter(indicator=self.figure.indicator_id, plan__region=self.figure.region_id)
        named = rows.order_by().values_list("lead", "supporting")
        return Scope(path, bodies | {body for pair in named for body in pair if body})


def sees_figure(user: User, figure: Figure) -> bool:
    """Whether ``user`` may look at ``figure``: what stood once is open to whoever may see its indicator in a plan."""
    if policies.may(user, "view", figure):
        return True
    if figure.state not in _STOOD:
        return False
    rows = visible_indicators(user).filter(indicator=figure.indicator_id)
    paths = rows.order_by().values_list("plan__region__path", flat=True)
    return any(figure.region.path.startswith(path) for path in set(paths))


def figures_open_to(user: User, figure: Figure) -> Q:
    """Condition of the figures of the same thing that ``user`` may look at, who sees ``figure``."""
    return Q() if policies.may(user, "view", figure) else Q(state__in=_STOOD)


def may_contest(user: User, figure: Figure) -> bool:
    """Whether ``user`` may object to ``figure``, also for a body that answers for its indicator."""
    return policies.may(user, "contest", figure) or policies.may(user, "contest", Answered(figure))


def require_contest(user: User, figure: Figure) -> None:
    """Raises ``Denied`` unless ``user`` may object to ``figure``."""
    if not may_contest(user, figure):
        raise policies.Denied("contest", "figure")


def may_undo(user: User, figure: Figure) -> bool:
    """Whether ``user`` may take back what was decided on ``figure``."""
    # To take back an acceptance is to return without a reason, and the other way round. An objection that came with
    # the value before bars neither.
    decided = copy(figure)
    if decided.state == Figure.State.CONTESTED:
        decided.state = Figure.State.ACCEPTED
    return policies.may(user, "return" if decided.state == Figure.State.ACCEPTED else "accept", decided)


def require_undo(user: User, figure: Figure) -> None:
    """Raises ``Denied`` unless ``user`` may take back what was decided on ``figure``."""
    if not may_undo(user, figure):
        raise policies.Denied("return", "figure")


def require_sight(user: User, figure: Figure) -> None:
    """Raises ``Denied`` unless ``user`` may look at ``figure``."""
    if not sees_figure(user, figure):
        raise policies.Denied("view", "figure")
