"""The form of how a target is split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import Region
from planweb.monitoring.measuring import written
from planweb.monitoring.splitting import MOST_DIGITS, Choices

PATHS = [
    ("even_growth", _("等速：每年增长率相同")),
    ("even_steps", _("等量：每年增量相同")),
    ("front", _("前高后低")),
    ("back", _("前低后高")),
    ("s_curve", _("S形：慢—快—慢")),
]
RULES = [
    ("", _("不分到地区")),
    ("weights", _("按权重")),
    ("level", _("按现有水平：各地增长一样快")),
    ("equal", _("等量：各地增量相同")),
    ("gap", _("按与平均的差距：落后的多增")),
]
_WEIGHT = "weight-"


class SplitForm(forms.Form):
    """How years and regions share; one weight a region."""

    path = forms.ChoiceField(label=_("年度路径"), choices=PATHS, initial="even_growth")
    digits = forms.IntegerField(
        label=_("小数位数"), min_value=0, max_value=MOST_DIGITS, required=False,
        help_text=_("不填时与目标值、基期值的位数相同；户、个、项填0。"),
    )  # fmt: skip
    least = forms.FloatField(label=_("每年增长不低于（%）"), required=False)
    most = forms.FloatField(label=_("每年增长不高于（%）"), required=False)
    rule = forms.ChoiceField(label=_("分到地区"), choices=RULES, required=False)

    def __init__(self, *args: Any, regions: Sequence[Region], bases: Mapping[str, float], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regions = regions
        if not regions:
            del self.fields["rule"]
        for region in regions:
            self.fields[_WEIGHT + region.code] = forms.FloatField(
                label=region.name, min_value=0, required=False, initial=written(bases.get(region.code)) or None
            )

    @property
    def ways(self) -> list[forms.BoundField]:
        """Everything but the weights."""
        return [field for field in self if not field.name.startswith(_WEIGHT)]

    @property
    def weights(self) -> list[forms.BoundField]:
        """The weights of regions."""
        return [field for field in self if field.name.startswith(_WEIGHT)]

    def clean(self) -> dict[str, Any]:
        """The values; limits of growth must leave something open."""
        said = super().clean() or self.cleaned_data
        least, most = said.get("least"), said.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", _("不能低于下限。"))
        return said

    def chosen(self) -> Choices:
        """What the form says; what it does without being filled in where it is not."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        weights = {
            region.code: value
            for region in self.regions
            if (value := said.get(_WEIGHT + region.code, None)) is not None
        }
        return Choices(
            said.get("path") or "even_growth",
            said.get("rule") or "",
            said.get("digits"),
            said.get("least"),
            said.get("most"),
            weights,
        )
