"""Addresses of passages of documents."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def passage_address(document: int, start: int | None = None) -> str:
    """Address of a document, opened at the passage that begins at ``start`` in its source."""
    try:
        address = reverse("evidence:document", args=[document])
    except NoReverseMatch:
        address = f"/documents/{document}/"
    return address if start is None else f"{address}?at={start}"
