"""The description of the API."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from planweb.api.reference import openapi_text, operations


@login_not_required
@require_safe
def schema(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, which says nothing of what is in the ledger."""
    return HttpResponse(openapi_text(), content_type="application/json; charset=utf-8")


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    return render(request, "api/reference.html", {"operations": operations()})
