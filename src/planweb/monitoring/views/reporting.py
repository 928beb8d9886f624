"""What a body has to report: the list, the table, the template, evidence and reminders."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from planweb.accounts import policies
from planweb.accounts.models import Body, User
from planweb.accounts.visitors import visitor
from planweb.evidence.files import handed_out
from planweb.layout.exporting import attached
from planweb.layout.notices import tell
from planweb.layout.workbooks import XLSX, WrongFile
from planweb.monitoring.actions.reminding import see_reminders
from planweb.monitoring.actions.reports import RefusedEntries, submit_report
from planweb.monitoring.forms.reports import ReportTable
from planweb.monitoring.models import Figure, Progress, Reminder, Round
from planweb.monitoring.queries.due import (
    Due,
    due_for,
    due_in,
    overdue_bodies,
    parts_of,
    returned_progress,
    returned_to,
    waiting_figures,
    waiting_progress,
)
from planweb.monitoring.queries.seeing import own_bodies
from planweb.monitoring.queries.targets import targets_of
from planweb.monitoring.wording import period_text


def home(request: HttpRequest) -> HttpResponse:
    """What waits for the person: to report, to decide, to chase."""
    user = visitor(request)
    if not policies.may_somewhere(user, "create", "figure"):
        raise policies.Denied("create", "figure")
    bodies = own_bodies(user)
    plans = policies.may_somewhere(user, "accept", "figure")
    parts = parts_of(due_for(user))
    context = {
        "bodies": bodies,
        "parts": parts,
        "missing": sum(part.missing for part in parts),
        "late": sum(part.missing for part in parts if part.days < 0),
        "returned": returned_to(user),
        "returned_progress": returned_progress(user),
        "targets": targets_of(bodies),
        "reminders": list(Reminder.objects.filter(user=user, seen_at=None).select_related("round")[:10]),
        "plans": plans,
        "waiting": waiting_figures(user).count() + waiting_progress(user).count() if plans else 0,
        "overdue": overdue_bodies(user) if plans else [],
        "today": timezone.localdate(),
    }
    return render(request, "monitoring/reports.html", context)


def report(request: HttpRequest, pk: int, body_pk: int) -> HttpResponse:
    """The table of one round and body."""
    round_, body, dues = _asked(request, pk, body_pk)
    if request.method != "POST":
        return _page(request, round_, body, ReportTable(dues))
    table = ReportTable.posted(dues, request.POST)
    entries = table.entries(request.POST, request.FILES)
    problem = ""
    if not table.wrong:
        try:
            done = submit_report(round_, body, entries, by=visitor(request))
        except RefusedEntries as refused:
            table.refuse(refused.errors)
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            words = _("已提交%(figures)s项数据、%(progress)s项进展。")
            tell(request, words % {"figures": len(done.figures), "progress": len(done.progress)})
            # The page takes the sign in the address to forget the draft.
            return redirect(reverse("monitoring:report", args=[pk, body_pk]) + "?submitted=1")
    return _page(request, round_, body, table, problem=problem, sent=True)


def template(request: HttpRequest, pk: int, body_pk: int) -> HttpResponseBase:
    """The table as a workbook to fill in."""
    round_, body, dues = _asked(request, pk, body_pk)
    from planweb.monitoring.sheets import make_template  # loading openpyxl takes a while, which a start need not

    response = HttpResponse(make_template(round_, body, dues), content_type=XLSX)
    return attached(response, f"{body.short_name or body.name} {period_text(round_.period)}.xlsx")


@require_POST
def upload(request: HttpRequest, pk: int, body_pk: int) -> HttpResponse:
    """The table filled from a workbook, to be looked at and then submitted; errors by cell."""
    round_, body, dues = _asked(request, pk, body_pk)
    file = request.FILES.get("workbook")
    if file is None:
        return _page(request, round_, body, ReportTable(dues), problem=_("请选择填好的模板文件。"))
    from planweb.monitoring.sheets import read_template

    try:
        filled = read_template(file, round_, body, dues)
    except WrongFile as error:
        return _page(request, round_, body, ReportTable(dues), problem=str(error))
    table = ReportTable(dues, filled.rows)
    return _page(request, round_, body, table, cells=filled.errors, sent=True, uploaded=True)


def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file that proves what was reported, for who may see the report; never shown in the page."""
    found = get_object_or_404(Progress.objects.select_related("of__plan__region", "body"), pk=pk)
    policies.require(visitor(request), "view", found)
    return handed_out(found.evidence, found.evidence_name)


def reminders(request: HttpRequest) -> HttpResponse:
    """Reminders of the person; a POST marks them as seen."""
    user = visitor(request)
    if request.method == "POST":
        see_reminders(user)
        return redirect("monitoring:reminders")
    found = Reminder.objects.filter(user=user).select_related("round", "body")[:100]
    return render(request, "monitoring/reminders.html", {"reminders": found})


def _asked(request: HttpRequest, pk: int, body_pk: int) -> tuple[Round, Body, list[Due]]:
    round_ = get_object_or_404(Round.objects.select_related("region"), pk=pk)
    body = get_object_or_404(Body.objects.select_related("region"), pk=body_pk)
    user: User = visitor(request)
    policies.require(user, "create", Figure(region=round_.region, reported_by=body))
    return round_, body, due_in([round_], bodies=[body])


def _page(request: HttpRequest, round_: Round, body: Body, table: ReportTable, **said: Any) -> HttpResponse:
    """The page with its table, and what it has to say: ``problem``, ``cells``, ``sent``, ``uploaded``."""
    today = timezone.localdate()
    context = {
        "round": round_,
        "body": body,
        "table": table,
        "kinds": Figure.Kind.choices,
        "closed": round_.closed_at is not None,
        "left": (round_.due_on - today).days,
        "late": (today - round_.due_on).days,
        "missing": sum(row.due.missing for row in table.rows),
    }
    return render(request, "monitoring/report.html", context | said)
