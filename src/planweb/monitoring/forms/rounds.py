"""Forms and filters of reporting dates."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from planweb.accounts.forms.users import RegionChoice
from planweb.accounts.models import User
from planweb.layout.forms import DateField
from planweb.monitoring.models import Round
from planweb.registry.models import PlanIndicator


class RoundsForm(forms.Form):
    """The rounds of a year."""

    region = RegionChoice(label=_("地区"))
    year = forms.IntegerField(label=_("年份"), min_value=1950, max_value=2099)
    frequency = forms.ChoiceField(label=_("频率"), choices=PlanIndicator.Frequency.choices, initial="quarter")
    days = forms.IntegerField(
        label=_("期末后几天截止"), min_value=1, max_value=180, initial=10, help_text=_("如 10：一季度于4月10日截止。")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].offer(user, "round")  # type: ignore[attr-defined]
        self.fields["year"].initial = timezone.localdate().year


class RoundForm(forms.Form):
    """The days of one round."""

    opens_on = DateField(label=_("开始日期"))
    due_on = DateField(label=_("截止日期"))


class RoundFilter(filters.FilterSet):
    """By region, frequency, year and state."""

    region = filters.CharFilter(field_name="region__name", lookup_expr="icontains", label=_("地区"))
    frequency = filters.ChoiceFilter(choices=PlanIndicator.Frequency.choices, label=_("频率"), empty_label=_("全部"))
    period = filters.CharFilter(lookup_expr="startswith", label=_("时期"))
    state = filters.ChoiceFilter(
        method="in_state",
        choices=[("open", _("进行中")), ("closed", _("已结束"))],
        label=_("状态"),
        empty_label=_("全部"),
    )

    class Meta:
        model = Round
        fields: tuple[str, ...] = ()

    def in_state(self, rounds: QuerySet[Round], _name: str, value: str) -> QuerySet[Round]:
        """Those that are open, or closed."""
        return rounds.filter(closed_at__isnull=value == "open")
