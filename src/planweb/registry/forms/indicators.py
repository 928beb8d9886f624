"""Forms and filters of the catalogue of indicators."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from planweb.accounts.forms.users import RegionChoice
from planweb.accounts.models import User
from planweb.evidence.phrasing import category_choices
from planweb.registry.models import Indicator


class IndicatorForm(forms.ModelForm):
    """One of the office's own indicators."""

    region = RegionChoice(label=_("地区"), help_text=_("由哪个地区管理；其他地区也可以使用。"))
    category = forms.ChoiceField(label=_("领域"), required=False)

    class Meta:
        model = Indicator
        fields = ("name", "english", "category", "unit", "direction", "kind", "region")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].offer(user, "indicator")  # type: ignore[attr-defined]
        self.fields["category"].choices = [("", "—"), *category_choices()]  # type: ignore[attr-defined]


class IndicatorFilter(filters.FilterSet):
    """By name, field and origin."""

    name = filters.CharFilter(method="named", label=_("名称"), widget=forms.TextInput(attrs={"type": "search"}))
    category = filters.ChoiceFilter(choices=category_choices, label=_("领域"), empty_label=_("全部"))
    origin = filters.ChoiceFilter(
        method="from_origin",
        choices=[("catalogue", _("目录自带")), ("own", _("自设"))],
        label=_("来源"),
        empty_label=_("全部"),
    )

    class Meta:
        model = Indicator
        fields: tuple[str, ...] = ()

    def named(self, rows: QuerySet[Indicator], _name: str, value: str) -> QuerySet[Indicator]:
        """Those whose name or code holds ``value``."""
        return rows.filter(Q(name__icontains=value) | Q(english__icontains=value) | Q(code__icontains=value))

    def from_origin(self, rows: QuerySet[Indicator], _name: str, value: str) -> QuerySet[Indicator]:
        """The office's own, or those that came with the program."""
        own = Q(code__startswith="own-")
        return rows.filter(own if value == "own" else ~own)
