"""Rows of each kind that a person may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet

from planweb.accounts import policies
from planweb.accounts.models import Body, Region, User
from planweb.accounts.reach import within
from planweb.audit.models import AuditEntry
from planweb.evidence.models import Commitment, Comparison, Document, Fulfilment, Statement
from planweb.monitoring.models import Contest, Figure, Progress, Round, Standing
from planweb.registry.models import Chapter, Indicator, Plan, PlanIndicator, PlanVersion, Target

Rows = Callable[[User], QuerySet[Any]]


def _documents(user: User) -> QuerySet[Document]:
    return Document.objects.filter(within(user, "document", region="region", own="brought_by"))


def _said(model: type[Model]) -> Rows:
    def rows(user: User) -> QuerySet[Any]:
        found = within(user, "statement", region="document__region", own="document__brought_by")
        return model._default_manager.filter(found)  # noqa: SLF001  # what Django documents

    return rows


def _comparisons(user: User) -> QuerySet[Comparison]:
    found = within(user, "comparison", region="promises__region", own="promises__brought_by")
    return Comparison.objects.filter(found)


def _fulfilments(user: User) -> QuerySet[Fulfilment]:
    where, own = "comparison__promises__region", "comparison__promises__brought_by"
    return Fulfilment.objects.filter(within(user, "comparison", region=where, own=own))


def _of_plan(model: type[Model], before: str) -> Rows:
    def rows(user: User) -> QuerySet[Any]:
        return model._default_manager.filter(  # noqa: SLF001  # what Django documents
            within(user, "plan", region=f"{before}region")
        )

    return rows


def _of_plan_indicator(model: type[Model], kind: str, before: str = "of__") -> Rows:
    def rows(user: User) -> QuerySet[Any]:
        bodies = (f"{before}lead", f"{before}supporting")
        seen = within(user, kind, region=f"{before}plan__region", bodies=bodies)
        found = model._default_manager.all()  # noqa: SLF001  # what Django documents
        # Within a condition of its own, since a row may have several supporting bodies and is listed once.
        return found.filter(pk__in=found.filter(seen).values("pk")) if seen else found

    return rows


def _of_figure(model: type[Model], before: str = "") -> Rows:
    def rows(user: User) -> QuerySet[Any]:
        bodies = (f"{before}body", f"{before}reported_by")
        found = within(user, "figure", region=f"{before}region", bodies=bodies, own=f"{before}entered_by")
        return model._default_manager.filter(found)  # noqa: SLF001  # what Django documents

    return rows


def _progress(user: User) -> QuerySet[Progress]:
    return Progress.objects.filter(within(user, "progress", region="of__plan__region", bodies=("body",), own="by"))


def _rounds(user: User) -> QuerySet[Round]:
    return Round.objects.filter(within(user, "round", region="region"))


def _entries(user: User) -> QuerySet[AuditEntry]:
    policies.require_everywhere(user, "view", "trail")  # the trail is seen whole or not at all
    return AuditEntry.objects.all()


regions: Rows = lambda _user: Region.objects.all()  # noqa: E731
bodies: Rows = lambda _user: Body.objects.prefetch_related("successors")  # noqa: E731
documents: Rows = _documents
statements: Rows = _said(Statement)
commitments: Rows = _said(Commitment)
comparisons: Rows = _comparisons
fulfilments: Rows = _fulfilments
plans: Rows = _of_plan(Plan, "")
chapters: Rows = _of_plan(Chapter, "version__plan__")
indicators: Rows = lambda _user: Indicator.objects.all()  # noqa: E731
targets: Rows = _of_plan_indicator(Target, "target")
standings: Rows = _of_plan_indicator(Standing, "light")
figures: Rows = _of_figure(Figure)
contests: Rows = _of_figure(Contest, "figure__")
progress: Rows = _progress
rounds: Rows = _rounds
entries: Rows = _entries


def versions(user: User) -> QuerySet[PlanVersion]:
    """Versions of plans, with their documents."""
    found: QuerySet[PlanVersion] = _of_plan(PlanVersion, "plan__")(user)
    return found.prefetch_related("documents")


def plan_indicators(user: User) -> QuerySet[PlanIndicator]:
    """Indicators in plans, with the bodies that support them."""
    found: QuerySet[PlanIndicator] = _of_plan_indicator(PlanIndicator, "target", "")(user)
    return found.prefetch_related("supporting")
