"""Form of a new token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import Token

DAYS = [(30, _("30天")), (90, _("90天")), (365, _("一年"))]


class NewTokenForm(forms.Form):
    """What a program may do, and for how long."""

    name = forms.CharField(label=_("用途"), max_length=100, help_text=_("写明哪个系统使用，例如：统计系统月度推送。"))
    access = forms.ChoiceField(label=_("权限"), choices=Token.Access.choices, initial=Token.Access.READ)
    days = forms.TypedChoiceField(label=_("有效期"), choices=DAYS, coerce=int, initial=90)
