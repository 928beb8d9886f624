"""A document as people read it: its text, its pages, how it was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from planledger import model
from planweb.evidence import pictures, text
from planweb.evidence.models import Commitment, Document, Reading, Said, Statement
from planweb.evidence.phrasing import Words, said_of, value_of
from planweb.evidence.queries import review_counts, said_in, starts_in, statements_in, versions_of
from planweb.evidence.views.documents import find

MOST_REPAIRS = 300
_GUESSES = {
    "title": _("标题"),
    "kind": _("种类"),
    "issuer": _("发布机关"),
    "region": _("地区"),
    "date": _("发布日期"),
    "year": _("年份"),
    "encoding": _("编码"),
}


class Entry(NamedTuple):
    """A statement or commitment in the list beside the text."""

    row: Said
    value: str
    anchor: str
    role: str
    state: str


def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: its text with what it says, or how far its reading is."""
    found = find(request, pk)
    context: dict[str, Any] = {"document": found, "versions": versions_of(found)}
    if Reading.objects.filter(pk=pk).exists():
        context |= _text(request, found)
    return render(request, "evidence/document.html", context)


def _text(request: HttpRequest, found: Document) -> dict[str, Any]:
    made = text.lifted(found)
    at = _number(request, "at")
    at = at if at is not None and at < len(made.document.source) else None
    parts = text.parts_of(made, starts_in(found))
    part = _part(request, parts, at)
    statements, commitments = said_in(found, start=part.start, end=part.end)
    spans = text.spans_of(made, [*statements, *commitments])
    if at is not None and not any(row.start == at for row in statements):
        passage = text.Span(*text.clean_span(made, at, max(_number(request, "to") or 0, at + 1)), None)
        spans = sorted([*spans, passage], key=lambda span: (span.start, -span.end))
    counts = review_counts(found)
    return {
        "html": text.html_of(made, part, spans),
        "contents": text.contents_of(made, parts),
        "parts": parts,
        "part": part,
        "statements": _entries(statements),
        "commitments": _entries(commitments),
        "number_said": sum(counts.values()) - (promised := found.commitments.count()),
        "number_promised": promised,
        "counts": counts,
        "pages": len(made.document.pages),
        "first_page": made.document.pages[0].number if made.document.pages else 0,
        "problems": len(made.document.problems) + len(made.extraction.problems),
        "unplaced": not (found.said_by_user.get("region") or made.document.region.value),
        "undated": not found.year,
    }


def _entries(rows: Iterable[Statement | Commitment]) -> list[Entry]:
    words = Words()
    return [
        Entry(
            row,
            value_of(row) if isinstance(row, Statement) else "",
            f"s{row.pk}" if isinstance(row, Statement) else f"c{row.pk}",
            words.roles[row.role],
            words.states[row.state],
        )
        for row in rows
    ]


def _part(request: HttpRequest, parts: Sequence[text.Part], at: int | None) -> text.Part:
    if at is not None:
        return next((part for part in parts if at < part.end), parts[-1])
    number = _number(request, "part") or 1
    return parts[min(max(number, 1), len(parts)) - 1]


def _number(request: HttpRequest, name: str) -> int | None:
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 12 else None


def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page of the file as it looks, with what it says marked on it."""
    found = find(request, pk)
    made, shown = _page(found, number)
    rows = statements_in(found, pictures.stretches_of(made.document, number))
    marks = [
        (entry, rectangles)
        for entry in _entries(rows)
        if (rectangles := pictures.rectangles_of(made.document, number, entry.row.start, entry.row.end))
    ]
    numbers = [one.number for one in made.document.pages]
    at = numbers.index(number)
    context = {
        "document": found,
        "page": shown,
        "marks": marks,
        "numbers": numbers,
        "before": numbers[at - 1] if at else None,
        "after": numbers[at + 1] if at + 1 < len(numbers) else None,
        "chosen": _number(request, "statement"),
    }
    return render(request, "evidence/page.html", context)


def picture(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """The picture of a page."""
    found = find(request, pk)
    __, shown = _page(found, number)
    place = pictures.picture_of(found, shown)
    if place is None:
        raise Http404
    response = FileResponse(place.open("rb"), content_type="image/webp")
    # The same for ever, but for nobody else: a proxy keeps no copy.
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def _page(found: Document, number: int) -> tuple[text.Lifted, model.Page]:
    if not Reading.objects.filter(pk=found.pk).exists():
        raise Http404
    made = text.lifted(found)
    shown = next((one for one in made.document.pages if one.number == number), None)
    if shown is None:
        raise Http404
    return made, shown


def how_read(request: HttpRequest, pk: int) -> HttpResponse:
    """How a document was read: what was doubtful, what was repaired, where the guesses come from."""
    found = find(request, pk)
    if not Reading.objects.filter(pk=pk).exists():
        raise Http404
    made = text.lifted(found)
    read = made.document
    problems = [(one, said_of(one)) for one in (*read.problems, *made.extraction.problems)]
    context = {
        "document": found,
        "problems": problems,
        "steps": Counter(repair.step for repair in read.repairs).most_common(),
        "repairs": read.repairs[:MOST_REPAIRS],
        "number": len(read.repairs),
        "guesses": [(word, getattr(read, name)) for name, word in _GUESSES.items()],
        "tables": made.extraction.tables,
        "reader": found.reading.reader,
    }
    return render(request, "evidence/how_read.html", context)
