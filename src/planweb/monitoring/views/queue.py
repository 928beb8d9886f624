"""The planner's queue: what bodies reported, decided one by one or in bulk, with undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from planweb.accounts import policies
from planweb.accounts.visitors import visitor
from planweb.layout.notices import tell
from planweb.layout.paging import Pages
from planweb.layout.requests import whole_number
from planweb.monitoring.actions import figures, reports
from planweb.monitoring.measuring import jumps
from planweb.monitoring.models import Figure, Progress
from planweb.monitoring.queries.due import figures_beside, waiting_figures, waiting_progress
from planweb.registry.models import Target

ROWS = 50


class Waiting(NamedTuple):
    """A figure beside what it is held against."""

    figure: Figure
    last: float | None
    target: Target | None
    odd: bool


def queue(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the person."""
    user = visitor(request)
    if not policies.may_somewhere(user, "accept", "figure"):
        raise policies.Denied("accept", "figure")
    related = ("indicator", "region", "body", "reported_by", "entered_by")
    page = Pages(waiting_figures(user).select_related(*related), ROWS).get_page(request.GET.get("page"))
    rows = held_beside(list(page))
    progress = waiting_progress(user).select_related("of__plan__region", "body", "by")
    context = {
        "page": page,
        "rows": rows,
        "plain": [row.figure.pk for row in rows if not row.odd],
        "progress": list(progress[:ROWS]),
        "more_progress": progress.count() > ROWS,
    }
    return render(request, "monitoring/queue.html", context)


def held_beside(found: Sequence[Figure]) -> list[Waiting]:
    """Each figure with the value before, the target, and whether it is out of proportion."""
    beside = figures_beside(found)
    return [Waiting(row, last, target, jumps(row.value, last)) for row in found for last, target in (beside[row.pk],)]


@require_POST
def decide_figure(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Accept a figure, return it, or undo either."""
    figure = get_object_or_404(Figure.objects.select_related("indicator", "region", "body", "reported_by"), pk=pk)
    policies.require(visitor(request), "view", figure)
    reason = request.POST.get("reason", "")
    does: dict[str, Callable[[], Figure]] = {
        "accept": lambda: figures.accept_figure(figure, by=visitor(request)),
        "return": lambda: figures.return_figure(figure, reason=reason, by=visitor(request)),
        "undo": lambda: figures.undo_decision(figure, by=visitor(request)),
    }
    return _decided(request, does[action], figure, "figure")


@require_POST
def decide_progress(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Accept a progress report, return it, or undo either."""
    report = get_object_or_404(Progress.objects.select_related("of__plan__region", "body", "by"), pk=pk)
    policies.require(visitor(request), "view", report)
    reason = request.POST.get("reason", "")
    does: dict[str, Callable[[], Progress]] = {
        "accept": lambda: reports.accept_progress(report, by=visitor(request)),
        "return": lambda: reports.return_progress(report, reason=reason, by=visitor(request)),
        "undo": lambda: reports.undo_progress(report, by=visitor(request)),
    }
    return _decided(request, does[action], report, "progress")


@require_POST
def accept_plain(request: HttpRequest) -> HttpResponse:
    """Accept the figures that the person was shown as unremarkable and that still wait."""
    user = visitor(request)
    if not policies.may_somewhere(user, "accept", "figure"):
        raise policies.Denied("accept", "figure")
    asked = _numbers(request.POST.get("figures", ""))
    chosen = list(waiting_figures(user).filter(pk__in=asked).select_related("indicator", "region")[: 10 * ROWS])
    try:
        done = figures.accept_figures(chosen, by=user)
    except ValidationError as error:
        tell(request, " ".join(error.messages), wrong=True)
    else:
        words = _("已采用%(number)s项。") % {"number": len(done)}
        keys = ",".join(str(figure.pk) for figure in done)
        tell(request, words, undo=reverse("monitoring:figures-undo") if done else "", fields={"figures": keys})
    return redirect("monitoring:queue")


@require_POST
def undo_plain(request: HttpRequest) -> HttpResponse:
    """Let figures wait again that were accepted in bulk."""
    user = visitor(request)
    if not policies.may_somewhere(user, "accept", "figure"):
        raise policies.Denied("accept", "figure")
    asked = Figure.objects.filter(pk__in=_numbers(request.POST.get("figures", "")), state__in=figures.CURRENT)
    undone = 0
    for figure in asked.select_related("indicator", "region"):
        try:
            figures.undo_decision(figure, by=user)
        except ValidationError as error:
            tell(request, " ".join(error.messages), wrong=True)
        else:
            undone += 1
    tell(request, _("已撤销%(number)s项，重新等待审核。") % {"number": undone})
    return redirect("monitoring:queue")


def _decided(request: HttpRequest, does: Callable[[], Any], row: Any, name: str) -> HttpResponse:
    """The row as it is now, for htmx; else the page that the person was on."""
    problem = ""
    try:
        row = does()
    except ValidationError as error:
        problem = " ".join(error.messages)
    if "HX-Request" in request.headers:
        row.refresh_from_db(fields=["state", "reason"])
        context: dict[str, Any] = {"problem": problem}
        if name == "figure":
            context["row"] = held_beside([row])[0]
        else:
            context["report"] = row
        return render(request, f"monitoring/_queue_{name}.html", context)
    state = row.get_state_display()
    tell(request, problem or _("%(what)s：%(state)s。") % {"what": row, "state": state}, wrong=bool(problem))
    if request.POST.get("to") == "queue" or name == "progress":
        return redirect("monitoring:queue")
    return redirect("monitoring:figure", row.pk)


def _numbers(text: str) -> list[int]:
    return [found for key in text.split(",")[: 10 * ROWS] if (found := whole_number(key))]
