"""Filters of comparisons, and the choice of two documents."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import User
from planweb.evidence.comparing import VERDICTS
from planweb.evidence.comparison_rows import categories_in, comparable_documents
from planweb.evidence.models import Comparison, Document, Fulfilment

_NO_CATEGORY = "none"


class DocumentChoice(forms.ModelChoiceField):
    """A document, with its region and year."""

    def label_from_instance(self, obj: Document) -> str:
        """Region, year, title and kind."""
        where = " ".join(filter(None, (str(obj.region or ""), str(obj.year or ""))))
        return " · ".join(filter(None, (where, str(obj), str(obj.get_kind_display()))))


class PairForm(forms.Form):
    """Two documents to hold against each other."""

    promises = DocumentChoice(
        Document.objects.none(),
        empty_label=_("请选择"),
        label=_("作出承诺的文献"),
        help_text=_("规划纲要、计划报告、工作报告等。"),
    )
    results = DocumentChoice(
        Document.objects.none(),
        empty_label=_("请选择"),
        label=_("报告结果的文献"),
        help_text=_("之后的计划报告、工作报告、统计公报等。"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        documents = comparable_documents(user)
        for name in ("promises", "results"):
            self.fields[name].queryset = documents  # type: ignore[attr-defined]


class ComparisonFilter(filters.FilterSet):
    """By words of the titles, region, year and state."""

    words = filters.CharFilter(method="titled", label=_("文献"), widget=forms.TextInput(attrs={"type": "search"}))
    document = filters.NumberFilter(method="of_document", widget=forms.HiddenInput)
    year = filters.NumberFilter(field_name="promises__year", label=_("承诺年份"))
    state = filters.ChoiceFilter(choices=Comparison.State.choices, label=_("状态"), empty_label=_("全部"))

    class Meta:
        model = Comparison
        fields: tuple[str, ...] = ()

    def titled(self, rows: QuerySet[Comparison], _name: str, value: str) -> QuerySet[Comparison]:
        """Those with ``value`` in a title, a file name or the name of the region."""
        found = Q()
        for side in ("promises", "results"):
            for field in ("title", "name", "region__name"):
                found |= Q(**{f"{side}__{field}__icontains": value})
        return rows.filter(found)

    def of_document(self, rows: QuerySet[Comparison], _name: str, value: Any) -> QuerySet[Comparison]:
        """Those of one document."""
        return rows.filter(Q(promises=value) | Q(results=value))


class FulfilmentFilter(filters.FilterSet):
    """By verdict, field, kind and words."""

    words = filters.CharFilter(method="saying", label=_("事项或原文"), widget=forms.TextInput(attrs={"type": "search"}))
    verdict = filters.ChoiceFilter(choices=[(code, code) for code in VERDICTS], widget=forms.HiddenInput)  # the tabs
    category = filters.ChoiceFilter(method="of_category", label=_("领域"), empty_label=_("全部"), choices=[])
    kind = filters.ChoiceFilter(choices=Fulfilment.Kind.choices, label=_("种类"), empty_label=_("全部"))

    class Meta:
        model = Fulfilment
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        comparison = self.request.resolver_match.kwargs["pk"]  # whose rows they are
        self.filters["category"].extra["choices"] = [
            (code or _NO_CATEGORY, f"{name}（{number}）") for code, name, number in categories_in(comparison)
        ]

    def saying(self, rows: QuerySet[Fulfilment], _name: str, value: str) -> QuerySet[Fulfilment]:
        """Those that have ``value`` in a sentence or as what is promised."""
        fields = ("indicator", "promise_sentence", "result_sentence", "promise_value", "result_value")
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__icontains": value})
        return rows.filter(found)

    def of_category(self, rows: QuerySet[Fulfilment], _name: str, value: str) -> QuerySet[Fulfilment]:
        """Those of a field, or of none."""
        return rows.filter(category="" if value == _NO_CATEGORY else value)
