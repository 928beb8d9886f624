"""Forms for who answers for the indicators of a plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from planweb.registry.assignments import Assignment, bodies_for
from planweb.registry.models import Plan

KEEP, NOBODY = "keep", "nobody"


class AssignForm(forms.Form):
    """Bodies for the indicators that were selected."""

    lead = forms.ChoiceField(label=_("牵头单位"), required=False)
    supporting = forms.MultipleChoiceField(
        label=_("配合单位"),
        required=False,
        help_text=_("按住 Ctrl 可选多个。"),
        widget=forms.SelectMultiple(attrs={"size": 4}),
    )
    mode = forms.ChoiceField(
        label=_("配合单位怎样处理"),
        choices=[("add", _("加上所选单位")), ("replace", _("换成所选单位")), (KEEP, _("不变"))],
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = [(str(body.pk), body.name) for body in bodies_for(plan.region)]
        choices = [(KEEP, _("不变")), (NOBODY, _("无牵头单位")), *bodies]
        self.fields["lead"].choices = choices  # type: ignore[attr-defined]
        self.fields["supporting"].choices = bodies  # type: ignore[attr-defined]

    def assignment_for(self, before: Assignment) -> Assignment:
        """What an indicator has afterwards."""
        lead, mode = self.cleaned_data["lead"] or KEEP, self.cleaned_data["mode"]
        chosen = frozenset(int(key) for key in self.cleaned_data["supporting"])
        supporting = {"add": before.supporting | chosen, "replace": chosen, KEEP: before.supporting}[mode]
        leads = {KEEP: before.lead, NOBODY: None}
        return Assignment(leads[lead] if lead in leads else int(lead), supporting)


class UploadForm(forms.Form):
    """A filled-in sheet."""

    file = forms.FileField(
        label=_("填好的任务分解表"),
        help_text=_("Excel 文件（.xlsx），从本页下载的模板。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> Any:
        """The file, when its name is that of a workbook."""
        file = self.cleaned_data["file"]
        if not str(file.name).lower().endswith(".xlsx"):
            raise ValidationError(_now("请上传 .xlsx 文件。"), code="format")
        return file
