"""Numbers as pages write them, and the language that they are in."""

from __future__ import annotations

from django.utils.translation import get_language

from planledger.ledger.phrasing import number_text


def in_english() -> bool:
    """Whether the page is in English."""
    return (get_language() or "").startswith("en")


def grouped(value: float | None, *, decimals: int = 10) -> str:
    """A number with thousands apart and without an exponent; what has no value is a dash.

    >>> grouped(12000.5), grouped(0.30), grouped(-0.5), grouped(None)
    ('12,000.5', '0.3', '-0.5', '—')
    >>> grouped(2 / 3, decimals=4), grouped(0.00001, decimals=4)
    ('0.6667', '0.00001')
    """
    if value is None:
        return "—"
    # What would be rounded to nothing is something still.
    whole, point, part = number_text(round(value, decimals) or value).partition(".")
    return f"{int(whole):,}{point}{part}" if whole != "-0" else f"{whole}{point}{part}"


def measured(number: str, unit: str) -> str:
    """A number that is written already with its unit: 14%, 2,050亿元, and apart in English: 2,050 亿元."""
    close = not unit or unit in {"%", "‰"} or not in_english()
    return f"{number}{unit}" if close else f"{number} {unit}"
