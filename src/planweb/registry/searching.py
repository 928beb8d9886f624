"""Plans and indicators as things that can be found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from planweb.registry.models import Indicator, Plan, PlanIndicator
from planweb.registry.signals import targets_changed
from planweb.search.indexing import follow, refresh_soon
from planweb.search.kinds import Findable, SearchKind, register_searchable


def connect() -> None:
    """Let them be found, and keep the index in step with them."""
    for kind in KINDS:
        register_searchable(kind)
    follow("indicator", Indicator)
    follow("target", PlanIndicator)
    follow("plan", Plan)
    targets_changed.connect(_changed, dispatch_uid="search-targets")


def _changed(sender: object, *, plan_indicators: Iterable[int], **_said: object) -> None:
    refresh_soon("target", plan_indicators)


def _in_plans() -> QuerySet[PlanIndicator]:
    rows = PlanIndicator.objects.select_related("plan__region", "indicator", "lead")
    return rows.prefetch_related("supporting")


def _of_indicator(indicator: Indicator) -> Iterator[Findable]:
    yield Findable(indicator.name, " · ".join(filter(None, (indicator.english, indicator.category, indicator.unit))))


def _of_target(target: PlanIndicator) -> Iterator[Findable]:
    other = target.indicator.name if target.indicator.name != target.name else ""
    said = (other, target.plan.title, str(target.get_attribute_display()), target.unit, str(target.lead or ""))
    scope = target.scope
    text = " · ".join(filter(None, said))
    yield Findable(target.name, text, scope.path, target.plan.last_year, scope.bodies, parent=target.plan_id)


def _of_plan(plan: Plan) -> Iterator[Findable]:
    years = str(plan.first_year) if plan.first_year == plan.last_year else f"{plan.first_year}—{plan.last_year}"
    said = " · ".join((str(plan.get_tier_display()), years, str(plan.get_status_display())))
    yield Findable(plan.title, said, plan.region.path, plan.last_year)


def _address(route: str, key: int, otherwise: str) -> str:
    try:
        return reverse(route, args=[key])
    except NoReverseMatch:
        return otherwise


KINDS = (
    SearchKind(
        code="indicator",
        number=1,
        name=_("指标"),
        permission="indicator",
        rows=Indicator.objects.all,
        entries=_of_indicator,
        address=lambda entry: _address("registry:indicator", entry.key, f"/indicators/{entry.key}/"),
    ),
    SearchKind(
        code="target",
        number=2,
        name=_("规划指标"),
        permission="target",
        rows=_in_plans,
        entries=_of_target,
        address=lambda entry: _address("registry:plan-indicator", entry.key, f"/plan-indicators/{entry.key}/"),
        parent="plan",
    ),
    SearchKind(
        code="plan",
        number=3,
        name=_("规划"),
        permission="plan",
        rows=lambda: Plan.objects.select_related("region"),
        entries=_of_plan,
        address=lambda entry: _address("registry:plan", entry.key, f"/plans/{entry.key}/"),
    ),
)
