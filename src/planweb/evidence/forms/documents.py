"""Forms and filters of documents."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_filters.constants import EMPTY_VALUES

from planledger.pipeline.collecting import SUFFIXES
from planweb.accounts.forms.users import RegionChoice
from planweb.accounts.models import Region, User
from planweb.accounts.reach import named_regions, within
from planweb.accounts.visitors import visitor
from planweb.evidence.files import name_of, suffix_of
from planweb.evidence.guarding import LIMITS
from planweb.evidence.models import Document
from planweb.evidence.queries import own_region, visible_documents, with_waiting

MOST_FILES = 50
_BY_READING = _("由系统从文中识别")


class SeveralFiles(forms.ClearableFileInput):
    """An input for several files."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """One file or several; what is wrong with one of them is told of it alone, by ``fault_of``."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The files."""
        listed = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not listed:
            raise ValidationError(_now("请选择文件。"), code="required")
        if len(listed) > MOST_FILES:
            raise ValidationError(_now("一次最多上传 %(most)s 个文件。") % {"most": MOST_FILES}, code="too_many")
        return listed


def fault_of(file: UploadedFile) -> str:
    """Why a file is not taken, and what to do; empty when it is."""
    name, size = name_of(file.name or ""), file.size or 0
    if not suffix_of(name):
        return _now("%(name)s：不能读取这种文件，请另存为 PDF、DOCX、XLSX、HTML 或 TXT。") % {"name": name}
    if size == 0:
        return _now("%(name)s：文件是空的。") % {"name": name}
    if size > LIMITS.size:
        said = {"name": name, "size": f"{size / 2**20:.0f}", "most": LIMITS.size >> 20}
        return _now("%(name)s：文件有 %(size)s MB，上限是 %(most)s MB，请拆分后上传。") % said
    return ""


class _Known(forms.Form):
    """What a person may know of a document; what is left open is for reading to find."""

    region = RegionChoice(label=_("地区"), required=False, empty_label=_BY_READING)
    year = forms.IntegerField(label=_("年份"), required=False, min_value=1949, max_value=2100)
    kind = forms.ChoiceField(label=_("种类"), required=False, choices=[("", _BY_READING), *Document.Kind.choices])

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.filter(within(user, "document", region="pk", action="create"))
        self.fields["region"].queryset = regions.order_by("path")  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What the person said."""
        region: Region | None = self.cleaned_data["region"]
        return {
            "region": region.pk if region else "",
            "year": self.cleaned_data["year"],
            "kind": self.cleaned_data["kind"],
        }


class UploadForm(_Known):
    """Files, and what is known of all of them."""

    documents = Files(label=_("文件"))
    field_order = ("documents", "region", "year", "kind")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["region"].initial = own_region(user)
        self.fields["year"].help_text = _now("年度文件：所安排的年份；五年规划：第一年。不填则由系统识别。")
        self.fields["documents"].widget.attrs |= {"accept": ",".join(sorted(SUFFIXES))}
        self.fields["documents"].help_text = _now(
            "PDF、Word、Excel、网页、文本、图片，每个不超过 %(most)s MB，一次最多 %(files)s 个。"
        ) % {"most": LIMITS.size >> 20, "files": MOST_FILES}


class CorrectForm(_Known):
    """What a document is, set by a person."""

    title = forms.CharField(label=_("标题"), required=False, max_length=300)
    encoding = forms.ChoiceField(
        label=_("编码"),
        required=False,
        choices=[("", _BY_READING), ("utf-8", "UTF-8"), ("gb18030", "GB18030"), ("big5", "Big5")],
        help_text=_("只对文本和网页有用：正文是乱码时选择。"),
    )
    why = forms.CharField(label=_("理由"), required=False, max_length=300)
    field_order = ("title", "region", "year", "kind", "encoding", "why")

    def said(self) -> dict[str, Any]:
        """What the person said."""
        return {**super().said(), "title": self.cleaned_data["title"], "encoding": self.cleaned_data["encoding"]}


class VersionForm(forms.Form):
    """A later version of a document."""

    file = forms.FileField(label=_("文件"))

    def clean_file(self) -> UploadedFile:
        """The file, of a kind that is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if fault := fault_of(file):
            raise ValidationError(fault, code="fault")
        return file


def _seen_regions(request: Any) -> QuerySet[Region]:
    if request is None:
        return Region.objects.none()
    documents = visible_documents(visitor(request)).order_by()
    return Region.objects.filter(pk__in=documents.values("region")).order_by("path")


class DocumentFilter(filters.FilterSet):
    """By text, region, year, kind and state; without those that were withdrawn unless they are asked for."""

    text = filters.CharFilter(method="named", label=_("标题或文件名"), widget=forms.TextInput(attrs={"type": "search"}))
    region = filters.ModelChoiceFilter(queryset=_seen_regions, label=_("地区"), empty_label=_("全部"))
    year = filters.NumberFilter(label=_("年份"), min_value=1949, max_value=2100)
    kind = filters.ChoiceFilter(choices=Document.Kind.choices, label=_("种类"), empty_label=_("全部"))
    state = filters.ChoiceFilter(
        choices=[*Document.State.choices, ("review", _("有待审核"))],
        method="in_state",
        label=_("状态"),
        empty_label=_("全部"),
    )

    within = filters.CharFilter(method="at_or_below", widget=forms.HiddenInput)  # what the home page counts

    class Meta:
        model = Document
        fields: tuple[str, ...] = ()

    def at_or_below(self, documents: QuerySet[Document], _name: str, value: str) -> QuerySet[Document]:
        """Those of the region with this code and of the regions below it."""
        return documents.filter(region__in=named_regions(value))

    def named(self, documents: QuerySet[Document], _name: str, value: str) -> QuerySet[Document]:
        """Those whose title or file name holds ``value``."""
        return documents.filter(Q(title__icontains=value) | Q(name__icontains=value))

    def in_state(self, documents: QuerySet[Document], _name: str, value: str) -> QuerySet[Document]:
        """Those in one state, or with something that waits for review."""
        if value == "review":
            return with_waiting(documents)
        return documents.filter(state=value)

    def filter_queryset(self, queryset: QuerySet[Document]) -> QuerySet[Document]:
        """The documents that the filters leave."""
        found: QuerySet[Document] = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("state") in EMPTY_VALUES:
            return found.exclude(state=Document.State.WITHDRAWN)
        return found
