"""Versions of a document and their differences."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from planweb.accounts.visitors import visitor
from planweb.evidence import files, text
from planweb.evidence.actions import documents as actions
from planweb.evidence.changes import compare_statements, compare_texts
from planweb.evidence.forms.documents import VersionForm
from planweb.evidence.models import Document, Reading
from planweb.evidence.queries import said_in, versions_of
from planweb.evidence.records import standing
from planweb.evidence.views.documents import find, sent
from planweb.layout.forms import add_errors
from planweb.layout.notices import tell

MOST_PASSAGES = 200


def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring in a later version."""
    document = find(request, pk, "edit")
    form = VersionForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        name = files.name_of(file.name or "")
        arrival = actions.Arrival(
            name,
            files.keep(file.chunks(), name),
            document.said_by_user,
            region=document.region,
            version_of=document,
        )
        try:
            made = actions.bring_in(arrival, by=visitor(request))
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("已上传新版本，正在读取；读完后可以与上一版比较。"))
            return redirect("evidence:document", made.pk)
    return render(request, "evidence/version_new.html", {"form": form, "document": document})


def changes(request: HttpRequest, pk: int, earlier: int) -> HttpResponse:
    """What a version says otherwise than an earlier one."""
    document, before = find(request, pk), find(request, earlier)
    versions = versions_of(document)
    if before not in versions or before == document:
        raise Http404
    context = {"document": document, "before": before, "versions": versions}
    if Reading.objects.filter(pk__in=[pk, earlier]).count() == 2:
        context |= _differences(before, document)
    return render(request, "evidence/changes.html", context)


def _differences(before: Document, after: Document) -> dict[str, object]:
    passages = compare_texts(text.lifted(before).document, text.lifted(after).document)
    old, new_rows = standing(said_in(before)[0]), standing(said_in(after)[0])
    return {
        "found": compare_statements(old, new_rows),
        "passages": (passages or [])[:MOST_PASSAGES],
        "number": len(passages or []),
        "too_long": passages is None,
    }
