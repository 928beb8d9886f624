"""Values as people write them: 5%以上, 增长3.5%, 第14位."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from planledger.model import Commitment, Place, Relation, Statement

Record = Statement | Relation | Commitment

_COMPARISONS = {
    "in_step": "与{}同步",
    "above": "高于{}",
    "below": "低于{}",
    "not_below": "不低于{}",
    "not_above": "不高于{}",
}
_FLIPPED = {"at_least": "at_most", "at_most": "at_least"}


def number_text(value: float) -> str:
    """A number without exponent or trailing zeros.

    >>> number_text(5.0), number_text(0.35), number_text(120000000.0)
    ('5', '0.35', '120000000')
    """
    if not math.isfinite(value):
        return str(value)
    text = format(value, ".10f").rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def value_text(record: Record) -> str | None:
    """The value of a record as people write it; None for a commitment, which has none."""
    if isinstance(record, Statement):
        return _statement_text(record)
    if isinstance(record, Relation):
        margin = "" if record.margin is None else f"{number_text(record.margin)}{record.margin_unit}"
        return _COMPARISONS[record.comparison].format(record.reference) + margin
    return None


def indicator_of(record: Record) -> str:
    """What a record is about; of a commitment its object and action in the order of the text."""
    if not isinstance(record, Commitment):
        return record.indicator
    verb_first = -1 < record.text.find(record.action) < record.text.find(record.object)
    return record.action + record.object if verb_first else record.object + record.action


def places_text(places: Sequence[Place], language: Literal["zh", "en"] = "zh") -> str:
    """Where places are, as people say it: 第3页, 表2第3行第4列, Sheet1!B5; empty for none.

    >>> places_text([Place(0, 3, page=3), Place(3, 5, page=4)]), places_text([Place(0, 3, "cell:收入:B5")])
    ('第3—4页', '收入!B5')
    >>> places_text([Place(0, 3, "table:2:3:4")], "en")
    'table 2, row 3, column 4'
    """
    at = 0 if language == "zh" else 1
    pages = [place.page for place in places if place.page]
    if pages:
        first, last = min(pages), max(pages)
        return (_PAGE if first == last else _PAGES)[at].format(first, last)
    said = dict.fromkeys(filter(None, (_locator_text(place, at) for place in places)))
    return ("、", "; ")[at].join(said)


_PAGE = ("第{}页", "page {}")
_PAGES = ("第{}—{}页", "pages {}–{}")
_CELL = ("表{}第{}行第{}列", "table {}, row {}, column {}")
_LOCATORS = {
    "paragraph": ("第{}段", "paragraph {}"),
    "footnote": ("脚注{}", "footnote {}"),
    "endnote": ("尾注{}", "endnote {}"),
    "textbox": ("文本框{}", "text box {}"),
    "header": ("页眉{}", "header {}"),
    "footer": ("页脚{}", "footer {}"),
}


def _locator_text(place: Place, at: int) -> str:
    kind, _, rest = place.locator.partition(":")
    parts = rest.split(":")
    if kind == "cell" and len(parts) == 2:
        return "!".join(parts)
    if kind == "table" and len(parts) == 3:
        return _CELL[at].format(*parts)
    return _LOCATORS[kind][at].format(parts[0]) if kind in _LOCATORS else place.locator


def _statement_text(statement: Statement) -> str:
    low, high, bound = statement.low, statement.high, str(statement.bound)
    stated = [value for value in (low, high) if value is not None]
    if not stated:
        return ""
    if statement.measure == "rank":
        return _bounded(low, high, statement.unit or "位", bound, rank=True)
    if statement.measure == "level" or statement.unit.endswith("倍"):
        return _bounded(low, high, statement.unit, bound)
    counted = statement.unit not in {"", "%", "个百分点", "岁"} and "/" not in statement.unit
    rise, fall = ("增加", "减少") if counted else ("提高", "降低")
    if statement.measure == "growth":
        rise, fall = "增长", "下降"
    if max(stated) >= 0:
        return rise + _bounded(low, high, statement.unit, bound)
    # A fall is written without its sign, so what bounded it from below now bounds it from above.
    low, high = (None if high is None else -high), (None if low is None else -low)
    return fall + _bounded(low, high, statement.unit, _FLIPPED.get(bound, bound))


def _bounded(low: float | None, high: float | None, unit: str, bound: str, *, rank: bool = False) -> str:
    if low is None and high is not None:
        return f"前{number_text(high)}{unit}" if rank else f"{number_text(high)}{unit}以内"
    if low is None:
        return ""
    lead = "第" if rank else ""
    if high is None:
        return f"{lead}{number_text(low)}{unit}以上"
    if low != high:
        return f"{lead}{number_text(low)}—{number_text(high)}{unit}"
    return f"{lead}{number_text(low)}{unit}" + ("左右" if bound == "about" else "")
