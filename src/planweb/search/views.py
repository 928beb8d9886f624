"""The page of search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from planweb.accounts.visitors import visitor
from planweb.layout.exporting import EXPORTS
from planweb.layout.requests import whole_number
from planweb.search.forms import QueryForm
from planweb.search.models import Entry
from planweb.search.queries import A_PAGE, MOST, Findings, Question


def find(request: HttpRequest) -> HttpResponseBase:
    """What answers the question in the address: of every kind the first few, or the pages of one kind."""
    form = QueryForm(request.GET, user=visitor(request))
    question = _question(form)
    findings = Findings(question, visitor(request))
    export = EXPORTS.get(request.GET.get("export", ""))
    if export and findings.phrases:
        heads = [_("种类"), _("名称"), _("内容"), _("地区"), _("年份"), _("地址")]
        return export(_("查找") + " " + question.text[:20], heads, _exported(request, findings))
    context: dict[str, Any] = {"form": form, "question": question, "asked": bool(findings.phrases)}
    context["exports"] = [(code.upper(), _address(question, export=code)) for code in EXPORTS]
    chosen = next(((kind, places) for kind, places in findings.kinds if kind.code == question.kind), None)
    context["tabs"] = [
        (kind.name, findings.count(kind), _address(question, kind=kind.code), kind.code == question.kind)
        for kind, _places in findings.kinds
    ]
    context["all"] = findings.total, _address(question, kind="")
    if not findings.phrases:
        context["empty"] = not Entry.objects.exists()
    elif chosen:
        context |= _one_kind(request, findings, chosen)
    else:
        context["groups"] = [(group, _address(question, kind=group.kind.code)) for group in findings.groups()]
    if findings.phrases and not (context.get("groups") or context.get("hits")):
        context["others"] = [(_said(other, question), number, _address(other)) for other, number in findings.others()]
    return render(request, "search/find.html", context)


def _one_kind(request: HttpRequest, findings: Findings, chosen: Any) -> dict[str, Any]:
    kind, places = chosen
    count = findings.count(kind)
    pages = max(1, -(-count.number // A_PAGE))
    number = min(max(whole_number(request.GET.get("page", "")), 1), pages)
    beside = [
        (word, _address(findings.question, page=at))
        for word, at in ((_("上一页"), number - 1), (_("下一页"), number + 1))
        if 1 <= at <= pages
    ]
    return {
        "kind": kind,
        "count": count,
        "most": MOST,
        "hits": findings.page(kind, places, offset=(number - 1) * A_PAGE) if count.number else [],
        "number": number,
        "pages": pages,
        "beside": beside,
    }


def _question(form: QueryForm) -> Question:
    form.is_valid()  # what is not valid is left out, and the form says so
    said = form.cleaned_data
    return Question(said.get("q", ""), said.get("kind", ""), said.get("region"), said.get("year"))


def _address(question: Question, **changes: Any) -> str:
    """Address of a question with other parameters; empty ones are left out."""
    said = {
        "q": question.text,
        "kind": question.kind,
        "region": question.region.code if question.region else "",
        "year": question.year or "",
        **changes,
    }
    return f"{reverse('search:find')}?{urlencode({name: value for name, value in said.items() if value})}"


def _said(other: Question, asked: Question) -> str:
    """What ``other`` looks for, and which filters of ``asked`` it drops."""
    dropped = [
        word
        for word, before, now in (
            (_("不限种类"), asked.kind, other.kind),
            (_("不限地区"), asked.region, other.region),
            (_("不限年份"), asked.year, other.year),
        )
        if before and not now
    ]
    return " · ".join([_("“%(words)s”") % {"words": other.text}, *dropped])


def _exported(request: HttpRequest, findings: Findings) -> Iterator[list[Any]]:
    for kind, hit in findings.everything():
        entry = hit.entry
        yield [str(kind.name), entry.title, entry.text, hit.place, entry.year, request.build_absolute_uri(hit.address)]
