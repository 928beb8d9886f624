"""Whether a button is shown."""

from __future__ import annotations

from typing import Any

from django import template

from planweb.accounts import policies

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], action: str, subject: policies.Protected) -> bool:
    """Whether the person may do ``action`` to ``subject``."""
    return policies.may(context["request"].user, action, subject)


@register.simple_tag(takes_context=True)
def may_somewhere(context: dict[str, Any], action: str, kind: str) -> bool:
    """Whether the person may do ``action`` to some object of ``kind``."""
    return policies.may_somewhere(context["request"].user, action, kind)
