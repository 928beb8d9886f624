"""Values as templates show them."""

from __future__ import annotations

from django import template

from planweb.evidence.models import Commitment, Statement
from planweb.evidence.phrasing import value_of

register = template.Library()


@register.simple_tag
def value(row: Statement | Commitment) -> str:
    """The value of a statement as people write it."""
    return value_of(row)
