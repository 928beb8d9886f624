"""Filters of statements."""

from __future__ import annotations

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from planweb.accounts.reach import named_regions
from planweb.evidence.models import Statement


class StatementFilter(filters.FilterSet):
    """By indicator, role, period, state, confidence and document."""

    indicator = filters.CharFilter(
        lookup_expr="icontains", label=_("指标"), widget=forms.TextInput(attrs={"type": "search"})
    )
    role = filters.ChoiceFilter(choices=Statement.Role.choices, label=_("角色"), empty_label=_("全部"))
    period = filters.CharFilter(lookup_expr="startswith", label=_("时期"))
    state = filters.ChoiceFilter(
        method="in_state",
        choices=[*Statement.State.choices, ("reviewed", _("已确认或已更正"))],
        label=_("审核状态"),
        empty_label=_("全部"),
    )
    catalogue = filters.ChoiceFilter(
        method="matched",
        choices=[("yes", _("已对上")), ("no", _("未对上"))],
        label=_("目录指标"),
        empty_label=_("全部"),
    )
    confidence = filters.ChoiceFilter(
        method="sure",
        choices=[("sure", _("0.9 以上")), ("fair", _("0.7 至 0.9")), ("unsure", _("0.7 以下"))],
        label=_("置信度"),
        empty_label=_("全部"),
    )
    document = filters.NumberFilter(field_name="document_id", label=_("文献编号"))

    within = filters.CharFilter(method="at_or_below", widget=forms.HiddenInput)  # what the home page counts

    class Meta:
        model = Statement
        fields: tuple[str, ...] = ()

    def at_or_below(self, statements: QuerySet[Statement], _name: str, value: str) -> QuerySet[Statement]:
        """Those of documents of the region with this code and of the regions below it."""
        return statements.filter(document__region__in=named_regions(value))

    def in_state(self, statements: QuerySet[Statement], _name: str, value: str) -> QuerySet[Statement]:
        """Those in one state of review, or those that a person found right."""
        if value == "reviewed":
            return statements.filter(state__in=(Statement.State.CONFIRMED, Statement.State.CORRECTED))
        return statements.filter(state=value)

    def matched(self, statements: QuerySet[Statement], _name: str, value: str) -> QuerySet[Statement]:
        """Those of an indicator of the catalogue, or of none; without those that were merged into another."""
        if value == "no":
            return statements.filter(indicator_id="", merged_into=None)
        return statements.exclude(indicator_id="")

    def sure(self, statements: QuerySet[Statement], _name: str, value: str) -> QuerySet[Statement]:
        """Those of one degree of confidence."""
        wanted = {
            "sure": Q(confidence__gte=0.9),
            "fair": Q(confidence__gte=0.7, confidence__lt=0.9),
            "unsure": Q(confidence__lt=0.7),
        }
        return statements.filter(wanted[value])
