"""Pages of oversight."""

from __future__ import annotations

import json

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planweb.accounts import policies
from planweb.audit.models import AuditEntry
from planweb.layout.tables import Column, Table
from planweb.oversight.filters import EntryFilter
from planweb.oversight.words import action_word


def _address(row: AuditEntry) -> str:
    return reverse("oversight:entry", args=[row.pk])


COLUMNS = (
    Column("number", gettext_lazy("序号"), lambda row: row.number, ("number",), _address, figures=True),
    Column("at", gettext_lazy("时间"), lambda row: row.at, ("at",)),
    Column("who", gettext_lazy("操作人"), lambda row: row.who or _("系统"), ("who",)),
    Column("action", gettext_lazy("操作"), lambda row: action_word(row.action), ("action",)),
    Column("object", gettext_lazy("对象"), lambda row: row.object_label),
    Column("why", gettext_lazy("理由"), lambda row: row.why),
)


def trail(request: HttpRequest) -> HttpResponseBase:
    """The audit trail, newest first."""
    policies.require_everywhere(request.user, "view", "trail")
    entries = AuditEntry.objects.order_by("-number")
    table = Table(request, entries, COLUMNS, filters=EntryFilter, name=_("审计记录"))
    return table.response("oversight/trail.html", {})


def entry(request: HttpRequest, number: int) -> HttpResponseBase:
    """One entry with everything it says."""
    policies.require_everywhere(request.user, "view", "trail")
    found = get_object_or_404(AuditEntry, pk=number)
    before, after = json.loads(found.before), json.loads(found.after)
    changes = [(key, before.get(key), after.get(key)) for key in sorted({*before, *after})]
    context = {"entry": found, "action": action_word(found.action), "changes": changes}
    return render(request, "oversight/entry.html", context)
