"""A document as people read it: its text, its pages, how it was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from planledger import model
from planweb.evidence import pictures, text
from planweb.evidence.models import Document, Reading, Said, Statement
from planweb.evidence.phrasing import said_of, value_of
from planweb.evidence.queries import review_counts, said_in, versions_of
from planweb.evidence.views.documents import find

MOST_REPAIRS = 300
_GUESSES = ("title", "kind", "issuer", "region", "date", "year", "encoding")


class Entry(NamedTuple):
    """A statement or commitment in the list beside the text."""

    row: Said
    value: str
    address: str


def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: its text with what it says, or how far its reading is."""
    found = find(request, pk)
    context: dict[str, Any] = {"document": found, "versions": versions_of(found)}
    if Reading.objects.filter(pk=pk).exists():
        context |= _text(request, found)
    return render(request, "evidence/document.html", context)


def _text(request: HttpRequest, found: Document) -> dict[str, Any]:
    made = text.lifted(found)
    statements, commitments = said_in(found)
    spans = text.spans_of(made, [*statements, *commitments])
    at, until = _number(request, "at"), _number(request, "to")
    passage = None
    if at is not None and at < len(made.document.source):
        passage = text.Span(*text.clean_span(made, at, max(until or 0, at + 1)), None)
    parts = text.parts_of(made, [span.start for span in spans])
    part = _part(request, made, parts, passage)
    here = {span.row for span in spans if _lies_in(made, part, span)}
    if passage is not None and not any(span.start == passage.start for span in spans if span.row):
        spans = sorted([*spans, passage], key=lambda span: (span.start, -span.end))
    counts = review_counts(found)
    return {
        "html": text.html_of(made, part, spans),
        "contents": text.contents_of(made, parts),
        "parts": parts,
        "part": part,
        "statements": [_entry(row) for row in statements if row in here],
        "commitments": [_entry(row) for row in commitments if row in here],
        "number_said": len(statements),
        "number_promised": len(commitments),
        "counts": counts,
        "pages": len(made.document.pages),
        "first_page": made.document.pages[0].number if made.document.pages else 0,
        "problems": len(made.document.problems) + len(made.extraction.problems),
        "repairs": len(made.document.repairs),
        "characters": len(made.document.text),
        "unplaced": not (found.said_by_user.get("region") or made.document.region.value),
        "undated": not found.year,
    }


def _entry(row: Said) -> Entry:
    if isinstance(row, Statement):
        return Entry(row, value_of(row), f"#s{row.pk}")
    return Entry(row, "", f"#c{row.pk}")


def _lies_in(made: text.Lifted, part: text.Part, span: text.Span) -> bool:
    blocks = made.document.blocks
    if part.last == part.first:
        return False
    return blocks[part.first].start <= span.start < blocks[part.last - 1].end + 1


def _part(request: HttpRequest, made: text.Lifted, parts: Sequence[text.Part], passage: text.Span | None) -> text.Part:
    if passage is not None:
        return next((part for part in parts if _lies_in(made, part, passage)), parts[0])
    number = _number(request, "part") or 1
    return parts[min(max(number, 1), len(parts)) - 1]


def _number(request: HttpRequest, name: str) -> int | None:
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 12 else None


def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page of the file as it looks, with what it says marked on it."""
    found = find(request, pk)
    made, shown = _page(found, number)
    statements, _commitments = said_in(found)
    marks = [
        (row, rectangles)
        for row in statements
        if (rectangles := pictures.rectangles_of(made.document, number, row.start, row.end))
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
    _made, shown = _page(found, number)
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
        "guesses": [(name, getattr(read, name)) for name in _GUESSES],
        "tables": made.extraction.tables,
        "reader": found.reading.reader,
    }
    return render(request, "evidence/how_read.html", context)
