"""How forms look."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """One column, labels above, errors at the field and listed on top."""

    form_template_name = "layout/form.html"
    field_template_name = "layout/field.html"


class DateField(forms.DateField):
    """A day, picked or typed as 2026-03-05."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"input_formats": ["%Y-%m-%d"], **kwargs})


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Show what an action refused on ``form``: at the field where it has one, else on top."""
    if hasattr(error, "error_dict"):
        for field, errors in error.error_dict.items():
            form.add_error(field if field in form.fields else None, errors)
    else:
        form.add_error(None, error)
