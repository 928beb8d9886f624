"""Figures out of the values of a table that people filled in."""

from __future__ import annotations

from dataclasses import dataclass

from planledger.catalogue import Catalogue
from planledger.model import Citation
from planledger.model.statement import Attribute, Bound, Measure, Role
from planledger.reconciling.figures import Figure, Span, nature, thing_of
from planledger.reconciling.numbers import plain
from planledger.reconciling.phrases import parse_phrase

_ZH = {"at_least": "{}以上", "at_most": "{}以内", "about": "{}左右", "exact": "{}", "range": "{}"}
_EN = {"at_least": "at least {}", "at_most": "at most {}", "about": "about {}", "exact": "{}", "range": "{}"}
_ZH_VERBS, _EN_VERBS = ("增长", "下降"), ("growth of ", "a fall of ")


@dataclass(frozen=True, slots=True)
class TableValue:
    """A value of a table, with what its row says of it.

    Attributes:
        name: The indicator as written.
        value: As written; of a range its lower bound.
        unit: As written.
        base_unit: Without multiplier.
        scale: Base units in one unit.
        citation: The cell.
        role: What it is.
        first: First year that it is of.
        last: Last.
        upper: Upper bound of a range, None for one value.
        indicator_id: Catalogue indicator, or empty.
        measure: Level or growth.
        span: How a figure of several years is meant.
        bound: How exact it is meant.
        region: Region.
        order: Number of the row.
        source: Plan or file.
        published: Year whose targets it belongs to, 0 when unknown.
        striving: 力争 stands over it.
        attribute: 约束性, 预期性.
    """

    name: str
    value: float
    unit: str
    base_unit: str
    scale: float
    citation: Citation
    role: Role
    first: int
    last: int
    upper: float | None = None
    indicator_id: str = ""
    measure: Measure = "level"
    span: Span = ""
    bound: Bound = "exact"
    region: str = ""
    order: int = 0
    source: str = ""
    published: int = 0
    striving: bool = False
    attribute: Attribute = ""


def figure_of_row(said: TableValue, catalogue: Catalogue) -> Figure:
    """A figure of a table; nothing before it can narrow it, so it is sure."""
    phrase = parse_phrase(said.name)
    kind, direction = nature(said.indicator_id, phrase, catalogue)
    bound: Bound = "range" if said.upper is not None else said.bound
    low = None if bound == "at_most" else said.value
    high = said.upper if bound == "range" else None if bound == "at_least" else said.value
    return Figure(
        thing=thing_of(said.indicator_id, phrase),
        name=said.name,
        indicator_id=said.indicator_id,
        region=said.region,
        measure=said.measure,
        span=said.span,
        role=said.role,
        low=None if low is None else low * said.scale,
        high=None if high is None else high * said.scale,
        unit=said.base_unit,
        grain=_grain(said.value) * said.scale,
        bound=bound,
        first=said.first,
        last=said.last,
        stated=_stated(said, bound, chinese=True),
        stated_en=_stated(said, bound, chinese=False),
        striving=said.striving,
        source=said.source or said.citation.source,
        published=said.published,
        order=said.order,
        sentence=said.order,
        kind=kind,
        direction=direction,
        work=False,
        sure=True,
        phrase=phrase,
        attribute=said.attribute,
        citation=said.citation,
    )


def _grain(value: float) -> float:
    """What the last written digit is worth; half of it for whole numbers, as of statements."""
    digits = len(plain(value).partition(".")[2])
    return 10.0**-digits if digits else 0.5


def _stated(said: TableValue, bound: str, *, chinese: bool) -> str:
    """The value in words: 增长6%以上, at least 100万亩."""
    growth = said.measure == "growth"
    falls = growth and said.value < 0 and said.upper is None
    shown = f"{plain(abs(said.value) if falls else said.value)}{said.unit}"
    if said.upper is not None:
        shown += ("—" if chinese else "–") + f"{plain(said.upper)}{said.unit}"
    mirrored = {"at_least": "at_most", "at_most": "at_least"}.get(bound, bound) if falls else bound
    verb = (_ZH_VERBS if chinese else _EN_VERBS)[falls] if growth else ""
    return verb + (_ZH if chinese else _EN)[mirrored].format(shown)
