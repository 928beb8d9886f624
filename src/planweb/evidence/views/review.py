"""Review of one document: its text beside what was found in it, and what is done with one key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from planledger import model
from planweb.accounts.visitors import visitor
from planweb.evidence import pictures, proposals
from planweb.evidence.actions import review as actions
from planweb.evidence.actions.review_many import undo_last
from planweb.evidence.forms.review import ReviewFilter
from planweb.evidence.models import Document, Reading, Said
from planweb.evidence.passages import passages_of, text_of
from planweb.evidence.text import lifted
from planweb.evidence.views.review_answers import (
    DONE,
    conflict,
    counted,
    done,
    filters_of,
    go,
    moment_ago,
    refused,
    reviewed_document,
    revision_of,
    subject_line,
)
from planweb.layout.notices import tell


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
        "seen": moment_ago(),
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
    what = subject_line(undone.restored[0]) if len(undone.restored) == 1 else counted(len(undone.restored))
    said = DONE["undo"] % {"what": what}
    if undone.kept:
        said += _("另有 %(number)s 条已被他人改动，保留现状。") % {"number": len(undone.kept)}
    if len(undone.restored) != 1:
        tell(request, said, wrong=bool(undone.kept))
        return go(request, document, undone.restored[0].key if undone.restored else "")
    return done(request, proposals.row_of(document, undone.restored[0].key), said, stay=True)


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
    return done(request, row, DONE[verb] % {"what": subject_line(row)}, stay=verb == "reopen")


def _current(request: HttpRequest, items: Sequence[proposals.Item]) -> proposals.Item | None:
    """The item that the address names, what waits behind the one it names, or the first that waits."""
    place = {item.row.key: number for number, item in enumerate(items)}
    if (named := request.GET.get("item", "")) in place:
        return items[place[named]]
    behind = place.get(request.GET.get("after", ""), -1) + 1
    order = [*items[behind:], *items[:behind]]
    return next((item for item in order if item.row.state == Said.State.PROPOSED), order[0] if order else None)
