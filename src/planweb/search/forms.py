"""What people ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import Region, User
from planweb.search.kinds import search_kinds
from planweb.search.queries import regions_with_entries, seen_kinds

LONGEST = 100


class QueryForm(forms.Form):
    """Words, and what they are looked for in; what cannot be is left out, so that an old address still answers."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": LONGEST, "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("种类"), required=False)
    region = forms.ModelChoiceField(Region.objects.none(), label=_("地区"), required=False, empty_label=_("全部"))
    year = forms.IntegerField(
        label=_("年份"),
        required=False,
        min_value=1949,
        max_value=2100,
        widget=forms.NumberInput(attrs={"placeholder": "2023"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = {kind.code for kind, _places in seen_kinds(user)}
        choices = [(kind.code, kind.name) for kind in search_kinds() if kind.code in seen]
        self.fields["kind"].choices = [("", _("全部")), *choices]  # type: ignore[attr-defined]
        self.fields["region"].queryset = regions_with_entries()  # type: ignore[attr-defined]

    def clean_q(self) -> str:
        """The words, no longer than anybody types."""
        return str(self.cleaned_data["q"])[:LONGEST].strip()
