"""Filters of the audit trail."""

from __future__ import annotations

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from planweb.audit.models import AuditEntry
from planweb.oversight.words import ACTIONS


class EntryFilter(filters.FilterSet):
    """By object, person, action and day."""

    label = filters.CharFilter(
        field_name="object_label",
        lookup_expr="icontains",
        label=_("对象"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    who = filters.CharFilter(lookup_expr="icontains", label=_("操作人"))
    action = filters.ChoiceFilter(choices=list(ACTIONS.items()), label=_("操作"), empty_label=_("全部"))
    since = filters.DateFilter(
        field_name="at", lookup_expr="date__gte", label=_("自"), widget=forms.DateInput(attrs={"type": "date"})
    )

    class Meta:
        model = AuditEntry
        fields: tuple[str, ...] = ()
