"""Regions, indicators and years side by side."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.frame import frame_of
from planweb.accounts.visitors import visitor
from planweb.layout.exporting import EXPORTS
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
    export = EXPORTS.get(request.GET.get("export", ""))
    if export:
        heads = [_("指标"), _("计量单位"), _("地区代码"), _("地区"), *map(str, years)]
        return export(_("对比"), heads, cells_of(found, years))
    query = request.GET.copy()
    query.pop("export", None)
    exports = [(code.upper(), f"?{query.urlencode()}&export={code}") for code in EXPORTS]
    context = {
        "form": form, "found": found, "years": years, "exports": exports, "measure": measure,
        "too_many": len(chosen) > MOST_INDICATORS, "chosen": len(chosen),
    }  # fmt: skip
    return render(request, "monitoring/compare.html", context)
