"""Forms and filters of plans, their versions and their documents."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from planweb.accounts.forms.users import RegionChoice
from planweb.accounts.models import User
from planweb.accounts.reach import named_regions
from planweb.evidence.models import Document
from planweb.layout.forms import DateField
from planweb.registry.models import Plan, PlanVersion
from planweb.registry.queries.plans import may_be_attached, may_be_superseded, may_stand_above


class PlanForm(forms.ModelForm):
    """A plan."""

    region = RegionChoice(label=_("地区"))

    class Meta:
        model = Plan
        fields = ("title", "tier", "region", "first_year", "last_year", "above")
        help_texts = {"above": _("本规划要落实的规划，如上级的发展规划。")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].offer(user, "plan")  # type: ignore[attr-defined]
        self.fields["above"].queryset = may_stand_above(self.instance, user)  # type: ignore[attr-defined]
        for name in ("first_year", "last_year"):
            self.fields[name].widget.attrs.update({"min": 1950, "max": 2100})

    def clean(self) -> dict[str, Any]:
        """The values; a plan does not end before it starts."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("first_year"), said.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _now("终止年不能早于起始年。"))
        for name in ("first_year", "last_year"):
            if said.get(name) and not 1950 <= said[name] <= 2100:
                self.add_error(name, _now("请填写四位年份。"))
        return said


class AdvanceForm(forms.Form):
    """Another status."""

    to = forms.ChoiceField(label=_("新状态"))
    why = forms.CharField(
        label=_("理由或依据"), max_length=300, help_text=_("如批准文件的文号、人大会议决议。记入审计记录。")
    )
    supersedes = forms.ModelMultipleChoiceField(
        Plan.objects.none(),
        label=_("取代的规划"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("开始实施时，勾选的规划同时变为“已被取代”。"),
    )

    def __init__(self, *args: Any, plan: Plan, user: User, statuses: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = dict(Plan.Status.choices)
        self.fields["to"].choices = [(code, words[Plan.Status(code)]) for code in statuses]  # type: ignore[attr-defined]
        earlier = may_be_superseded(plan, user)
        if Plan.Status.IN_FORCE in statuses and earlier.exists():
            self.fields["supersedes"].queryset = earlier  # type: ignore[attr-defined]
        else:
            del self.fields["supersedes"]


class WhyForm(forms.Form):
    """Why something is done."""

    why = forms.CharField(label=_("理由"), max_length=300, required=False)


class VersionForm(forms.ModelForm):
    """A new version."""

    effective_on = DateField(label=_("施行日期"), required=False)

    class Meta:
        model = PlanVersion
        fields = ("note", "effective_on")
        help_texts = {"note": _("为什么有新版本，如中期调整、人大批准的调整方案。")}


class AttachForm(forms.Form):
    """A document of a version."""

    document = forms.ModelChoiceField(Document.objects.none(), label=_("文献"))

    def __init__(self, *args: Any, version: PlanVersion, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = may_be_attached(version, user)  # type: ignore[attr-defined]


class PlanFilter(filters.FilterSet):
    """By name, tier, region, status and year."""

    title = filters.CharFilter(
        lookup_expr="icontains", label=_("名称"), widget=forms.TextInput(attrs={"type": "search"})
    )
    tier = filters.ChoiceFilter(choices=Plan.Tier.choices, label=_("规划类别"), empty_label=_("全部"))
    region = filters.CharFilter(method="in_region", label=_("地区"))
    status = filters.ChoiceFilter(choices=Plan.Status.choices, label=_("状态"), empty_label=_("全部"))
    year = filters.NumberFilter(method="covering", label=_("涵盖年份"))

    class Meta:
        model = Plan
        fields: tuple[str, ...] = ()

    def in_region(self, plans: QuerySet[Plan], _name: str, value: str) -> QuerySet[Plan]:
        """Those of regions that ``value`` names, or at or below the one whose code it is."""
        return plans.filter(region__in=named_regions(value))

    def covering(self, plans: QuerySet[Plan], _name: str, value: Any) -> QuerySet[Plan]:
        """Those whose period holds the year."""
        return plans.filter(first_year__lte=int(value), last_year__gte=int(value))
