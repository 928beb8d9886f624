"""Tags that every template has."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone

from planweb.layout.notices import take_notices
from planweb.layout.tables import text_of

register = template.Library()


@register.simple_tag(takes_context=True)
def notices(context: dict[str, Any]) -> list[dict[str, Any]]:
    """What was just done."""
    request: HttpRequest | None = context.get("request")
    return take_notices(request) if request else []


@register.filter
def day(value: date) -> str:
    """The day of a moment as people write it."""
    return text_of(timezone.localtime(value).date() if isinstance(value, datetime) else value)


@register.filter
def said(value: Any) -> str:
    """A value as people write it."""
    return text_of(value)
