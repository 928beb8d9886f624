"""Figures out of a document."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.visitors import visitor
from planweb.evidence.models import Document
from planweb.layout.notices import tell
from planweb.layout.requests import whole_number
from planweb.monitoring.actions.stating import CONFLICT, NEW, THERE, UNUSABLE, propose_figures, take_figures
from planweb.monitoring.models import Figure

CONFIDENCES = ("", "0.95", "0.9", "0.8")


def document_figures(request: HttpRequest, pk: int) -> HttpResponse:
    """Results that a document states, to be taken as figures; what is in conflict is listed."""
    document = get_object_or_404(Document.objects.select_related("region"), pk=pk)
    user = visitor(request)
    policies.require(user, "view", document)
    if document.region is not None:
        policies.require(user, "accept", Figure(region=document.region))
    else:
        policies.require_everywhere(user, "accept", "figure")
    said = (request.POST if request.method == "POST" else request.GET).get("confidence", "")
    lowest = float(said) if said in CONFIDENCES and said else None
    problem = ""
    if request.method == "POST":
        try:
            taken = take_figures(
                document,
                statements=_keys(request, "take"),
                replacing=_keys(request, "replace"),
                min_confidence=lowest,
                by=user,
            )
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            words = _("已取用%(number)s项数据；%(conflicts)s项与现有数据不同，未改动。")
            tell(request, words % {"number": len(taken.figures), "conflicts": len(taken.conflicts)})
            return redirect("monitoring:document-figures", pk)
    found = propose_figures(document, min_confidence=lowest)
    groups = {status: [row for row in found if row.status == status] for status in (NEW, CONFLICT, THERE, UNUSABLE)}
    context = {"document": document, "groups": groups, "confidence": said, "problem": problem, "choices": CONFIDENCES}
    return render(request, "monitoring/document_figures.html", context)


def _keys(request: HttpRequest, name: str) -> list[int]:
    return [found for key in request.POST.getlist(name) if (found := whole_number(key))]
