"""A PDF that was cut off: its pages found again without the tables at its end."""

from __future__ import annotations

import re

_OBJECT = re.compile(rb"(?<![0-9])(\d{1,7}) (\d{1,5}) obj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_MOST = 200_000
_HEAD_OF_OBJECT = 20_000


def mended(data: bytes) -> bytes:
    """``data`` with a new catalogue and table of objects behind it; empty when no page is found in it.

    The lost parts at the end say which object is the first page; without them the pages stand in the order in which
    the file has them, which is that of nearly every program.
    """
    places: dict[int, tuple[int, int]] = {}
    pages: list[int] = []
    matches = list(_OBJECT.finditer(data))[:_MOST]
    for index, match in enumerate(matches):
        number, generation = int(match[1]), int(match[2])
        end = matches[index + 1].start() if index + 1 < len(matches) else len(data)
        body = data[match.end() : min(end, match.end() + _HEAD_OF_OBJECT)].partition(b"stream")[0]
        places[number] = (match.start(), generation)
        if _PAGE.search(body) and (b"endobj" in data[match.end() : end]):
            pages.append(number)
    if not pages:
        return b""
    pages = list(dict.fromkeys(pages))
    root, tree = max(places) + 1, max(places) + 2
    out = bytearray(data)
    out += b"\nendstream\nendobj\n"
    places[root] = (len(out), 0)
    out += b"%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n" % (root, tree)
    places[tree] = (len(out), 0)
    kids = b" ".join(b"%d %d R" % (page, places[page][1]) for page in pages)
    out += b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 595 842]>>\nendobj\n" % (tree, len(pages), kids)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number in sorted(places):
        at, generation = places[number]
        out += b"%d 1\n%010d %05d n \n" % (number, at, generation)
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (tree + 1, root, start)
    return bytes(out)
