"""Columns of the tables of plans and their indicators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planweb.evidence.phrasing import category_name
from planweb.layout.tables import Column
from planweb.layout.wording import grouped
from planweb.registry import hooks
from planweb.registry.catalogue import name_of
from planweb.registry.models import Indicator, Plan, PlanIndicator
from planweb.registry.wording import in_column

STATUS_MARKS = {"in_force": "good", "superseded": "off"}


def columns_of_plan(years: Sequence[int], *, chapter: bool) -> tuple[Column, ...]:
    """Columns of the indicators of a plan: what each is, its targets by year, who answers, what features above add."""
    return (
        Column("name", gettext_lazy("指标"), lambda row: row.name, ("name",), hooks.indicator_address),
        Column("attribute", gettext_lazy("属性"), lambda row: row.get_attribute_display(), ("attribute",), whole=True),
        *(one.column for one in hooks.columns()),
        Column("unit", gettext_lazy("计量单位"), lambda row: row.unit, whole=True),
        Column("base", gettext_lazy("基期"), base_text, ("base_value",), figures=True),
        *(Column(f"y{year}", str(year), _targets_in(year), figures=True) for year in years),
        Column("lead", gettext_lazy("牵头单位"), lambda row: row.lead.name if row.lead else None, ("lead__name",)),
        Column("supporting", gettext_lazy("配合单位"), supporting_text),
        Column(
            "frequency", gettext_lazy("报送频率"), lambda row: row.get_frequency_display(), ("frequency",), whole=True
        ),
        *((CHAPTER,) if chapter else ()),
    )


def plan_address(plan: Plan) -> str:
    """Address of the page of a plan."""
    return reverse("registry:plan", args=[plan.pk])


def own_address(indicator: Indicator) -> str:
    """Address where one of the office's own indicators is edited; none for those of the catalogue."""
    return reverse("registry:indicator-edit", args=[indicator.pk]) if indicator.code.startswith("own-") else ""


def origin_of(indicator: Indicator) -> str:
    """Where an indicator comes from."""
    return (
        _("自设（%(region)s）") % {"region": indicator.region or "—"}
        if indicator.code.startswith("own-")
        else _("目录自带")
    )


def period_of(plan: Plan) -> str:
    """The years of a plan."""
    return str(plan.first_year) if plan.first_year == plan.last_year else f"{plan.first_year}–{plan.last_year}"


def base_text(row: PlanIndicator) -> str:
    """The base with its year."""
    if row.base_value is None:
        return ""
    return f"{grouped(row.base_value)}（{row.base_year}）" if row.base_year else grouped(row.base_value)


def supporting_text(row: PlanIndicator) -> str:
    """Names of the bodies that support."""
    return _("、").join(body.name for body in row.supporting.all())


def _targets_in(year: int) -> Callable[[PlanIndicator], Any]:
    def text(row: PlanIndicator) -> str:
        there = [one for one in row.targets.all() if one.year == year and one.kind != "share"]
        return _("；").join(dict.fromkeys(in_column(one, row) for one in there))

    return text


PLANS = (
    Column("title", gettext_lazy("名称"), lambda row: row.title, ("title",), plan_address),
    Column("tier", gettext_lazy("规划类别"), lambda row: row.get_tier_display(), ("tier",)),
    Column("region", gettext_lazy("地区"), lambda row: row.region.name, ("region__path",), whole=True),
    Column("period", gettext_lazy("规划期"), period_of, ("first_year", "last_year"), whole=True),
    Column(
        "status",
        gettext_lazy("状态"),
        lambda row: row.get_status_display(),
        ("status",),
        mark=lambda row: STATUS_MARKS.get(row.status, ""),
    ),
    Column("above", gettext_lazy("上位规划"), lambda row: str(row.above) if row.above else None, ("above__title",)),
    Column(
        "indicators", gettext_lazy("指标（项）"), lambda row: row.indicator_count, ("indicator_count",), figures=True
    ),
    Column("unled", gettext_lazy("未定牵头（项）"), lambda row: row.unled_count, ("unled_count",), figures=True),
)

CATALOGUE = (
    Column("name", gettext_lazy("名称"), name_of, ("name",)),
    Column("category", gettext_lazy("领域"), lambda row: category_name(row.category), ("category",)),
    Column("unit", gettext_lazy("常用单位"), lambda row: row.unit, ("unit",)),
    Column("direction", gettext_lazy("方向"), lambda row: row.get_direction_display(), ("direction",)),
    Column("kind", gettext_lazy("性质"), lambda row: row.get_kind_display(), ("kind",)),
    Column("origin", gettext_lazy("来源"), origin_of),
    Column("plans", gettext_lazy("在规划中（项）"), lambda row: row.plan_count, ("plan_count",), figures=True),
    Column("code", gettext_lazy("代码"), lambda row: row.code, ("code",), own_address),
)

CHAPTER = Column("chapter", gettext_lazy("章节"), lambda row: str(row.chapter or ""), ("chapter__position",))
