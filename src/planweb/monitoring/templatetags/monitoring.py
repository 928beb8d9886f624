"""How templates write figures, periods and targets."""

from __future__ import annotations

from django import template

from planweb.monitoring import showing

register = template.Library()
register.filter("period", showing.period_words)
register.filter("neat", showing.neat)
register.filter("wanted", showing.target_words)


@register.filter
def state_mark(state: str) -> str:
    """Symbol of a state."""
    return showing.MARKS.get(state, "off")
