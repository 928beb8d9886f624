"""Addresses of passages of documents."""

from __future__ import annotations

from django.urls import reverse


def passage_address(document: int, start: int | None = None, *, end: int | None = None, anchor: str = "here") -> str:
    """Address of a document, opened where something stands in it.

    Args:
        document: Its key.
        start: Offset of the passage in its source; None for its beginning.
        end: Offset after it.
        anchor: What the page scrolls to: ``s`` or ``c`` with the key of a statement or commitment, or the passage.
    """
    address = reverse("evidence:document", args=[document])
    if start is None:
        return address
    until = f"&to={end}" if end is not None else ""
    return f"{address}?at={start}{until}#{anchor}"
