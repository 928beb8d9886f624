"""Forms of the review."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from planledger.ledger.phrasing import number_text
from planweb.accounts.forms.users import RegionChoice
from planweb.accounts.models import Region
from planweb.accounts.reach import near
from planweb.evidence.models import Commitment, Document, Said, Statement
from planweb.evidence.valuing import (
    checked_period,
    checked_statement,
    indicator_id_of,
    indicator_name,
    matched_indicator,
)
from planweb.evidence.wanting import Wanted


class NumberField(forms.FloatField):
    """A number as people type it: full-width digits and thousands separators too."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]  # a stub of an IntegerField
        """The number."""
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).replace(",", "").strip()
        number: float | None = super().to_python(value)
        return number

    def prepare_value(self, value: Any) -> Any:
        """The number without exponent or trailing zeros."""
        return number_text(value) if isinstance(value, float) else value


class SaidForm(forms.ModelForm):
    """What a passage says."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(label=_("审核说明"), required=False, max_length=500)

    def __init__(self, data: Any = None, *, instance: Said, initial: dict[str, Any]) -> None:
        super().__init__(data, instance=instance, initial={"revision": instance.revision, **initial})

    def values(self) -> dict[str, Any]:
        """The fields that the person set, as the action takes them."""
        raise NotImplementedError


class StatementForm(SaidForm):
    """Every field of a statement that a person may correct."""

    catalogue = forms.CharField(
        label=_("目录指标"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={
                "list": "catalogue-options",
                "autocomplete": "off",
                "hx-get": reverse_lazy("evidence:indicator-names"),
                "hx-trigger": "input changed delay:200ms",
                "hx-target": "#catalogue-options",
                "hx-swap": "innerHTML",
            }
        ),
    )
    low = NumberField(label=_("下限"), required=False)
    high = NumberField(label=_("上限"), required=False)

    class Meta:
        model = Statement
        fields = (
            *("indicator", "subject", "measure", "low", "high", "unit", "bound", "role", "period", "region"),
            *("attribute", "striving", "estimate", "note"),
        )

    field_order = (
        *("indicator", "catalogue", "bound", "measure", "low", "high", "unit", "period", "role", "attribute"),
        *("region", "subject", "striving", "estimate", "note"),
    )

    def __init__(self, data: Any = None, *, instance: Statement) -> None:
        initial = {"catalogue": indicator_name(instance.indicator_id) if instance.indicator_id else ""}
        super().__init__(data, instance=instance, initial=initial)
        self.was = (instance.indicator, instance.indicator_id)
        self.own_region = instance.document.region_id or ""
        self.fields["indicator"].widget = forms.TextInput()
        self.fields["region"] = RegionChoice(label=_("地区"), required=False, empty_label=_("未定"))
        self.fields["region"].queryset = _near(instance)  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """The values, which agree with one another."""
        said = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.checked = checked_statement(self._said())
            except ValidationError as error:
                self.add_error(None, error)
        return said

    def clean_catalogue(self) -> str:
        """Identifier of the indicator; that of a phrase that was changed is found anew."""
        name, phrase = self.cleaned_data["catalogue"].strip(), self.cleaned_data.get("indicator", "")
        before = indicator_name(self.was[1]) if self.was[1] else ""
        if name == before and phrase != self.was[0]:
            return matched_indicator(phrase, self.own_region)
        return self.was[1] if name == before else indicator_id_of(name)

    def values(self) -> dict[str, Any]:
        """The fields that the person set, as the action takes them."""
        return self.checked

    def _said(self) -> dict[str, Any]:
        said = self.cleaned_data
        region = said["region"]
        own = {name: said[name] for name in self._meta.fields or () if name not in {"region", "note"}}
        return {**own, "indicator_id": said["catalogue"], "region_id": region.pk if region else None}


class CommitmentForm(SaidForm):
    """Every field of a commitment that a person may correct."""

    supporting = forms.CharField(label=_("配合单位"), required=False, help_text=_("多个单位用顿号隔开。"))

    class Meta:
        model = Commitment
        fields = ("action", "object", "stage", "role", "deadline", "body", "striving", "note")

    field_order = ("object", "action", "stage", "role", "deadline", "body", "supporting", "striving", "note")

    def __init__(self, data: Any = None, *, instance: Commitment) -> None:
        super().__init__(data, instance=instance, initial={"supporting": "、".join(instance.supporting)})

    def clean_deadline(self) -> str:
        """The deadline as the ledger writes it."""
        return checked_period(self.cleaned_data["deadline"])

    def clean_supporting(self) -> list[str]:
        """The bodies."""
        names = re.split("[、，,；;]", self.cleaned_data["supporting"])
        return [name.strip() for name in names if name.strip()]

    def values(self) -> dict[str, Any]:
        """The fields that the person set, as the action takes them."""
        names = (name for name in self.fields if name not in {"revision", "note", "start", "end", "passage"})
        return {name: self.cleaned_data[name] for name in names}


class ReviewFilter(forms.Form):
    """Which rows of a document a person wants to see."""

    kind = forms.ChoiceField(
        label=_("类型"),
        required=False,
        choices=[("", _("全部")), ("statement", _("量化表述")), ("commitment", _("承诺事项"))],
    )
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *Said.State.choices])
    role = forms.ChoiceField(label=_("角色"), required=False, choices=[("", _("全部")), *Said.Role.choices])
    below = NumberField(label=_("置信度低于"), required=False, min_value=0, max_value=1)
    section = forms.ChoiceField(label=_("章节"), required=False, choices=[("", _("全部"))])

    def __init__(self, *args: Any, sections: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(section, _set_in(section)) for section in sections]
        self.fields["section"].choices = [("", _now("全部")), *shown]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """The filters; what is no filter holds nothing back."""
        said = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return Wanted(**{name: said[name] for name in Wanted._fields if said.get(name) not in (None, "")})


class BulkForm(forms.Form):
    """From which confidence on proposals are confirmed together."""

    least = NumberField(label=_("置信度不低于"), min_value=0, max_value=1, initial=0.9)


class PassageForm(forms.Form):
    """A passage of the text, as offsets or typed."""

    start = forms.IntegerField(min_value=0, required=False)
    end = forms.IntegerField(min_value=0, required=False)
    passage = forms.CharField(
        label=_("原文片段"),
        required=False,
        max_length=2000,
        help_text=_("照抄原文中的数字或短语，足够长以便找到唯一的位置。"),
    )
    kind = forms.ChoiceField(
        label=_("类型"),
        required=False,
        choices=[("", _("自动判断")), ("statement", _("量化表述")), ("commitment", _("承诺事项"))],
    )

    def __init__(self, *args: Any, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text

    def clean(self) -> dict[str, Any]:
        """The passage, which is one place of the text."""
        said = super().clean() or self.cleaned_data
        start, end, passage = said.get("start"), said.get("end"), (said.get("passage") or "").strip()
        if start is not None and end is not None and start < end <= len(self.text):
            return said
        if not passage:
            raise ValidationError({"passage": _now("请在原文中选中文字，或在此照抄一段。")}, code="none")
        found = self.text.count(passage)
        if found != 1:
            words = _now("原文中没有这段文字。") if not found else _now("这段文字在原文中出现多次，请多抄几个字。")
            raise ValidationError({"passage": words}, code="not_one")
        start = self.text.find(passage)
        return {**said, "start": start, "end": start + len(passage)}


def form_for(row: Said, data: Any = None) -> SaidForm:
    """The form of what ``row`` says."""
    if isinstance(row, Statement):
        return StatementForm(data, instance=row)
    assert isinstance(row, Commitment)
    return CommitmentForm(data, instance=row)


def _near(row: Statement) -> Any:
    """The regions that a statement is likely to be about: those above and below its document's, and its own."""
    document: Document = row.document
    regions = Region.objects.order_by("path")
    if document.region is None:
        return regions
    likely = near(document.region, "") | Q(parent=document.region.parent_id)
    return regions.filter(likely | Q(code=row.region_id))


def _set_in(section: str) -> str:
    parts = section.split(" › ")
    return "　" * (len(parts) - 1) + parts[-1][:40]
