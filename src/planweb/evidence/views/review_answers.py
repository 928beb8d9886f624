"""What the review answers: a row that was changed, a refusal, a conflict, and where to go next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from planweb.accounts import policies
from planweb.accounts.visitors import visitor
from planweb.audit.models import AuditEntry
from planweb.evidence import proposals
from planweb.evidence.describing import Difference, differences, shown
from planweb.evidence.models import Document, Said, Statement
from planweb.layout.notices import tell
from planweb.layout.requests import whole_number

DONE: Mapping[str, Any] = {
    "confirm": gettext_lazy("已确认：%(what)s"),
    "correct": gettext_lazy("已更正：%(what)s"),
    "reject": gettext_lazy("已否决：%(what)s"),
    "merge": gettext_lazy("已合并：%(what)s"),
    "reopen": gettext_lazy("已退回待审核：%(what)s"),
    "create": gettext_lazy("已补充：%(what)s"),
    "undo": gettext_lazy("已撤销：%(what)s"),
}
VERBS: Mapping[str, Any] = {
    "confirm": gettext_lazy("确认"),
    "correct": gettext_lazy("更正"),
    "reject": gettext_lazy("否决"),
    "merge": gettext_lazy("合并"),
    "reopen": gettext_lazy("退回待审核"),
}
_MOMENT = timedelta(seconds=5)
FILTERS = ("kind", "state", "role", "below", "section")


def reviewed_document(request: HttpRequest, pk: int) -> Document:
    """The document, for who may review it."""
    document = get_object_or_404(Document.objects.select_related("region", "brought_by"), pk=pk)
    policies.require(visitor(request), "confirm", Statement(document=document, state=Said.State.PROPOSED))
    return document


def in_page(request: HttpRequest) -> bool:
    """Whether the answer goes into a page that is open already."""
    return request.headers.get("HX-Request") == "true"


def done(request: HttpRequest, row: Said, said: str, *, stay: bool = False) -> HttpResponse:
    """What was done to ``row``, in the open page or as the next page; ``stay`` keeps the row in view."""
    document = row.document
    if not in_page(request):
        undo_at = reverse("evidence:review-undo", args=[document.pk])
        tell(request, said, undo="" if stay else undo_at, fields={"filters": filters_of(request.POST)})
        return go(request, document, row.key, after=not stay)
    user, seen = visitor(request), moment_ago()
    since = _time(request.POST.get("seen", ""))
    others = proposals.changed_by_others(document, user, since) if since else []
    context = {
        "document": document,
        "item": proposals.item_of(proposals.row_of(document, row.key)),
        "others": [proposals.item_of(one) for one in others if one.key != row.key],
        "progress": proposals.progress_of(document),
        "said": said,
        "step": proposals.last_step(document, user),
        "query": filters_of(request.POST),
    }
    response = render(request, "evidence/_review_done.html", context)
    response.headers["HX-Trigger-After-Swap"] = json.dumps({"reviewed": {"key": row.key, "stay": stay, "seen": seen}})
    return response


def go(request: HttpRequest, document: Document, key: str, *, after: bool = False) -> HttpResponse:
    """The review page at the row ``key``, or at what waits after it."""
    query = QueryDict(filters_of(request.POST), mutable=True)
    if key:
        query["after" if after else "item"] = key
    address = reverse("evidence:review", args=[document.pk]) + f"?{query.urlencode()}"
    if in_page(request):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def refused(request: HttpRequest, document: Document, said: str) -> HttpResponse:
    """Why something was not done."""
    if in_page(request):
        return render(request, "evidence/_review_refused.html", {"said": said}, status=422)
    tell(request, said, wrong=True)
    return go(request, document, "")


def conflict(request: HttpRequest, row: Said, verb: str, **more: Any) -> HttpResponse:
    """Somebody changed ``row`` meanwhile: what they made of it beside what the person wanted."""
    context = {
        "document": row.document,
        "item": proposals.item_of(proposals.row_of(row.document, row.key)),
        "verb": verb,
        "wanted": VERBS[verb],
        "may": policies.may(visitor(request), verb, row),
        "changes": changed_since(row, revision_of(request)),
        "query": filters_of(request.POST),
        **more,
    }
    template = "evidence/_review_conflict_oob.html" if in_page(request) else "evidence/review_conflict.html"
    return render(request, template, context, status=409)


def changed_since(row: Said, revision: int) -> list[Difference]:
    """What others changed in ``row`` since it was at ``revision``, by what the audit trail says."""
    entries = AuditEntry.objects.filter(object_kind=row._meta.label_lower, object_id=str(row.pk))  # noqa: SLF001
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for entry in reversed(entries.order_by("-number")[: max(row.revision - revision, 1)]):
        before = {**json.loads(entry.before), **before}
        after |= json.loads(entry.after)
    kind = type(row)
    state = []
    if "state" in before and before["state"] != after.get("state"):
        words = (shown(kind, "state", said["state"]) for said in (before, after))
        state = [Difference(_("审核状态"), *words)]
    return [*state, *differences(kind, before, after)]


def revision_of(request: HttpRequest) -> int:
    """The revision of the row that the person saw; -1, which no row has, when the form does not say."""
    return whole_number(request.POST.get("revision", ""), -1)


def filters_of(query: QueryDict) -> str:
    """The filters of a page as a query; ``query`` is that of the page, or a form that has it as ``filters``."""
    said = QueryDict(query.get("filters", ""), mutable=True) if "filters" in query else query
    kept = QueryDict(mutable=True)
    for name in FILTERS:
        if value := said.get(name):
            kept[name] = str(value)
    return kept.urlencode()


def _time(said: str) -> datetime | None:
    """The time that a form says, None when it says none."""
    try:
        found = parse_datetime(said[:40])
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def moment_ago() -> str:
    """A moment ago, so that what is being written just now is seen the next time."""
    return (timezone.now() - _MOMENT).isoformat()


def subject_line(row: Said) -> str:
    """What a row says, in a few words."""
    item = proposals.item_of(row)
    return f"{item.subject} {item.value}" if isinstance(row, Statement) else item.subject


def counted(number: int) -> str:
    """A number of rows, in words."""
    return ngettext("%(number)s 条", "%(number)s 条", number) % {"number": number}
