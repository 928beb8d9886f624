"""The description of the API."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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


@login_not_required
@require_safe
def schema(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, which says nothing of what is in the ledger."""
    return HttpResponse(openapi_text(), content_type="application/json; charset=utf-8")


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    listed = [(HEADINGS[tag], found) for tag, found in operations().items()]
    return render(request, "api/reference.html", {"operations": listed})
