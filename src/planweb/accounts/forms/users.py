"""Forms and filters of people and roles."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import Body, Region, Role, User
from planweb.accounts.reach import within


class NewUserForm(forms.ModelForm):
    """Somebody new."""

    class Meta:
        model = User
        fields = ("name", "username", "email")


class RegionChoice(forms.ModelChoiceField):
    """A region, set in by its level."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Region.objects.order_by("path"), **kwargs)

    def offer(self, user: User, kind: str) -> None:
        """Only regions for which ``user`` may make things of ``kind``; the highest is chosen unless that is all."""
        reached = within(user, kind, region="pk", action="create")
        self.queryset = Region.objects.filter(reached).order_by("path")
        if reached and self.initial is None:
            self.initial = self.queryset.first()

    def label_from_instance(self, obj: Region) -> str:
        """Its name, set in."""
        return "　" * (obj.path.count("/") - 1) + obj.name


class GrantForm(forms.Form):
    """A role and where it holds."""

    role = forms.ChoiceField(label=_("角色"), choices=[("", _("请选择")), *Role.choices])
    region = RegionChoice(
        label=_("地区"), required=False, empty_label=_("全部地区"), help_text=_("包括其下所有地区；不选即不限地区。")
    )
    body = forms.ModelChoiceField(
        Body.objects.current(),
        label=_("单位"),
        required=False,
        empty_label=_("全部单位"),
        help_text=_("不选即不限单位。"),
    )


class UserFilter(filters.FilterSet):
    """By name, role and state."""

    name = filters.CharFilter(method="named", label=_("姓名或用户名"), widget=forms.TextInput(attrs={"type": "search"}))
    role = filters.ChoiceFilter(method="holding", choices=Role.choices, label=_("角色"), empty_label=_("全部"))
    is_active = filters.ChoiceFilter(
        choices=[("true", _("启用")), ("false", _("停用"))], method="active", label=_("状态"), empty_label=_("全部")
    )

    class Meta:
        model = User
        fields: tuple[str, ...] = ()

    def named(self, users: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        """Those whose name or user name holds ``value``."""
        return users.filter(Q(name__icontains=value) | Q(username__icontains=value))

    def holding(self, users: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        """Those who hold a role somewhere."""
        return users.filter(grants__role=value).distinct()

    def active(self, users: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        """Those who are active, or not."""
        return users.filter(is_active=value == "true")
