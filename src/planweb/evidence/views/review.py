"""Review of one document: its text beside what was found in it, and what is done with one key."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from planledger import model
from planweb.accounts import policies
from planweb.accounts.visitors import visitor
from planweb.audit.models import AuditEntry
from planweb.evidence import pictures, proposals
from planweb.evidence.actions import review as actions
from planweb.evidence.actions.review_many import undo_last
from planweb.evidence.describing import Difference, differences, shown
from planweb.evidence.forms.review import ReviewFilter
from planweb.evidence.models import Document, Reading, Said, Statement
from planweb.evidence.passages import passages_of, text_of
from planweb.evidence.text import lifted
from planweb.layout.notices import tell

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
FILTERS = ("kind", "state", "role", "below", "section")


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of a document and beside it, in step, everything that was found in it."""
    document, user = reviewed_document(request, pk), visitor(request)
    text, rows = text_of(document), proposals.all_rows(document)
    form = ReviewFilter(request.GET, sections=proposals.sections_of(rows))
    wanted = form.wanted()
    items = [proposals.item_of(row) for row in proposals.wanted_rows(document, rows, wanted)]
    current = _current(request, items)
    context = {
        "document": document,
        "sight": sight_of(document, current.row) if current else None,
        "passages": passages_of(text, rows) if text else (),
        "read": text is not None and document.state == Document.State.READ,
        "items": items,
        "current": current,
        "filters": form,
        "filtered": not wanted.everything,
        "query": filters_of(request.GET),
        "progress": proposals.progress_among(rows),
        "step": proposals.last_step(document, user),
        "following": proposals.next_document(user, document),
    }
    return render(request, "evidence/review.html", context)


def sight(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Where one row stands on the page of its file, as a picture."""
    document = reviewed_document(request, pk)
    row = proposals.row_of(document, key)
    return render(request, "evidence/_review_sight.html", {"document": document, "sight": sight_of(document, row)})


@require_POST
def confirm(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One row, confirmed."""
    return _act(request, pk, key, "confirm")


@require_POST
def reject(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One row, rejected."""
    return _act(request, pk, key, "reject")


@require_POST
def reopen(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One row, to be reviewed anew."""
    return _act(request, pk, key, "reopen")


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """What the person did last, taken back."""
    document = reviewed_document(request, pk)
    try:
        undone = undo_last(document, by=visitor(request))
    except ValidationError as error:
        return refused(request, document, " ".join(error.messages))
    what = _subject(undone.restored[0]) if len(undone.restored) == 1 else _counted(len(undone.restored))
    said = DONE["undo"] % {"what": what}
    if undone.kept:
        said += _("另有 %(number)s 条已被他人改动，保留现状。") % {"number": len(undone.kept)}
    if len(undone.restored) != 1:
        tell(request, said, wrong=bool(undone.kept))
        return go(request, document, undone.restored[0].key if undone.restored else "")
    return done(request, proposals.row_of(document, undone.restored[0].key), said, stay=True)


def reviewed_document(request: HttpRequest, pk: int) -> Document:
    """The document, for who may review it."""
    document = get_object_or_404(Document.objects.select_related("region", "brought_by"), pk=pk)
    policies.require(visitor(request), "confirm", Statement(document=document, state=Said.State.PROPOSED))
    return document


class Sight(NamedTuple):
    """A band of a page of the file in which something is said."""

    page: model.Page
    cut: pictures.Rectangle
    rectangles: list[pictures.Rectangle]


def sight_of(document: Document, row: Said) -> Sight | None:
    """Where ``row`` stands on a page of its file; None in a file without pages."""
    if not Reading.objects.filter(pk=document.pk, tables__pages__0__isnull=False).exists():
        return None
    read = lifted(document).document
    page = pictures.page_of(read, row.start, row.end)
    if page is None:
        return None
    rectangles = pictures.rectangles_of(read, page.number, row.start, row.end)
    return Sight(page, pictures.cut_around(page, rectangles), rectangles)


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
    context = {
        "document": document,
        "item": proposals.item_of(proposals.row_of(document, row.key)),
        "progress": proposals.progress_of(document),
        "said": said,
        "step": proposals.last_step(document, visitor(request)),
        "query": filters_of(request.POST),
    }
    response = render(request, "evidence/_review_done.html", context)
    response.headers["HX-Trigger-After-Swap"] = json.dumps({"reviewed": {"key": row.key, "stay": stay}})
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
    said = request.POST.get("revision", "")
    return int(said) if said.isdecimal() and len(said) < 10 else -1


def filters_of(query: QueryDict) -> str:
    """The filters of a page as a query; ``query`` is that of the page, or a form that has it as ``filters``."""
    said = QueryDict(query.get("filters", ""), mutable=True) if "filters" in query else query
    kept = QueryDict(mutable=True)
    for name in FILTERS:
        if value := said.get(name):
            kept[name] = str(value)
    return kept.urlencode()


def subject_line(row: Said) -> str:
    """What a row says, in a few words."""
    return _subject(row)


def _act(request: HttpRequest, pk: int, key: str, verb: str) -> HttpResponse:
    document = reviewed_document(request, pk)
    row = proposals.row_of(document, key)
    if "revision" not in request.POST:
        return refused(request, document, _("表单不完整，请刷新页面后重试。"))
    act: Callable[..., Said] = {"confirm": actions.confirm, "reject": actions.reject, "reopen": actions.reopen}[verb]
    more = {"note": request.POST.get("note", "").strip()[:500]} if verb == "reject" else {}
    try:
        row = act(row, revision=revision_of(request), by=visitor(request), **more)
    except actions.Changed as changed:
        return conflict(request, changed.row, verb)
    except ValidationError as error:
        return refused(request, document, " ".join(error.messages))
    return done(request, row, DONE[verb] % {"what": _subject(row)}, stay=verb == "reopen")


def _subject(row: Said) -> str:
    item = proposals.item_of(row)
    return f"{item.subject} {item.value}" if isinstance(row, Statement) else item.subject


def _counted(number: int) -> str:
    return ngettext("%(number)s 条", "%(number)s 条", number) % {"number": number}


def _current(request: HttpRequest, items: Sequence[proposals.Item]) -> proposals.Item | None:
    """The item that the address names, what waits behind the one it names, or the first that waits."""
    place = {item.row.key: number for number, item in enumerate(items)}
    if (named := request.GET.get("item", "")) in place:
        return items[place[named]]
    behind = place.get(request.GET.get("after", ""), -1) + 1
    order = [*items[behind:], *items[:behind]]
    return next((item for item in order if item.row.state == Said.State.PROPOSED), order[0] if order else None)
