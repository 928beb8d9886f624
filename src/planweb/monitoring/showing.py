"""How figures, periods and targets are written on pages."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from planweb.monitoring.models import Figure
from planweb.monitoring.periods import WrongPeriod, parse_period
from planweb.registry.models import Target

MARKS = {
    "due": "off",
    "draft": "off",
    "submitted": "late",
    "accepted": "good",
    "returned": "bad",
    "contested": "late",
    "replaced": "off",
}


def period_words(text: str) -> str:
    """What people call a period in the language of the page."""
    try:
        return parse_period(text).label(get_language() or "zh-hans")
    except WrongPeriod:
        return text


def neat(value: float | None) -> str:
    """A number with thousands marked and no digit that is not there.

    >>> neat(3615.30), neat(120.0), neat(1234567.5), neat(None)
    ('3,615.3', '120', '1,234,567.5', '—')
    """
    if value is None:
        return "—"
    whole = f"{value:,.6f}".rstrip("0").rstrip(".")
    return whole if whole not in {"0", "-0"} or value == 0 else f"{value:.3g}"


def plain(value: float | None) -> float | int | None:
    """A number for a cell that people sort and export: whole where it is."""
    return int(value) if value is not None and float(value).is_integer() and abs(value) < 1e15 else value


def target_words(target: Target | None) -> str:
    """What a target wants, in a few signs."""
    if target is None:
        return "—"
    low, high = target.low, target.high
    if low is None and high is None:
        return str(target.reference)
    if low is not None and high is not None:
        said = neat(low) if low == high else f"{neat(low)}–{neat(high)}"
        return _("%(value)s左右") % {"value": said} if target.bound == "about" else said
    return f"≥ {neat(low)}" if low is not None else f"≤ {neat(high)}"


def figure_mark(figure: Figure) -> str:
    """Symbol of the state."""
    return MARKS[figure.state]
