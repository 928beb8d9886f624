"""HTML, and tags left over in plain text, to lines of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from planledger.model.offsets import Edit
from planledger.reading.repairing import Draft

_TAG = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|</?[a-zA-Z][^<>]*>|<U\+[0-9A-Fa-f]{4,6}>|&(?:[a-zA-Z]{2,8}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});", re.S | re.I)
_BREAKS = re.compile("</?(?:p|div|br|h[1-6]|tr|li|ul|ol|table|center|section|article|title|dd|dt|hr|td|th)", re.I)


@dataclass(frozen=True, slots=True)
class Page:
    """What the page says of its article; empty where it says nothing."""

    title: str = ""
    date: str = ""
    site: str = ""


def read_markup(draft: Draft) -> Page:
    """Take tags and entities out of ``draft``."""
    text = draft.text
    if "<" not in text and "&" not in text:
        return Page()
    edits = [Edit(*match.span(), _replacement(match.group())) for match in _TAG.finditer(text)]
    draft.replace("markup", [edit for edit in edits if text[edit.start : edit.end] != edit.text])
    return Page()


def _replacement(token: str) -> str:
    if token[0] == "&":
        return unescape(token)
    if token[:3] in ("<U+", "<u+"):
        code = int(token[3:-1], 16)
        return " " if code in (0xA0, 0x200D, 0x200B, 0xFEFF, 0x3000) or code > 0x10FFFF else chr(code)
    return "\n" if _BREAKS.match(token) else ""
