"""The description of the API."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from planweb.api.reference import openapi_text, operations

HEADINGS = {
    "regions and bodies": _("地区、单位与本人"),
    "documents": _("文献与兑现"),
    "plans and targets": _("规划、指标与目标"),
    "figures and reports": _("数据与报送"),
    "audit trail": _("审计记录"),
}

THINGS = {
    "regions": _("地区"),
    "bodies": _("责任单位，含已终止的"),
    "documents": _("文献"),
    "statements": _("文献中的量化表述及其位置"),
    "commitments": _("没有数字的承诺与完成事项"),
    "comparisons": _("对照：承诺文献与结果文献"),
    "fulfilments": _("逐项兑现结论"),
    "figures": _("数据，含待审、退回和被取代的"),
    "contests": _("对数据的异议"),
    "rounds": _("报送期"),
    "progress": _("进展说明"),
    "standings": _("指标的灯、规则与算式"),
    "light_changes": _("灯的变化"),
    "overrulings": _("人工认定及其理由"),
    "plans": _("规划"),
    "versions": _("规划的版本"),
    "chapters": _("规划版本的章节"),
    "indicators": _("指标目录"),
    "plan_indicators": _("规划中的指标及其责任单位"),
    "targets": _("目标：五年、年度与分解"),
    "audit_entries": _("审计记录：每一次写入"),
}
OTHERS = {
    "get_me": _("令牌所属的用户与角色"),
    "get_document_text": _("一份文献的文字"),
    "get_document_file": _("一份文献的原文件"),
    "push_figures": _("批量推送数据，重复推送不改变结果"),
}


def title_of(code: str) -> str:
    """What an operation does, in the language of the page."""
    verb, _dash, thing = code.partition("_")
    if code in OTHERS:
        return str(OTHERS[code])
    said = gettext("列出%(things)s") if verb == "list" else gettext("取一条：%(things)s")
    return said % {"things": THINGS[thing]}


@login_not_required
@require_safe
def schema(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, which says nothing of what is in the ledger."""
    return HttpResponse(openapi_text(), content_type="application/json; charset=utf-8")


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    listed = [
        (HEADINGS[tag], [(title_of(operation.code), operation) for operation in found])
        for tag, found in operations().items()
    ]
    return render(request, "api/reference.html", {"operations": listed})
