"""Plans and indicators as things that can be found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.db.models.signals import post_migrate
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from planweb.registry.models import Indicator, Plan, PlanIndicator, Target
from planweb.registry.signals import targets_changed
from planweb.search.indexing import follow, rebuild, refresh_soon
from planweb.search.kinds import Findable, SearchKind, register_searchable, search_kind
from planweb.search.models import Entry


def connect() -> None:
    """Let them be found, and keep the index in step with them."""
    for kind in KINDS:
        register_searchable(kind)
    follow("indicator", Indicator)
    follow("target", PlanIndicator)
    follow("plan", Plan)
    post_migrate.connect(_migrated, dispatch_uid="search-indicators")
    targets_changed.connect(_changed, dispatch_uid="search-targets")


def _migrated(*, app_config: Any, **_said: Any) -> None:
    """The catalogue was loaded, perhaps with other indicators than before."""
    if app_config.label == "registry":
        for _made in rebuild(search_kind("indicator")):
            pass


def _changed(sender: object, *, plan_indicators: Iterable[int], **_said: object) -> None:
    refresh_soon("target", plan_indicators)


def _in_plans() -> QuerySet[PlanIndicator]:
    rows = PlanIndicator.objects.select_related("plan__region", "indicator", "lead")
    shares = Target.objects.exclude(body=None).only("of", "body").order_by()  # all that ``scope`` looks at
    return rows.prefetch_related("supporting", Prefetch("targets", queryset=shares))


def _of_indicator(indicator: Indicator) -> Iterator[Findable]:
    yield Findable(indicator.name, " · ".join(filter(None, (indicator.unit, indicator.english))))


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


def _address(routes: tuple[str, ...], entry: Entry) -> str:
    """The first of these pages that the site has; else what is found of the plans under the same name."""
    for route in routes:
        try:
            return reverse(route, args=[entry.key])
        except NoReverseMatch:
            continue
    return f"{reverse('search:find')}?{urlencode({'q': entry.title})}"


KINDS = (
    SearchKind(
        code="indicator",
        number=1,
        name=_("目录指标"),
        permission="indicator",
        rows=Indicator.objects.all,
        entries=_of_indicator,
        address=lambda entry: _address(("monitoring:series",), entry),
    ),
    SearchKind(
        code="target",
        number=2,
        name=_("规划指标"),
        permission="target",
        rows=_in_plans,
        entries=_of_target,
        address=lambda entry: _address(("monitoring:indicator", "registry:plan-indicator"), entry),
        parent="plan",
    ),
    SearchKind(
        code="plan",
        number=3,
        name=_("规划"),
        permission="plan",
        rows=lambda: Plan.objects.select_related("region"),
        entries=_of_plan,
        address=lambda entry: _address(("registry:plan",), entry),
    ),
)
