"""Pictures of the pages of documents, drawn once and kept, and where on them something is said."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from planledger import model
from planledger.errors import DocumentError
from planledger.pipeline.picturing import PictureJob, draw_pages
from planweb.evidence.files import path_of
from planweb.evidence.guarding import ask_guarded
from planweb.evidence.models import Document

_BEYOND = 0.012
_CUT = 0.16


class Rectangle(NamedTuple):
    """A rectangle on a page, in its units."""

    x: float
    y: float
    width: float
    height: float


def picture_of(document: Document, page: model.Page) -> Path | None:
    """The file of the page's picture; drawn now when it was not looked at before, None when it cannot be drawn."""
    folder = Path(settings.PICTURES) / document.sha256[:2] / document.sha256
    place = folder / f"{page.number}-{page.rotation}-{page.skew:g}.webp"
    if place.exists():
        return place
    draft = folder / f".drawing-{secrets.token_hex(8)}"
    draft.mkdir(mode=0o700, parents=True)
    try:
        job = PictureJob(path_of(document.file), "page", _kind(document), (page,), draft)
        drawn = ask_guarded(draw_pages, job)
        if isinstance(drawn, DocumentError) or drawn.problem is not None:
            return None
        (draft / f"page-{page.number}.webp").replace(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return place


def _kind(document: Document) -> model.Format:
    found: model.Format = document.format  # type: ignore[assignment]  # one of them, as reading said
    return found


def rectangles_of(read: model.Document, page: int, start: int, end: int) -> list[Rectangle]:
    """Where source ``[start, end)`` stands on the page, a rectangle for each of its lines."""
    boxes = (place.box_of(start, end) for place in read.places_of(start, end) if place.page == page)
    return [
        Rectangle(*(round(one, 1) for one in (box.left, box.top, box.right - box.left, box.bottom - box.top)))
        for box in boxes
        if box is not None
    ]


def stretches_of(read: model.Document, page: int) -> list[tuple[int, int]]:
    """The stretches of the source that stand on the page; what is set apart stands at the end of the source."""
    found = list[tuple[int, int]]()
    before = False
    for place in read.places:
        here = place.page == page
        if here and before:
            found[-1] = found[-1][0], place.end
        elif here:
            found.append((place.start, place.end))
        before = here
    return found


def page_of(read: model.Document, start: int, end: int) -> model.Page | None:
    """The page on which source ``[start, end)`` begins; None in a file without pages."""
    number = next((place.page for place in read.places_of(start, end) if place.page and place.box), 0)
    return next((page for page in read.pages if page.number == number), None)


def cut_around(page: model.Page, rectangles: Iterable[Rectangle]) -> Rectangle:
    """The band of the page, over its whole width, in which ``rectangles`` lie with some lines above and below."""
    found = list(rectangles)
    top = min((one.y for one in found), default=0.0)
    bottom = max((one.y + one.height for one in found), default=page.height)
    height = min(page.height, max(bottom - top + 2 * _BEYOND * page.height, _CUT * page.width))
    y = min(max(0.0, (top + bottom - height) / 2), page.height - height)
    return Rectangle(0, round(y, 1), page.width, round(height, 1))
