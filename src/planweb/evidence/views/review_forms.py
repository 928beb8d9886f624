"""The forms of a review: correct, merge, add what was missed, confirm many."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planweb.accounts import policies
from planweb.accounts.visitors import visitor
from planweb.evidence import proposals
from planweb.evidence.actions import review as actions
from planweb.evidence.actions.review_many import MoreThanSeen, confirm_many
from planweb.evidence.describing import differences, fields_of
from planweb.evidence.forms.review import BulkForm, PassageForm, ReviewFilter, form_for
from planweb.evidence.guessing import guessed
from planweb.evidence.models import Commitment, Said, Statement
from planweb.evidence.passages import text_of
from planweb.evidence.valuing import suggested_indicators
from planweb.evidence.views.review_answers import (
    DONE,
    conflict,
    done,
    filters_of,
    go,
    in_page,
    refused,
    reviewed_document,
    revision_of,
    subject_line,
)
from planweb.layout.forms import add_errors
from planweb.layout.notices import tell
from planweb.layout.requests import whole_number

_KINDS = {"statement": Statement, "commitment": Commitment}
_SAMPLE = 12


def correct(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The fields of one row."""
    document = reviewed_document(request, pk)
    row = proposals.row_of(document, key)
    policies.require(visitor(request), "correct", row)
    form = form_for(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        try:
            row = actions.correct(row, form.values(), revision=revision_of(request), by=visitor(request), note=note)
        except actions.Changed as changed:
            return _beside(request, changed.row, form.values())
        except ValidationError as error:
            add_errors(form, error)
        else:
            verb = "correct" if row.state == Said.State.CORRECTED else "confirm"
            return done(request, row, DONE[verb] % {"what": subject_line(row)})
    item = proposals.item_of(proposals.row_of(document, key))
    return _panel(request, "review_form", {"document": document, "item": item, "form": form}, wrong=bool(form.errors))


def merge(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The rows that one row may say the same as."""
    document = reviewed_document(request, pk)
    row = proposals.row_of(document, key)
    policies.require(visitor(request), "merge", row)
    if request.method == "POST":
        into = request.POST.get("into", "")
        if not into:
            return refused(request, document, _("请选择要保留的一条。"))
        try:
            row = actions.merge(
                row, into=proposals.row_of(document, into), revision=revision_of(request), by=visitor(request)
            )
        except actions.Changed as changed:
            return conflict(request, changed.row, "merge")
        except ValidationError as error:
            return refused(request, document, " ".join(error.messages))
        return done(request, row, DONE["merge"] % {"what": subject_line(row)})
    partners = [proposals.item_of(one) for one in proposals.merge_partners(row)]
    context = {"document": document, "item": proposals.item_of(row), "partners": partners}
    return _panel(request, "review_merge", context)


def add(request: HttpRequest, pk: int) -> HttpResponse:
    """What the reader missed: the passage first, then its fields as far as they can be guessed."""
    document = reviewed_document(request, pk)
    text = text_of(document)
    if text is None:
        return refused(request, document, _("文献尚未读取，不能补充。"))
    asked = request.POST if request.method == "POST" else request.GET
    passage = PassageForm(asked if {"start", "passage"} & set(asked) else None, text=text.text)
    if not passage.is_valid():
        return _panel(request, "review_passage", {"document": document, "form": passage}, wrong=passage.is_bound)
    said = passage.cleaned_data
    row = guessed(document, text, said["start"], said["end"], kind=_KINDS.get(said["kind"]))
    form = form_for(row, request.POST if request.method == "POST" and "revision" in request.POST else None)
    if form.is_bound and form.is_valid():
        # The form has written to its row what may not be saved that way; the passage is found anew.
        row = guessed(document, text, said["start"], said["end"], kind=type(row))
        for name, value in form.values().items():
            setattr(row, name, value)
        row.note = form.cleaned_data["note"]
        try:
            row = actions.add(row, by=visitor(request))
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(
                request,
                DONE["create"] % {"what": subject_line(row)},
                undo=reverse("evidence:review-undo", args=[document.pk]),
            )
            return go(request, document, row.key)
    kind = "statement" if isinstance(row, Statement) else "commitment"
    context = {"document": document, "form": form, "row": row, "passage": said, "kind": kind}
    return _panel(request, "review_add", context, wrong=bool(form.errors))


def bulk(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposals that would be confirmed together, and their confirmation."""
    document = reviewed_document(request, pk)
    rows = proposals.all_rows(document)
    asked = request.POST if request.method == "POST" else request.GET
    filters, form = ReviewFilter(asked, sections=proposals.sections_of(rows)), BulkForm(_with_least(asked))
    wanted, found, error = filters.wanted()._replace(state="", below=None), list[Said](), ""
    if form.is_valid():
        least = form.cleaned_data["least"]
        matching = proposals.wanted_rows(document, rows, wanted)
        found = [row for row in matching if row.state == Said.State.PROPOSED and row.confidence >= least]
        if request.method == "POST" and "expected" in request.POST:
            try:
                count = confirm_many(
                    document,
                    wanted,
                    least=least,
                    expected=whole_number(request.POST["expected"]),
                    by=visitor(request),
                )
            except MoreThanSeen:
                error = _("符合条件的内容在此期间有变，请核对新的数目后再确认。")
            except ValidationError as failed:
                error = " ".join(failed.messages)
            else:
                said = ngettext("已确认 %(number)s 条。", "已确认 %(number)s 条。", count) % {"number": count}
                tell(request, said, undo=reverse("evidence:review-undo", args=[document.pk]))
                return go(request, document, "")
    found.sort(key=lambda row: (row.confidence, row.start))
    context = {
        "document": document,
        "filters": filters,
        "form": form,
        "count": len(found),
        "sample": [proposals.item_of(row) for row in found[:_SAMPLE]],
        "error": error,
        "query": filters_of(asked),
    }
    return render(request, "evidence/review_bulk.html", context, status=409 if error else 200)


def indicator_names(request: HttpRequest) -> HttpResponse:
    """Names of catalogue indicators that hold what was typed."""
    if not policies.may_somewhere(visitor(request), "correct", "statement"):
        raise policies.Denied("correct", "statement")
    names = suggested_indicators(request.GET.get("catalogue", "")[:100])
    return render(request, "evidence/_review_names.html", {"names": names})


def _beside(request: HttpRequest, row: Said, values: dict[str, Any]) -> HttpResponse:
    """The form with what the person typed, beside what somebody else made of the row meanwhile."""
    data = request.POST.copy()
    data["revision"] = str(row.revision)
    yours = differences(type(row), fields_of(row), values)
    return conflict(request, row, "correct", form=form_for(row, data), yours=yours)


def _panel(request: HttpRequest, name: str, context: dict[str, Any], *, wrong: bool = False) -> HttpResponse:
    """A form in the open page, or as a page of its own."""
    context = {**context, "query": filters_of(request.POST if request.method == "POST" else request.GET)}
    template = f"evidence/_{name}.html" if in_page(request) else "evidence/review_panel.html"
    context["panel"] = f"evidence/_{name}.html"
    return render(request, template, context, status=422 if wrong else 200)


def _with_least(asked: Any) -> Any:
    if "least" in asked:
        return asked
    asked = asked.copy()
    asked["least"] = "0.9"
    return asked
