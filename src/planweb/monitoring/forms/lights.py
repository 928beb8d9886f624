"""Filters of indicators, and the form of a light by hand."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import Body, Region
from planweb.evidence.phrasing import category_choices
from planweb.monitoring.models import Light, Overruling
from planweb.monitoring.queries.indicators import LIVE
from planweb.registry.models import Plan, PlanIndicator
from planweb.registry.queries.plans import visible_indicators


def _plans(request: Any) -> QuerySet[Plan]:
    return Plan.objects.filter(pk__in=visible_indicators(request.user).order_by().values("plan"))


def _regions(request: Any) -> QuerySet[Region]:
    return Region.objects.filter(pk__in=visible_indicators(request.user).order_by().values("plan__region"))


def _bodies(request: Any) -> QuerySet[Body]:
    return Body.objects.filter(pk__in=visible_indicators(request.user).order_by().values("lead"))


class IndicatorFilter(filters.FilterSet):
    """By name, light, plan, region, body, attribute and field."""

    name = filters.CharFilter(
        lookup_expr="icontains", label=_("名称"), widget=forms.TextInput(attrs={"type": "search"})
    )
    light = filters.ChoiceFilter(choices=Light.choices, label=_("状态"), method="by_light", empty_label=_("全部"))
    attribute = filters.ChoiceFilter(choices=PlanIndicator.Attribute.choices, label=_("属性"), empty_label=_("全部"))
    plan = filters.ModelChoiceFilter(queryset=_plans, label=_("规划"), empty_label=_("全部"))
    region = filters.ModelChoiceFilter(
        queryset=_regions, field_name="plan__region", label=_("地区"), empty_label=_("全部")
    )
    live = filters.ChoiceFilter(
        choices=[("yes", _("已批准或实施中")), ("no", _("其他"))],
        label=_("规划状态"),
        method="by_plan_status",
        empty_label=_("全部"),
    )
    lead = filters.ModelChoiceFilter(queryset=_bodies, label=_("牵头单位"), empty_label=_("全部"))
    field = filters.ChoiceFilter(
        field_name="indicator__category", choices=category_choices, label=_("领域"), empty_label=_("全部")
    )
    record = filters.ChoiceFilter(
        choices=[("lapsed", _("曾滞后")), ("overruled", _("人工认定"))],
        label=_("记录"),
        method="by_record",
        empty_label=_("全部"),
    )

    class Meta:
        model = PlanIndicator
        fields: tuple[str, ...] = ()

    def by_light(self, rows: QuerySet[PlanIndicator], _name: str, value: str) -> QuerySet[PlanIndicator]:
        """Those that are shown so; without a standing nobody has reported."""
        wanted = Q(standing__shown=value)
        return rows.filter(wanted | Q(standing__isnull=True) if value == Light.GREY else wanted)

    def by_plan_status(self, rows: QuerySet[PlanIndicator], _name: str, value: str) -> QuerySet[PlanIndicator]:
        """Those of plans that hold now, which pages count, or the others."""
        live = Q(plan__status__in=LIVE)
        return rows.filter(live if value == "yes" else ~live)

    def by_record(self, rows: QuerySet[PlanIndicator], _name: str, value: str) -> QuerySet[PlanIndicator]:
        """Those that were late once, or whose light a person set."""
        return (
            rows.filter(standing__lapsed_on__isnull=False)
            if value == "lapsed"
            else rows.filter(standing__overruled=True)
        )


class OverruleForm(forms.ModelForm):
    """A light by hand, with its reason."""

    light = forms.ChoiceField(
        label=_("认定为"),
        choices=[choice for choice in Light.choices if choice[0] != Light.GREY],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("与规则判定并列公开，并记入审计记录。"),
    )

    class Meta:
        model = Overruling
        fields = ("light", "reason")


class LiftForm(forms.Form):
    """Why the rule's light holds again."""

    why = forms.CharField(label=_("说明"), max_length=500, required=False)
