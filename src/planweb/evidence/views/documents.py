"""Documents: the list, bringing them in, what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from planweb.accounts import policies
from planweb.accounts.models import User
from planweb.accounts.visitors import visitor
from planweb.evidence import files
from planweb.evidence.actions import documents as actions
from planweb.evidence.forms.documents import CorrectForm, DocumentFilter, UploadForm, fault_of
from planweb.evidence.models import Document
from planweb.evidence.queries import own_region, same_file, visible_documents, with_reviews
from planweb.layout.forms import add_errors
from planweb.layout.notices import tell
from planweb.layout.tables import Column, Table

MARKS = {"waiting": "off", "reading": "off", "read": "good", "failed": "bad", "withdrawn": "off"}


def _address(row: Document) -> str:
    return reverse("evidence:document", args=[row.pk])


def _title(row: Document) -> str:
    return str(row) if row.version == 1 else _("%(title)s（第 %(number)s 版）") % {"title": row, "number": row.version}


def _state(row: Document) -> str:
    said = row.get_state_display()
    return f"{said} {row.progress}%" if row.state == Document.State.READING and row.progress else said


COLUMNS = (
    Column("title", gettext_lazy("文献"), _title, ("title", "name"), _address),
    Column("region", gettext_lazy("地区"), lambda row: row.region and row.region.name, ("region__path",), whole=True),
    Column("year", gettext_lazy("年份"), lambda row: row.year and str(row.year), ("year",)),
    Column("kind", gettext_lazy("种类"), lambda row: row.get_kind_display(), ("kind",), whole=True),
    Column("state", gettext_lazy("状态"), _state, ("state",), mark=lambda row: MARKS[row.state]),
    Column("said", gettext_lazy("量化表述"), lambda row: row.said, ("said",), figures=True),
    Column("promised", gettext_lazy("承诺事项"), lambda row: row.promised, ("promised",), figures=True),
    Column("waiting", gettext_lazy("待审核"), lambda row: row.waiting, ("waiting",), figures=True),
    Column("brought_at", gettext_lazy("上传日期"), lambda row: timezone.localdate(row.brought_at), ("brought_at",)),
    Column("brought_by", gettext_lazy("上传人"), lambda row: row.brought_by and row.brought_by.name),
)


def listing(request: HttpRequest) -> HttpResponseBase:
    """Every document that the person may see."""
    user = visitor(request)
    if not policies.may_somewhere(user, "view", "document"):
        raise policies.Denied("view", "document")
    rows = with_reviews(visible_documents(user))
    table = Table(request, rows, COLUMNS, filters=DocumentFilter, name=_("文献"))
    return table.response("evidence/documents.html", {"under_way": _under_way(user)})


def under_way(request: HttpRequest) -> HttpResponse:
    """How far the documents are that are being read; says so when one is done."""
    user = visitor(request)
    if not policies.may_somewhere(user, "view", "document"):
        raise policies.Denied("view", "document")
    rows = _under_way(user)
    before = {key for key in request.GET.get("before", "").split(",") if key}
    response = render(request, "evidence/_under_way.html", {"under_way": rows})
    if before - {str(row.pk) for row in rows}:
        response.headers["HX-Trigger"] = "documents-read"
    return response


def _under_way(user: User) -> Sequence[Document]:
    states = [Document.State.WAITING, Document.State.READING]
    return list(visible_documents(user).filter(state__in=states).order_by("pk")[:20])


def upload(request: HttpRequest) -> HttpResponse:
    """Bring files in."""
    user = visitor(request)
    if not policies.may_somewhere(user, "create", "document"):
        raise policies.Denied("create", "document")
    form = UploadForm(*sent(request), user=user)
    if request.method == "POST" and form.is_valid():
        try:
            answers = [_bring(request, file, form) for file in form.cleaned_data["documents"]]
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _after(request, [answer for answer in answers if answer is not None])
    return render(request, "evidence/upload.html", {"form": form})


class _Answer(NamedTuple):
    """The document of a file, and whether it is new."""

    document: Document
    new: bool


def _bring(request: HttpRequest, file: UploadedFile, form: UploadForm) -> _Answer | None:
    """What became of a file, with a word about it when it is not a new document; None when it was not taken."""
    if fault := fault_of(file):
        tell(request, fault, wrong=True)
        return None
    user, name = visitor(request), files.name_of(file.name or "")
    kept = files.keep(file.chunks(), name)
    known = same_file(user, kept.sha256)
    if known is not None:
        words = _("%(name)s 已经上传过，见《%(title)s》。")
        if known.state == Document.State.WITHDRAWN:
            words = _("%(name)s 已经上传过，后来撤回了，可以在《%(title)s》的页面上恢复。")
        tell(request, words % {"name": name, "title": known})
        return _Answer(known, new=False)
    arrival = actions.Arrival(name, kept, form.said(), region=own_region(user))
    return _Answer(actions.bring_in(arrival, by=user), new=True)


def _after(request: HttpRequest, answers: Sequence[_Answer]) -> HttpResponse:
    if not answers:
        return redirect("evidence:upload")
    number = sum(answer.new for answer in answers)
    if number == 1:
        tell(request, _("已上传，正在读取。可以离开本页，读取会继续。"))
    elif number:
        said = ngettext("已上传 %(number)s 份文献，正在读取。", "已上传 %(number)s 份文献，正在读取。", number)
        tell(request, said % {"number": number})
    if len(answers) == 1:
        return redirect("evidence:document", answers[0].document.pk)
    return redirect("evidence:documents")


def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far one document is; has the page loaded again when it is done."""
    document = find(request, pk)
    response = render(request, "evidence/_progress.html", {"document": document})
    if not document.under_way:
        response.headers["HX-Refresh"] = "true"
    return response


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Set region, year and kind, and read again."""
    document = find(request, pk, "edit")
    said = document.said_by_user
    form = CorrectForm(*sent(request), user=visitor(request), initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_document(document, said=form.said(), by=visitor(request), why=form.cleaned_data["why"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            before = {name: said.get(name) or "" for name in ("title", "region", "year", "kind", "encoding")}
            tell(request, _("已更正，正在重新读取；审核过的表述不变。"), undo=request.path, fields=before)
            return redirect("evidence:document", pk)
    return render(request, "evidence/document_correct.html", {"form": form, "document": document})


@require_POST
def reread(request: HttpRequest, pk: int) -> HttpResponse:
    """Read again."""
    actions.reread_document(find(request, pk, "reread"), by=visitor(request))
    tell(request, _("正在重新读取；审核过的表述不变。"))
    return redirect("evidence:document", pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Put aside."""
    document = actions.withdraw_document(find(request, pk, "withdraw"), by=visitor(request))
    undo = reverse("evidence:document-restore", args=[pk])
    tell(request, _("已撤回《%(title)s》。") % {"title": document}, undo=undo)
    return redirect("evidence:documents")


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back from where it was put aside."""
    actions.restore_document(find(request, pk, "restore"), by=visitor(request))
    tell(request, _("已恢复。"), undo=reverse("evidence:document-withdraw", args=[pk]))
    return redirect("evidence:document", pk)


def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it was brought in."""
    document = find(request, pk)
    return files.handed_out(document.file, document.name)


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form was sent with; nothing when the page is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def find(request: HttpRequest, pk: int, action: str = "view") -> Document:
    """The document, of which the person may do ``action``."""
    document = get_object_or_404(Document.objects.select_related("region", "brought_by"), pk=pk)
    policies.require(visitor(request), action, document)
    return document
