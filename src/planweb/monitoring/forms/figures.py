"""Forms and filters of figures."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from planweb.accounts import policies
from planweb.accounts.forms.users import RegionChoice
from planweb.accounts.models import Body, Region, User
from planweb.accounts.reach import at_or_below, named_regions, within
from planweb.monitoring.measuring import number_in
from planweb.monitoring.models import Figure
from planweb.monitoring.queries.seeing import own_bodies
from planweb.registry.models import Indicator


class ValueField(forms.CharField):
    """A number as people write it; a unit behind it is kept in ``unit_of``."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"max_length": 60, "widget": widget, **kwargs})

    def clean(self, value: Any) -> Any:
        """The number and the unit behind it; None when there is none."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return number_in(text)
        except ValueError:
            raise ValidationError(_now("请填写数字。"), code="number") from None


class FigureForm(forms.Form):
    """One figure."""

    indicator = forms.ModelChoiceField(Indicator.objects.none(), label=_("指标"))
    region = RegionChoice(label=_("地区"))
    period = forms.CharField(
        label=_("时期"),
        max_length=9,
        help_text=_("2025（全年）、2025H1（上半年）、2025Q1（一季度）或 2025-03（3月）。"),
    )
    measure = forms.ChoiceField(label=_("量的种类"), choices=Figure.Measure.choices)
    value = ValueField(label=_("数值"), help_text=_("可以带单位，如 1205000万元，自动换算为指标的单位。"))
    kind = forms.ChoiceField(label=_("性质"), choices=Figure.Kind.choices, initial=Figure.Kind.PRELIMINARY)
    reported_by = forms.ModelChoiceField(Body.objects.none(), label=_("填报单位"), required=False)
    body = forms.ModelChoiceField(
        Body.objects.none(),
        label=_("哪个单位的份额"),
        required=False,
        help_text=_("只填目标中分解到某个单位的那一份时选；整个地区的数据留空。"),
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=500)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = own_bodies(user)
        indicators = Indicator.objects.order_by("name", "pk")
        if bodies and not policies.may_somewhere(user, "accept", "figure"):
            named = Q(in_plans__lead__in=bodies) | Q(in_plans__supporting__in=bodies)
            named |= Q(in_plans__targets__body__in=bodies)
            indicators = indicators.filter(named).distinct()
            self.fields["reported_by"].required = True
        self.fields["indicator"].queryset = indicators  # type: ignore[attr-defined]
        regions = _regions_for(user)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        mine = Body.objects.filter(pk__in=[body.pk for body in bodies]) if bodies else Body.objects.current()
        if not bodies:
            mine = mine.filter(region__in=regions.order_by())
        for name in ("reported_by", "body"):
            self.fields[name].queryset = mine  # type: ignore[attr-defined]
        if len(bodies) == 1:
            self.fields["reported_by"].initial = bodies[0]
            self.fields["region"].initial = bodies[0].region_id

    def figure(self) -> Figure:
        """What it says, not yet saved."""
        said = self.cleaned_data
        value, unit = said["value"]
        names = ("indicator", "region", "period", "measure", "kind", "reported_by", "body", "note")
        return Figure(value=value, unit=unit, **{name: said[name] for name in names})


class RevisionForm(forms.Form):
    """Another value instead of one."""

    value = ValueField(label=_("修订后的数值"))
    note = forms.CharField(label=_("说明"), required=False, max_length=500)
    why = forms.CharField(label=_("修订理由"), max_length=300, help_text=_("记入审计记录。"))


class ContestForm(forms.Form):
    """An objection."""

    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    source = forms.CharField(label=_("依据"), max_length=500, help_text=_("文件、年鉴或网页，写明页码。"))
    other_value = ValueField(label=_("您认为正确的数值"), required=False)


class ResolutionForm(forms.Form):
    """What becomes of an objection."""

    upheld = forms.TypedChoiceField(
        label=_("处理结论"),
        choices=[("yes", _("异议成立，修订数值")), ("no", _("异议不成立，维持原数"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    value = ValueField(label=_("修订后的数值"), required=False)
    resolution = forms.CharField(label=_("处理意见"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class FigureFilter(filters.FilterSet):
    """By what it is of, and how far it is."""

    indicator = filters.CharFilter(
        method="of_indicator", label=_("指标"), widget=forms.TextInput(attrs={"type": "search"})
    )
    region = filters.CharFilter(method="in_region", label=_("地区"))
    period = filters.CharFilter(lookup_expr="startswith", label=_("时期"))
    body = filters.CharFilter(method="of_body", label=_("责任单位"))
    state = filters.ChoiceFilter(choices=Figure.State.choices, label=_("状态"), empty_label=_("全部"))
    source = filters.ChoiceFilter(choices=Figure.Source.choices, label=_("来源"), empty_label=_("全部"))
    kind = filters.ChoiceFilter(choices=Figure.Kind.choices, label=_("性质"), empty_label=_("全部"))

    class Meta:
        model = Figure
        fields: tuple[str, ...] = ()

    def of_indicator(self, figures: QuerySet[Figure], _name: str, value: str) -> QuerySet[Figure]:
        """Those of indicators whose name holds ``value``, or whose code it is."""
        found = Indicator.objects.filter(Q(name__icontains=value) | Q(english__icontains=value) | Q(code=value))
        return figures.filter(indicator__in=found.order_by())

    def in_region(self, figures: QuerySet[Figure], _name: str, value: str) -> QuerySet[Figure]:
        """Those of regions that ``value`` names, or at or below the one whose code it is."""
        return figures.filter(region__in=named_regions(value))

    def of_body(self, figures: QuerySet[Figure], _name: str, value: str) -> QuerySet[Figure]:
        """Those that a body whose name holds ``value`` reported or is part of."""
        bodies = Body.objects.filter(Q(name__icontains=value) | Q(short_name__icontains=value)).order_by()
        return figures.filter(Q(reported_by__in=bodies) | Q(body__in=bodies))


def _regions_for(user: User) -> QuerySet[Region]:
    """Regions of which ``user`` may enter figures; for a body those of its region and below."""
    below = within(user, "figure", region="pk", bodies=lambda body: Q(pk__in=at_or_below(body.region)), action="create")
    return Region.objects.filter(below).order_by("path")
