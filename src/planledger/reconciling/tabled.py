"""Figures out of the values of a table that people filled in."""

from __future__ import annotations

from typing import Any

from planledger.catalogue import Catalogue
from planledger.model import Citation
from planledger.model.statement import Attribute, Bound, Measure, Role
from planledger.reconciling.figures import Figure, Span, nature, thing_of
from planledger.reconciling.numbers import plain
from planledger.reconciling.phrases import parse_phrase

_ZH = {"at_least": "{}以上", "at_most": "{}以内", "about": "{}左右", "exact": "{}", "range": "{}"}
_EN = {"at_least": "at least {}", "at_most": "at most {}", "about": "about {}", "exact": "{}", "range": "{}"}


def figure_of_row(
    name: str,
    low: float | None,
    citation: Citation,
    catalogue: Catalogue,
    *,
    role: Role,
    first: int,
    last: int,
    high: float | None = None,
    unit: str,
    base_unit: str,
    scale: float = 1.0,
    indicator_id: str = "",
    measure: Measure = "level",
    span: Span = "",
    bound: Bound = "exact",
    region: str = "",
    order: int = 0,
    **more: Any,
) -> Figure:
    """A figure of a table.

    Args:
        name: The indicator as written.
        low: The value; of a range its lower bound.
        citation: The cell.
        catalogue: What is known of indicators.
        role: What it is.
        first: First year that it is of.
        last: Last.
        high: Upper bound of a range, None for one value.
        unit: As written.
        base_unit: Without multiplier.
        scale: Base units in one unit.
        indicator_id: Catalogue indicator, or empty.
        measure: Level or growth.
        span: How a figure of several years is meant.
        bound: How exact it is meant.
        region: Region.
        order: Number of the row.
        more: ``source``, ``striving``, ``attribute``, ``published``.
    """
    phrase = parse_phrase(name)
    kind, direction = nature(indicator_id, phrase, catalogue)
    bound = "range" if high is not None else bound
    low, high = _bounds(low, high, bound)
    attribute: Attribute = more.get("attribute") or ""
    return Figure(
        thing=thing_of(indicator_id, phrase),
        name=name,
        indicator_id=indicator_id,
        region=region,
        measure=measure,
        span=span,
        role=role,
        low=None if low is None else low * scale,
        high=None if high is None else high * scale,
        unit=base_unit,
        grain=_grain(low if low is not None else high) * scale,
        bound=bound,
        first=first,
        last=last,
        stated=_said(low, high, unit, bound, measure, _ZH, ("增长", "下降", "—")),
        stated_en=_said(low, high, unit, bound, measure, _EN, ("growth of ", "a fall of ", "–")),
        striving=bool(more.get("striving")),
        source=more.get("source", citation.source),
        published=more.get("published", 0),
        order=order,
        sentence=order,
        kind=kind,
        direction=direction,
        work=False,
        sure=True,
        phrase=phrase,
        attribute=attribute,
        citation=citation,
    )


def _bounds(low: float | None, high: float | None, bound: str) -> tuple[float | None, float | None]:
    if bound == "range":
        return low, high
    return (None if bound == "at_most" else low), (None if bound == "at_least" else low)


def _grain(value: float | None) -> float:
    """What the last written digit is worth; half of it for whole numbers, as of statements."""
    text = plain(value or 0.0)
    digits = len(text.partition(".")[2])
    return 10.0**-digits if digits else 0.5


def _said(
    low: float | None,
    high: float | None,
    unit: str,
    bound: str,
    measure: str,
    words: dict[str, str],
    verbs: tuple[str, str, str],
) -> str:
    value = low if low is not None else high
    if value is None:
        return ""
    falls = measure == "growth" and value < 0
    if low is not None and high is not None and low != high:
        shown = f"{plain(low)}{unit}{verbs[2]}{plain(high)}{unit}"
    else:
        shown = f"{plain(abs(value) if falls else value)}{unit}"
    mirrored = {"at_least": "at_most", "at_most": "at_least"}.get(bound, bound) if falls else bound
    verb = verbs[1] if falls else verbs[0] if measure == "growth" else ""
    return verb + words[mirrored].format(shown)
