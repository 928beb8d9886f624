"""Fields of the forms of plans."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now

from planweb.registry.catalogue import name_of
from planweb.registry.models import Chapter, Indicator
from planweb.registry.queries.targets import names_of_indicators


class Suggesting(forms.TextInput):
    """A line to type in, with a list of what may be meant."""

    template_name = "registry/suggesting.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template needs."""
        context = super().get_context(name, value, attrs)
        context["suggestions"] = names_of_indicators()
        return context


class IndicatorField(forms.CharField):
    """An indicator by its name or code."""

    widget = Suggesting

    def clean(self, value: Any) -> Any:
        """The indicator; None when nothing was typed and nothing need be."""
        text = super().clean(value)
        if not text:
            return None
        found = indicator_called(text)
        if found is None:
            raise ValidationError(
                _now("没有名为“%(name)s”的指标，请从列表选取。") % {"name": text[:60]}, code="unknown"
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        """What stands in the line."""
        return name_of(value) if isinstance(value, Indicator) else value


def indicator_called(text: str) -> Indicator | None:
    """The indicator with a name or code; the catalogue's before the office's own."""
    text = text.strip()
    for look_up in ("code", "name", "english__iexact"):
        found = Indicator.objects.filter(**{look_up: text}).order_by("code").first()
        if found is not None:
            return found
    return None


class ChapterChoice(forms.ModelChoiceField):
    """A chapter, set in by its level."""

    def label_from_instance(self, obj: Chapter) -> str:
        """Its heading."""
        return "　" * (obj.level - 1) + obj.title


class ChapterOfFilter(filters.fields.ModelChoiceField):
    """The same, for filters."""

    def label_from_instance(self, obj: Chapter) -> str:
        """Its heading."""
        return "　" * (obj.level - 1) + obj.title
