"""Promises and results (兑现对照), and contradictions."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from planweb.accounts import policies
from planweb.accounts.visitors import visitor
from planweb.evidence.actions import comparisons as actions
from planweb.evidence.comparing import VERDICTS
from planweb.evidence.comparison_rows import (
    MARKS,
    comparable_documents,
    fulfilments_in,
    heading,
    margin_text,
    shown,
    shown_contradiction,
    state_sentence,
    value_of,
    verdict_word,
    visible_comparisons,
)
from planweb.evidence.following import compute_soon
from planweb.evidence.forms.comparisons import ComparisonFilter, FulfilmentFilter, PairForm
from planweb.evidence.models import Comparison, Document, Examination
from planweb.evidence.phrasing import category_name
from planweb.evidence.places import passage_address
from planweb.layout.forms import add_errors
from planweb.layout.notices import tell
from planweb.layout.tables import Column, Table
from planweb.layout.wording import in_english

STATE_MARKS = {"done": "good", "waiting": "off", "stale": "late", "failed": "bad"}


def _address(row: Comparison) -> str:
    return reverse("evidence:comparison", args=[row.pk])


def _dated(document: Document) -> str:
    """Its title, with the year where the title does not say it."""
    year = str(document.year or "")
    return str(document) if year in str(document) else _("%(title)s（%(year)s年）") % {"title": document, "year": year}


def _count(*verdicts: str) -> Any:
    return lambda row: sum(row.counts.get(verdict, 0) for verdict in verdicts) if row.made_at else None


LISTED = (
    Column(
        "promises", gettext_lazy("作出承诺的文献"), lambda row: _dated(row.promises), ("promises__title",), _address
    ),
    Column("results", gettext_lazy("报告结果的文献"), lambda row: _dated(row.results), ("results__title",)),
    Column(
        "region",
        gettext_lazy("地区"),
        lambda row: str(row.promises.region or ""),
        ("promises__region__path",),
        whole=True,
    ),
    Column("total", gettext_lazy("承诺（项）"), _count(*VERDICTS), figures=True),
    Column("met", gettext_lazy("已兑现"), _count("met"), figures=True),
    Column("missed", gettext_lazy("未全部兑现"), _count("missed", "partly"), figures=True),
    Column("not_reported", gettext_lazy("未报告"), _count("not_reported"), figures=True),
    Column(
        "state",
        gettext_lazy("状态"),
        lambda row: row.get_state_display(),
        ("state",),
        mark=lambda row: STATE_MARKS[row.state],
    ),
    Column("made_at", gettext_lazy("计算时间"), lambda row: row.made_at, ("made_at",)),
)
EXPORTED = (
    Column("verdict", gettext_lazy("结论"), lambda row: verdict_word(row.verdict), ("rank",)),
    Column("indicator", gettext_lazy("事项"), lambda row: row.indicator, ("indicator",)),
    Column("category", gettext_lazy("领域"), lambda row: category_name(row.category), ("category",)),
    Column("target", gettext_lazy("目标"), lambda row: value_of(row, "promise")),
    Column("result", gettext_lazy("完成值"), lambda row: value_of(row, "result")),
    Column("margin", gettext_lazy("差额"), margin_text, ("margin",)),
    Column("share", gettext_lazy("完成比例"), lambda row: row.share, ("share",)),
    Column("reason", gettext_lazy("理由"), lambda row: row.reason if in_english() else row.reason_zh),
    Column("promise_sentence", gettext_lazy("承诺原文"), lambda row: row.promise_sentence, ("position",)),
    Column("result_sentence", gettext_lazy("结果原文"), lambda row: row.result_sentence),
    Column("next_target", gettext_lazy("下一年目标"), lambda row: (row.next_target or {}).get("value", "")),
)


def listing(request: HttpRequest) -> HttpResponseBase:
    """Every pair of documents that was held against each other."""
    user = visitor(request)
    if not policies.may_somewhere(user, "view", "comparison"):
        raise policies.Denied("view", "comparison")
    table = Table(request, visible_comparisons(user), LISTED, filters=ComparisonFilter, name=_("兑现对照"))
    context = {"may_create": policies.may_somewhere(user, "create", "comparison")}
    return table.response("evidence/comparisons.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Two documents, chosen by a person."""
    user = visitor(request)
    if not policies.may_somewhere(user, "create", "comparison"):
        raise policies.Denied("create", "comparison")
    chosen = request.GET if request.GET.get("promises") or request.GET.get("results") else None
    form = PairForm(request.POST or None, user=user, initial=dict(chosen.items()) if chosen else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            comparison = actions.choose_pair(said["promises"], said["results"], by=user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            if comparison.made_at is None:
                compute_soon(comparison)
            return redirect("evidence:comparison", comparison.pk)
    there = comparable_documents(user).count() if not form.is_bound else 2
    return render(request, "evidence/comparison_new.html", {"form": form, "too_few": there < 2})


def detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What became of every promise, the dropped ones on top."""
    comparison = _comparison(request, pk)
    table = Table(request, fulfilments_in(comparison), EXPORTED, filters=FulfilmentFilter, name=_("兑现对照"))
    counts = comparison.counts
    tabs = [
        (verdict_word(verdict), MARKS[verdict], counts[verdict], table.address(verdict=verdict, page=None), verdict)
        for verdict in VERDICTS
        if counts.get(verdict)
    ]
    context = {
        "comparison": comparison,
        "heading": heading(comparison),
        "promises_address": passage_address(comparison.promises_id),
        "results_address": passage_address(comparison.results_id),
        "sentence": state_sentence(comparison) if comparison.made_at else "",
        "tabs": tabs,
        "all_address": table.address(verdict=None, page=None),
        "chosen": request.GET.get("verdict", ""),
        "working": comparison.state in (Comparison.State.WAITING, Comparison.State.STALE),
        "may_redo": policies.may(visitor(request), "redo", comparison),
    }
    if not request.GET.get("export"):
        context["rows"] = [shown(row, comparison) for row in table.page]
    return table.response("evidence/comparison.html", context)


@require_POST
def redo(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute it again."""
    comparison = actions.redo_comparison(_comparison(request, pk), by=visitor(request))
    compute_soon(comparison)
    tell(request, _("正在重新计算，完成后刷新本页即可看到。"))
    return redirect("evidence:comparison", pk)


def contradictions(request: HttpRequest, pk: int) -> HttpResponse:
    """Statements of one document that cannot all be true, each with its sentence."""
    document = get_object_or_404(Document.objects.select_related("region", "brought_by"), pk=pk)
    policies.require(visitor(request), "view", document)
    examination = Examination.objects.filter(document=document).first()
    context = {
        "document": document,
        "examination": examination,
        "rows": [shown_contradiction(row) for row in document.contradictions.all()],
    }
    return render(request, "evidence/contradictions.html", context)


def _comparison(request: HttpRequest, pk: int) -> Comparison:
    rows = Comparison.objects.select_related("promises__region", "results__region")
    comparison = get_object_or_404(rows, pk=pk)
    policies.require(visitor(request), "view", comparison)
    policies.require(visitor(request), "view", comparison.results)
    return comparison
