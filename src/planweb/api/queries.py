"""Which rows a person may see: the permission table as a condition of the database, for lists of any length."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q, QuerySet

from planweb.accounts import policies
from planweb.accounts.models import Body, Region, User
from planweb.accounts.permissions import EVERYONE, ONESELF, find_action
from planweb.audit.models import AuditEntry
from planweb.evidence.models import Commitment, Comparison, Document, Fulfilment, Statement
from planweb.monitoring.models import Contest, Figure, Progress, Round, Standing
from planweb.registry.models import Chapter, Indicator, Plan, PlanIndicator, PlanVersion, Target

_NOTHING = Q(pk__in=[])
OfBody = Callable[[int], Q]
Rows = Callable[[User], QuerySet[Any]]


def visible(user: User, kind: str, *, region: str, of_body: OfBody | None = None, own: str = "") -> Q:
    """Condition of the rows of ``kind`` that ``user`` may view; the same rows for which ``policies.may`` says so.

    Args:
        user: Who asks.
        kind: Kind of object in the permission table; it has to allow ``view`` in every state.
        region: Lookup of the path of the row's region.
        of_body: Condition of the rows that belong to a body; None where roles of a body do not count.
        own: Lookup of the person whose own the row is.
    """
    rule = find_action(kind, "view")
    if not user.is_active:
        return _NOTHING
    if EVERYONE in rule.roles:
        return Q()
    found = Q(**{own: user}) if own and ONESELF in rule.roles else _NOTHING
    for grant in policies.grants_of(user):
        if grant.role not in rule.roles or (grant.body_id is not None and of_body is None):
            continue
        if grant.region is None and grant.body_id is None:
            return Q()
        covered = Q(**{f"{region}__startswith": grant.region.path}) if grant.region else Q()
        if grant.body_id is not None and of_body is not None:
            covered &= of_body(grant.body_id)
        found |= covered
    return found


def _documents(user: User) -> QuerySet[Document]:
    return Document.objects.filter(visible(user, "document", region="region__path", own="brought_by"))


def _said(model: type[Model]) -> Rows:
    def rows(user: User) -> QuerySet[Any]:
        found = visible(user, "statement", region="document__region__path", own="document__brought_by")
        return model._default_manager.filter(found)  # noqa: SLF001  # what Django documents

    return rows


def _comparisons(user: User) -> QuerySet[Comparison]:
    found = visible(user, "comparison", region="promises__region__path", own="promises__brought_by")
    return Comparison.objects.filter(found)


def _fulfilments(user: User) -> QuerySet[Fulfilment]:
    where, own = "comparison__promises__region__path", "comparison__promises__brought_by"
    return Fulfilment.objects.filter(visible(user, "comparison", region=where, own=own))


def _of_plan(model: type[Model], before: str) -> Rows:
    def rows(user: User) -> QuerySet[Any]:
        return model._default_manager.filter(  # noqa: SLF001  # what Django documents
            visible(user, "plan", region=f"{before}region__path")
        )

    return rows


def _plan_indicators_of(before: str) -> OfBody:
    """Condition of what hangs on an indicator in a plan that a body leads or supports."""

    def of_body(body: int) -> Q:
        supported = PlanIndicator.supporting.through.objects.filter(body_id=body).values("planindicator_id")
        key = f"{before}pk__in" if before else "pk__in"
        return Q(**{f"{before}lead_id": body}) | Q(**{key: supported})

    return of_body


def _of_plan_indicator(model: type[Model], kind: str, before: str = "of__") -> Rows:
    def rows(user: User) -> QuerySet[Any]:
        found = visible(user, kind, region=f"{before}plan__region__path", of_body=_plan_indicators_of(before))
        return model._default_manager.filter(found)  # noqa: SLF001  # what Django documents

    return rows


def _of_figure(model: type[Model], before: str = "") -> Rows:
    def of_body(body: int) -> Q:
        return Q(**{f"{before}body_id": body}) | Q(**{f"{before}reported_by_id": body})

    def rows(user: User) -> QuerySet[Any]:
        where, own = f"{before}region__path", f"{before}entered_by"
        found = visible(user, "figure", region=where, of_body=of_body, own=own)
        return model._default_manager.filter(found)  # noqa: SLF001  # what Django documents

    return rows


def _progress(user: User) -> QuerySet[Progress]:
    found = visible(user, "progress", region="of__plan__region__path", of_body=lambda body: Q(body_id=body), own="by")
    return Progress.objects.filter(found)


def _rounds(user: User) -> QuerySet[Round]:
    return Round.objects.filter(visible(user, "round", region="region__path"))


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
