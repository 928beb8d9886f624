"""Addresses of what a page of monitoring leads to."""

from __future__ import annotations

from django.urls import reverse

from planweb.evidence.models import Said


def address(route: str, *args: object, query: str = "") -> str:
    """Address of a page with a query."""
    page = reverse(route, args=args)
    return f"{page}?{query}" if query else page


def passage_address(said: Said | None) -> str:
    """Address of the place in the document at which something is said."""
    if said is None:
        return ""
    return address("evidence:document", said.document_id, query=f"at={said.start}&to={said.end}")
