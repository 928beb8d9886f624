"""The region and the plan period through which the site is looked at."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from planweb.accounts.frame import choose_frame, frame_of, with_frame
from planweb.accounts.visitors import visitor
from planweb.monitoring.queries.seeing import visible_regions
from planweb.registry.queries.plans import visible_plans


def frame_page(request: HttpRequest) -> HttpResponse:
    """What may be chosen; a POST chooses it and leads back, with the choice in the address."""
    user = visitor(request)
    if request.method == "POST":
        frame = choose_frame(request, region=request.POST.get("region", ""), period=request.POST.get("period", ""))
        return redirect(with_frame(_next(request, request.POST.get("next", "")), frame))
    regions = visible_regions(user).filter(plans__isnull=False).distinct().order_by("path")
    spans = visible_plans(user)
    years = spans.order_by("-last_year", "first_year").values_list("first_year", "last_year").distinct()
    context = {
        "regions": list(regions),
        "periods": [(f"{first}-{last}", f"{first}—{last}") for first, last in years],
        "frame": frame_of(request),
        "next": _next(request, request.headers.get("HX-Current-URL", "") or request.GET.get("next", "")),
    }
    partial = "HX-Request" in request.headers
    return render(request, "site/_frame.html" if partial else "site/frame.html", context)


def _next(request: HttpRequest, address: str) -> str:
    """Where to go back to; the home page for what leads elsewhere."""
    fits = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if fits else "/"
