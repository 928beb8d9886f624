"""Forms and filters of regions."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from planweb.accounts.forms.users import RegionChoice
from planweb.accounts.models import Region, User
from planweb.accounts.reach import within
from planweb.accounts.regions import known_codes


class RegionForm(forms.Form):
    """A new region."""

    above = RegionChoice(label=_("上级地区"))
    name = forms.CharField(label=_("名称"), max_length=100)
    level = forms.ChoiceField(
        label=_("级别"),
        choices=[choice for choice in Region.Level.choices if choice[0] != Region.Level.NATION],
        initial=Region.Level.COUNTY,
    )
    code = forms.CharField(
        label=_("代码"),
        max_length=6,
        validators=[RegexValidator(r"^[0-9A-Z]{6}\Z", _("填写六位数字或大写字母。"))],
        help_text=_("六位行政区划代码；没有代码的，用数字和大写字母自编六位，如 KFQ001。以后不能更改。"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Region.objects.filter(within(user, "region", region="pk", action="create"))
        above = found.exclude(level=Region.Level.COUNTY).order_by("path")
        self.fields["above"].queryset = above  # type: ignore[attr-defined]
        if len(few := list(above[:2])) == 1:
            self.fields["above"].initial = few[0]


class RegionNameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("名称"), max_length=100)
    why = forms.CharField(label=_("依据"), required=False, max_length=300, help_text=_("如行政区划调整文件文号。"))


class RegionFilter(filters.FilterSet):
    """By name or code, level, and where they come from."""

    name = filters.CharFilter(method="named", label=_("名称或代码"), widget=forms.TextInput(attrs={"type": "search"}))
    level = filters.ChoiceFilter(choices=Region.Level.choices, label=_("级别"), empty_label=_("全部"))
    within = filters.CharFilter(method="below", label=_("上级地区"))
    source = filters.ChoiceFilter(
        method="come_from",
        choices=[("catalogue", _("目录自带")), ("own", _("自建"))],
        label=_("来源"),
        empty_label=_("全部"),
    )

    class Meta:
        model = Region
        fields: tuple[str, ...] = ()

    def named(self, regions: QuerySet[Region], _name: str, value: str) -> QuerySet[Region]:
        """Those whose name holds ``value`` or whose code begins with it."""
        return regions.filter(Q(name__icontains=value) | Q(code__istartswith=value))

    def below(self, regions: QuerySet[Region], _name: str, value: str) -> QuerySet[Region]:
        """Those right below a region whose name holds ``value`` or whose code it is."""
        return regions.filter(Q(parent__name__icontains=value) | Q(parent__code=value))

    def come_from(self, regions: QuerySet[Region], _name: str, value: str) -> QuerySet[Region]:
        """Those of the catalogue, or those that people added."""
        known = Q(code__in=known_codes())
        return regions.filter(known if value == "catalogue" else ~known)
