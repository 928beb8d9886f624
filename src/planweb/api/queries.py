"""Rows of each kind that a person may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q, QuerySet

from planweb.accounts import policies
from planweb.accounts.models import Body, Region, User
from planweb.audit.models import AuditEntry
from planweb.evidence.models import Commitment, Comparison, Document, Fulfilment, Statement
from planweb.evidence.queries import documents_within
from planweb.monitoring.models import Contest, Figure, LightChange, Overruling, Standing
from planweb.monitoring.queries.seeing import figures_within, visible_progress, visible_rounds
from planweb.registry.models import Chapter, Indicator, Plan, PlanIndicator, PlanVersion, Target
from planweb.registry.queries.plans import indicators_within, plans_within

Rows = Callable[[User], QuerySet[Any]]


def _rows(model: type[Model], within: Callable[..., Q], before: str = "", **said: str) -> Rows:
    """The rows of ``model`` that ``within`` lets a person see by what stands behind the look-up ``before``."""
    return lambda user: model._default_manager.filter(within(user, before, **said))  # noqa: SLF001  # what Django documents


regions: Rows = lambda _user: Region.objects.all()  # noqa: E731
bodies: Rows = lambda _user: Body.objects.prefetch_related("successors")  # noqa: E731
documents = _rows(Document, documents_within)
statements = _rows(Statement, documents_within, "document__", kind="statement")
commitments = _rows(Commitment, documents_within, "document__", kind="statement")
comparisons = _rows(Comparison, documents_within, "promises__", kind="comparison")
fulfilments = _rows(Fulfilment, documents_within, "comparison__promises__", kind="comparison")
plans = _rows(Plan, plans_within)
chapters = _rows(Chapter, plans_within, "version__plan__")
indicators: Rows = lambda _user: Indicator.objects.all()  # noqa: E731
targets = _rows(Target, indicators_within, "of__")
standings = _rows(Standing, indicators_within, "of__", kind="light")
light_changes = _rows(LightChange, indicators_within, "standing__of__", kind="light")
overrulings = _rows(Overruling, indicators_within, "standing__of__", kind="light")
figures = _rows(Figure, figures_within)
contests = _rows(Contest, figures_within, "figure__")
progress: Rows = visible_progress
rounds: Rows = visible_rounds


def versions(user: User) -> QuerySet[PlanVersion]:
    """Versions of plans, with their documents."""
    return PlanVersion.objects.filter(plans_within(user, "plan__")).prefetch_related("documents")


def plan_indicators(user: User) -> QuerySet[PlanIndicator]:
    """Indicators in plans, with the bodies that support them."""
    return PlanIndicator.objects.filter(indicators_within(user)).prefetch_related("supporting")


def entries(user: User) -> QuerySet[AuditEntry]:
    """The audit trail, which is seen whole or not at all."""
    policies.require_everywhere(user, "view", "trail")
    return AuditEntry.objects.all()
