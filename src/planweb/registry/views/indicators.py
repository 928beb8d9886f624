"""The catalogue of indicators, with the office's own."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.visitors import visitor
from planweb.layout.forms import add_errors
from planweb.layout.notices import tell
from planweb.layout.tables import Table
from planweb.registry.actions import indicators as actions
from planweb.registry.columns import CATALOGUE
from planweb.registry.forms.indicators import IndicatorFilter, IndicatorForm
from planweb.registry.models import Indicator


def listing(request: HttpRequest) -> HttpResponseBase:
    """Every indicator."""
    policies.require_everywhere(visitor(request), "view", "indicator")
    rows = Indicator.objects.annotate(plan_count=Count("in_plans")).select_related("region").order_by("name", "pk")
    table = Table(request, rows, CATALOGUE, filters=IndicatorFilter, name=_("指标目录"))
    return table.response("registry/catalogue.html", {})


def new(request: HttpRequest) -> HttpResponse:
    """One of the office's own."""
    if not policies.may_somewhere(visitor(request), "create", "indicator"):
        raise policies.Denied("create", "indicator")
    form = IndicatorForm(request.POST or None, user=visitor(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.create_indicator(form.save(commit=False), by=visitor(request))
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("已新建自设指标。"))
            return _to_own()
    return render(request, "registry/indicator_new.html", {"form": form})


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Other facts of one of the office's own."""
    found = get_object_or_404(Indicator, pk=pk)
    policies.require(visitor(request), "edit", found)
    if not found.code.startswith("own-"):
        tell(request, _("目录自带的指标不能修改。"), wrong=True)
        return redirect("registry:catalogue")
    form = IndicatorForm(request.POST or None, instance=Indicator.objects.get(pk=pk), user=visitor(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_indicator(form.save(commit=False), by=visitor(request))
        except ValidationError as error:
            add_errors(form, error)
        else:
            before = {name: str(getattr(found, name)) for name in actions.EDITED if name != "region"}
            before["region"] = found.region_id or ""
            tell(request, _("已修改。"), undo=request.path, fields=before)
            return _to_own()
    return render(request, "registry/indicator_edit.html", {"form": form, "indicator": found})


def _to_own() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("registry:catalogue") + "?origin=own")
