"""Pages as pictures, with places marked on them (原页)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from planledger.errors import DamagedDocument, LimitExceeded, MissingExtra
from planledger.model.places import Box, Format, Page
from planledger.reading.limits import Limits

if TYPE_CHECKING:
    from PIL.Image import Image

_LIMITS = Limits()
_MARK = (255, 214, 0, 110)
_FRAME = (200, 0, 0, 255)
_MARGIN = 0.004
"""How far a mark reaches beyond its box, as a share of the page's longer side."""


def page_picture(path: Path, kind: Format, page: Page, *, longest: int, limits: Limits = _LIMITS) -> Image:
    """The page as it is shown, its longer side ``longest`` pixels.

    Args:
        path: The file.
        kind: ``pdf``, ``picture``, or ``docx`` whose pages are pictures.
        page: One of the document's pages.
        longest: Pixels of the longer side.
        limits: What drawing it may take.

    Raises:
        MissingExtra: What draws such pages is not installed.
        LimitExceeded: The picture would be too large.
        DamagedDocument: The file is not as it was when it was read.
    """
    scale = longest / max(page.width, page.height, 1.0)
    if page.width * scale * page.height * scale > limits.pixels:
        raise LimitExceeded(path.name, f"pixels={limits.pixels}")
    try:
        drawn = _of_pdf(path, page, limits) if kind == "pdf" else _of_picture(path, kind, page, limits)
        if page.skew:
            from planledger.reading.pictures.levelling import level

            drawn = level(drawn, rotation=0, skew=page.skew)
    except ModuleNotFoundError as error:
        raise MissingExtra(path.name, "pdf" if kind == "pdf" else "ocr") from error
    size = max(1, round(page.width * scale)), max(1, round(page.height * scale))
    return drawn if drawn.size == size else drawn.resize(size)


def marked(picture: Image, page: Page, boxes: Sequence[Box]) -> Image:
    """``picture`` of ``page`` with ``boxes``, which are in the page's units, marked on it."""
    from PIL import Image, ImageDraw

    shown = picture.convert("RGBA")
    sheet = Image.new("RGBA", shown.size)
    draw = ImageDraw.Draw(sheet)
    across, down = shown.width / page.width, shown.height / page.height
    beyond = max(2.0, _MARGIN * max(shown.size))
    for box in boxes:
        place = (
            box.left * across - beyond,
            box.top * down - beyond,
            box.right * across + beyond,
            box.bottom * down + beyond,
        )
        draw.rectangle(place, fill=_MARK, outline=_FRAME, width=max(1, round(beyond / 2)))
    return Image.alpha_composite(shown, sheet).convert("RGB")


def picture_bytes(picture: Image, kind: str) -> bytes:
    """``picture`` as a file: ``png``, or ``webp`` for a page of text at a third of the size."""
    written = io.BytesIO()
    if kind == "png":
        picture.save(written, "PNG", optimize=True)
    else:
        picture.save(written, "WEBP", quality=55, method=4)
    return written.getvalue()


def _of_pdf(path: Path, page: Page, limits: Limits) -> Image:
    import pypdfium2

    from planledger.reading.pdf.pages import UnreadablePage, opened, render_page

    try:
        document = pypdfium2.PdfDocument(path.read_bytes())
        try:
            with opened(document, page.number - 1) as handle:
                drawn: Image = render_page(handle, page.rotation, limits.pixels)
        finally:
            document.close()
    except (pypdfium2.PdfiumError, UnreadablePage, OSError) as error:
        raise DamagedDocument(path.name, str(error)) from error
    return drawn


def _of_picture(path: Path, kind: Format, page: Page, limits: Limits) -> Image:
    from planledger.reading.packed import Packed
    from planledger.reading.pictures.levelling import level
    from planledger.reading.pictures.opening import open_pages
    from planledger.reading.word.scanned import open_scans

    try:
        data = path.read_bytes()
    except OSError as error:
        raise DamagedDocument(path.name, str(error)) from error
    if kind == "docx":
        pages = open_scans(Packed(data, path.name, limits), path.name, limits)
    else:
        pages = open_pages(data, path.name, limits)
    drawn = next(islice(pages, page.number - 1, None), None)
    if drawn is None:
        raise DamagedDocument(path.name, f"no page {page.number}")
    return level(drawn[0].convert("RGB"), rotation=page.rotation, skew=0.0)
