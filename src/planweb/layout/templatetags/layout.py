"""Tags that every template has."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest

from planweb.layout.notices import take_notices
from planweb.layout.tables import text_of

register = template.Library()


@register.simple_tag(takes_context=True)
def notices(context: dict[str, Any]) -> list[dict[str, Any]]:
    """What was just done."""
    request: HttpRequest | None = context.get("request")
    return take_notices(request) if request else []


@register.filter
def said(value: Any) -> str:
    """A value as people write it."""
    return text_of(value)
