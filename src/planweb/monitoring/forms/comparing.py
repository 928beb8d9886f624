"""What is compared."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from planweb.accounts.frame import Frame
from planweb.accounts.models import Region
from planweb.monitoring.models import Figure
from planweb.registry.models import Indicator

MOST_YEARS = 15


class CompareForm(forms.Form):
    """Indicators, regions and years, all in the address."""

    indicator = forms.ModelMultipleChoiceField(
        queryset=Indicator.objects.none(),
        label=_("指标"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    region = forms.ModelMultipleChoiceField(
        queryset=Region.objects.none(), label=_("地区"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    first = forms.IntegerField(label=_("自"), min_value=1949, max_value=2100, required=False)
    last = forms.IntegerField(label=_("至"), min_value=1949, max_value=2100, required=False)
    measure = forms.ChoiceField(label=_("量的种类"), choices=Figure.Measure.choices, required=False)

    def __init__(
        self, *args: Any, indicators: QuerySet[Indicator], regions: QuerySet[Region], frame: Frame, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.frame = frame
        self.fields["indicator"].queryset = indicators  # type: ignore[attr-defined]
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]

    def years(self) -> list[int]:
        """The years that are asked for, at most fifteen; those of the frame, else the last ten."""
        said = self.cleaned_data if self.is_valid() else {}
        now = timezone.localdate().year
        last = said.get("last") or (min(self.frame.last, now) if self.frame.last else now)
        first = said.get("first") or (self.frame.first - 1 if self.frame.first else last - 9)
        first, last = min(first, last), max(first, last)
        return list(range(max(first, last - MOST_YEARS + 1), last + 1))
