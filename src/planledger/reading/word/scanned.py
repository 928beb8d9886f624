"""Word files that hold pages as pictures (扫描件粘贴成的 Word), read from the pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planledger.errors import DamagedDocument
from planledger.reading.limits import Limits
from planledger.reading.packed import Packed
from planledger.reading.progress import tell_page

if TYPE_CHECKING:
    from PIL.Image import Image

    from planledger.reading.lifting import Lifted

_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_OLD_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_LEAST = 400
"""Pixels of the shorter side of a page; smaller pictures are seals, signatures and ornaments."""


def picture_parts(package: Packed) -> list[str]:
    """The parts that hold the pictures of the document, in the order of its text, each once."""
    relations = package.relations(package.main)
    named = [
        element.get(_EMBED) or element.get(_OLD_EMBED) or "" for element in package.tree(package.main).iter(*_PICTURES)
    ]
    found = [relations[key].part for key in named if key in relations and relations[key].kind == "image"]
    return [part for part in dict.fromkeys(found) if part in package]


def open_scans(package: Packed, name: str, limits: Limits) -> Iterator[tuple[Image, bool]]:
    """Each page that is a picture, and whether the whole of it could be decoded.

    Raises:
        LimitExceeded: A page has more pixels than the limits allow.
    """
    from planledger.reading.pictures.opening import open_pages

    for part in picture_parts(package)[: limits.pages]:
        try:
            first = next(open_pages(package.read(part), name, limits), None)
        except DamagedDocument:
            continue  # a drawing (EMF, WMF), or a picture that is broken: the others are still read
        if first is not None and min(first[0].size) >= _LEAST:
            yield first


def lift_scans(package: Packed, name: str, limits: Limits) -> Lifted | None:
    """The text of a DOCX whose pages are pictures; None when it has no pictures that could be pages."""
    from planledger.reading.pictures.judging import judge_recognition
    from planledger.reading.pictures.recognising import recognise_page
    from planledger.reading.printed.lifting import lift_printed

    pages = []
    for number, (picture, _whole) in enumerate(open_scans(package, name, limits), start=1):
        tell_page(number - 1)
        width, height = picture.size
        pages.append(recognise_page(picture, number=number, width=width, height=height, limits=limits))
    if not pages:
        return None
    return judge_recognition(lift_printed(pages, name=name, limits=limits, format="docx"), pages, name=name)
