"""The title and bookmarks among a PDF's own data."""

from __future__ import annotations

import re
from typing import Any

from planledger.reading.printed.outline import Bookmark, Outline

_MOST = 5000
_DEEPEST = 8
_SPACE = re.compile(r"\s+")


def outline_of(document: Any) -> Outline:
    """The outline of a pypdfium2 document; a broken one gives what stands before the break."""
    from pypdfium2 import PdfiumError

    title, found = "", []
    try:
        title = _SPACE.sub("", document.get_metadata_value("Title") or "")
        for entry in document.get_toc(max_depth=_DEEPEST):
            name = _SPACE.sub("", entry.get_title() or "")
            destination = entry.get_dest()
            index = destination.get_index() if destination is not None else None
            if name:
                found.append(Bookmark(name, index + 1 if index is not None and index >= 0 else 0, entry.level + 1))
            if len(found) >= _MOST:
                break
    except (PdfiumError, ValueError, UnicodeError, RecursionError):
        pass
    return Outline(title, tuple(found))
