"""Regions, indicators and years side by side."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.frame import frame_of
from planweb.accounts.visitors import visitor
from planweb.layout.exporting import asked_export, export_links
from planweb.monitoring.forms.comparing import CompareForm
from planweb.monitoring.models import Figure
from planweb.monitoring.queries.comparing import (
    MOST_INDICATORS,
    MOST_REGIONS,
    cells_of,
    compared,
    indicators_to_choose,
    regions_to_choose,
    suggested,
)


def compare(request: HttpRequest) -> HttpResponseBase:
    """A table and small charts of what the address names; without a choice, what the frame suggests."""
    user, frame = visitor(request), frame_of(request)
    if not policies.may_somewhere(user, "view", "figure"):
        raise policies.Denied("view", "figure")
    indicators, regions = indicators_to_choose(user, frame), regions_to_choose(user, frame)
    form = CompareForm(request.GET, indicators=indicators, regions=regions, frame=frame)
    said = form.cleaned_data if form.is_valid() else {}
    measure = said.get("measure") or Figure.Measure.LEVEL
    places = list((said.get("region") or regions)[:MOST_REGIONS])
    chosen = list(said.get("indicator") or suggested(indicators, places, form.years(), measure=measure))
    asked = bool(said.get("first") or said.get("last"))
    found, years = compared(chosen, places, form.years(), measure=measure, all_years=asked)
    for name, year in (("first", years[0]), ("last", years[-1])):
        form.fields[name].widget.attrs["placeholder"] = str(year)
    heads = {"indicator": _("指标"), "unit": _("计量单位"), "region": _("地区代码"), "region_name": _("地区")}
    heads |= {str(year): str(year) for year in years}
    if file := asked_export(request, _("对比"), heads, cells_of(found, years)):
        return file
    context = {
        "form": form, "found": found, "years": years, "exports": export_links(request), "measure": measure,
        "too_many": len(chosen) > MOST_INDICATORS, "chosen": len(chosen),
    }  # fmt: skip
    return render(request, "monitoring/compare.html", context)
