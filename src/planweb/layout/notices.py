"""What the next page says of what was just done, with a way to undo it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

_KEY = "notices"


def tell(
    request: HttpRequest, text: str, *, undo: str = "", fields: Mapping[str, str] | None = None, wrong: bool = False
) -> None:
    """Say ``text`` on the next page.

    Args:
        request: Of the person who is told.
        text: One sentence.
        undo: Address that takes a POST and undoes it.
        fields: What that POST says.
        wrong: Whether the text tells of a failure.
    """
    said = {"text": str(text), "undo": undo, "fields": dict(fields or {}), "wrong": wrong}
    request.session[_KEY] = [*request.session.get(_KEY, []), said]


def take_notices(request: HttpRequest) -> list[dict[str, Any]]:
    """Everything that was said since the last page, once."""
    session = getattr(request, "session", None)
    return session.pop(_KEY, []) if session is not None and _KEY in session else []
