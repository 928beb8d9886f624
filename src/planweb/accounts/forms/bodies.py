"""Forms and filters of bodies."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from planweb.accounts.duties import Duty, duties_of
from planweb.accounts.forms.users import RegionChoice
from planweb.accounts.models import Body, User
from planweb.accounts.queries import merge_partners
from planweb.layout.forms import DateField

PARTS = (1, 2, 3, 4)


class BodyForm(forms.ModelForm):
    """A new body."""

    region = RegionChoice(label=_("地区"))
    valid_from = DateField(label=_("设立日期"), initial=timezone.localdate)

    class Meta:
        model = Body
        fields = ("name", "short_name", "kind", "region", "valid_from")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].offer(user, "body")  # type: ignore[attr-defined]


class RenameForm(forms.ModelForm):
    """Another name."""

    why = forms.CharField(label=_("依据"), required=False, max_length=300, help_text=_("如机构改革文件文号。"))

    class Meta:
        model = Body
        fields = ("name", "short_name")


class MergeForm(forms.Form):
    """The bodies that merge and what they become."""

    others = forms.ModelMultipleChoiceField(
        Body.objects.none(), label=_("与之合并的单位"), help_text=_("按住 Ctrl 可选多个。")
    )
    name = forms.CharField(label=_("合并后的名称"), max_length=100)
    on = DateField(label=_("合并日期"), initial=timezone.localdate)
    why = forms.CharField(label=_("依据"), required=False, max_length=300, help_text=_("如机构改革文件文号。"))

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body
        self.fields["others"].queryset = merge_partners(body)  # type: ignore[attr-defined]

    def successor(self) -> Body:
        """The body that comes out of it, not yet saved."""
        return _successor(self.body, self.cleaned_data["name"], self.cleaned_data["on"])


class SplitForm(forms.Form):
    """What a body splits into, and which part takes which duty."""

    on = DateField(label=_("拆分日期"), initial=timezone.localdate)
    why = forms.CharField(label=_("依据"), required=False, max_length=300, help_text=_("如机构改革文件文号。"))

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body
        self.duties: list[Duty] = list(duties_of(body))
        for part in PARTS:
            label = _now("新单位%(number)s的名称") % {"number": part}
            self.fields[f"part_{part}"] = forms.CharField(label=label, max_length=100, required=part <= 2)
        choices = [(part, _now("新单位%(number)s") % {"number": part}) for part in PARTS]
        for duty in self.duties:
            label = f"{duty.kind.name}：{duty.text}"
            self.fields[duty.key] = forms.TypedChoiceField(label=label, choices=choices, coerce=int, initial=1)
        self.order_fields([*(f"part_{part}" for part in PARTS), "on", "why"])

    def clean(self) -> dict[str, Any]:
        """The values; no duty goes to a part without a name."""
        said = super().clean() or self.cleaned_data
        named = [part for part in PARTS if said.get(f"part_{part}")]
        for duty in self.duties:
            if said.get(duty.key) not in (None, *named):
                self.add_error(duty.key, ValidationError(_now("该新单位没有名称。"), code="unnamed"))
        return said

    def parts(self) -> list[Body]:
        """The bodies that come out of it, not yet saved."""
        return [
            _successor(self.body, self.cleaned_data[f"part_{part}"], self.cleaned_data["on"]) for part in self._named()
        ]

    def heirs(self) -> dict[str, int]:
        """Position among ``parts`` by key of duty."""
        named = self._named()
        return {duty.key: named.index(self.cleaned_data[duty.key]) for duty in self.duties}

    def _named(self) -> list[int]:
        return [part for part in PARTS if self.cleaned_data[f"part_{part}"]]


def _successor(body: Body, name: str, on: Any) -> Body:
    return Body(name=name, kind=body.kind, region=body.region, valid_from=on)


class BodyFilter(filters.FilterSet):
    """By name, kind, region and state."""

    name = filters.CharFilter(method="named", label=_("名称"), widget=forms.TextInput(attrs={"type": "search"}))
    kind = filters.ChoiceFilter(choices=Body.Kind.choices, label=_("类别"), empty_label=_("全部"))
    region = filters.CharFilter(field_name="region__name", lookup_expr="icontains", label=_("地区"))
    state = filters.ChoiceFilter(
        method="in_state",
        choices=[("current", _("存续")), ("ended", _("已终止"))],
        label=_("状态"),
        empty_label=_("全部"),
    )

    class Meta:
        model = Body
        fields: tuple[str, ...] = ()

    def named(self, bodies: QuerySet[Body], _name: str, value: str) -> QuerySet[Body]:
        """Those whose name or short name holds ``value``."""
        return bodies.filter(Q(name__icontains=value) | Q(short_name__icontains=value))

    def in_state(self, bodies: QuerySet[Body], _name: str, value: str) -> QuerySet[Body]:
        """Those that exist, or those that have ended."""
        return bodies.filter(valid_to__isnull=value == "current")
