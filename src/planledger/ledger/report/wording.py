"""Values and margins as people write them, in Chinese and English."""

from __future__ import annotations

import math
from typing import NamedTuple

from planledger.model import Commitment, Fulfilment, Relation, Statement

Record = Statement | Relation | Commitment


class Both(NamedTuple):
    """One wording in each language of the report."""

    zh: str
    en: str


NOTHING = Both("", "")
_MULTIPLIERS = ("万", "亿", "千", "百")
_COMPARISONS = {
    "in_step": Both("与{}同步", "in step with {}"),
    "above": Both("高于{}", "above {}"),
    "below": Both("低于{}", "below {}"),
    "not_below": Both("不低于{}", "not below {}"),
    "not_above": Both("不高于{}", "not above {}"),
}
_STAGES = {
    "plan": Both("谋划编制", "to be drafted"),
    "start": Both("启动", "to start"),
    "advance": Both("推进", "to advance"),
    "complete": Both("完成", "to complete"),
    "win": Both("争取", "to win"),
    "operate": Both("投入使用", "to go into use"),
}
_DONE = {
    "plan": Both("已谋划编制", "drafted"),
    "start": Both("已启动", "started"),
    "advance": Both("在推进", "advancing"),
    "complete": Both("已完成", "completed"),
    "win": Both("已获得", "won"),
    "operate": Both("已投入使用", "in use"),
}
_NOTHING = 5e-7  # a margin that only floating point makes
_FLIPPED = {"at_least": "at_most", "at_most": "at_least"}


def number_text(value: float, unit: str = "") -> str:
    """A number as people write it: no exponent, no trailing zeros, 万 and 亿 where they make it shorter.

    >>> number_text(120000000, "元"), number_text(80000, "人"), number_text(58620, "元"), number_text(3.50, "%")
    ('1.2亿', '8万', '58620', '3.5')
    """
    if not math.isfinite(value):
        return "—"
    if not unit.startswith(_MULTIPLIERS) and unit not in {"%", "‰", "个百分点"}:
        for size, word, places in ((1e8, "亿", 4), (1e4, "万", 1)):
            if abs(value) >= size and round(value / size, places) * size == value:
                return _plain(value / size) + word
    return _plain(value)


def value_text(record: Record) -> Both:
    """The value of a record: 5%以上, 6%—7%, 与经济增长同步; of work promised its stage."""
    if isinstance(record, Statement):
        return _statement_text(record)
    if isinstance(record, Relation):
        margin = "" if record.margin is None else f"{number_text(record.margin)}{record.margin_unit}"
        zh, en = _COMPARISONS[record.comparison]
        return Both(
            zh.format(record.reference) + margin, en.format(record.reference) + (f" by {margin}" if margin else "")
        )
    return (_STAGES if record.role == "target" else _DONE)[record.stage]


def margin_text(fulfilment: Fulfilment) -> Both:
    """How far the result is from the target, in words; empty without numbers."""
    margin, promise = fulfilment.margin, fulfilment.promise
    if margin is None or not math.isfinite(margin) or isinstance(promise, Commitment):
        return NOTHING
    # The record gives the margin in the promise's unit; percentages differ by points.
    stated = promise.unit if isinstance(promise, Statement) else promise.margin_unit
    rank = isinstance(promise, Statement) and promise.measure == "rank"
    unit = "个百分点" if stated in {"%", "个百分点", ""} and not rank else stated
    unit = "位" if rank else unit
    if abs(margin) < _NOTHING:
        return Both("正好达到", "exactly met")
    size = _rounded(abs(margin), unit)
    unit_en = {"个百分点": " points", "位": " places"}.get(unit, unit)
    if margin > 0:
        return Both(f"好于目标{size}{unit}", f"{size}{unit_en} better")
    return Both(f"差{size}{unit}", f"{size}{unit_en} worse")


def share_text(fulfilment: Fulfilment) -> str:
    """The share of the way in per cent; empty where it means nothing, as between rates of growth or ranks."""
    share = fulfilment.share
    level = getattr(fulfilment.promise, "measure", "") == "level" and getattr(fulfilment.promise, "unit", "") != "%"
    exact = fulfilment.margin is not None and abs(fulfilment.margin) < _NOTHING
    if share is None or exact or not level or not math.isfinite(share):
        return ""
    return f"{_plain(round(share * 100, 1))}%"


def _statement_text(statement: Statement) -> Both:
    low, high, bound = statement.low, statement.high, str(statement.bound)
    stated = [value for value in (low, high) if value is not None and math.isfinite(value)]
    if not stated:
        return NOTHING
    unit = statement.unit
    if statement.measure == "rank":
        return _ranked(low, high, unit or "位")
    if statement.measure == "level" or unit.endswith("倍"):
        return _bounded(low, high, unit, bound)
    counted = unit not in {"", "%", "个百分点", "岁"} and "/" not in unit
    rise, fall = ("增加", "减少") if counted else ("提高", "降低")
    if statement.measure == "growth":
        rise, fall = "增长", "下降"
    sign = Both(rise, "+")
    if max(stated) < 0:
        # A fall is written without its sign, so what bounded it from below now bounds it from above.
        low, high = (None if high is None else -high), (None if low is None else -low)
        bound, sign = _FLIPPED.get(bound, bound), Both(fall, "−")
    zh, en = _bounded(low, high, unit, bound)
    lead, space, number = en.rpartition(" ")
    return Both(sign.zh + zh, f"{lead}{space}{sign.en}{number}")


def _bounded(low: float | None, high: float | None, unit: str, bound: str) -> Both:
    if low is None:
        text = _with_unit(high or 0.0, unit)
        return Both(f"{text}以内", f"at most {text}")
    text = _with_unit(low, unit)
    if high is None:
        return Both(f"{text}以上", f"at least {text}")
    if low != high:
        unit_low = unit if unit in {"%", "‰"} else ""
        span = f"{number_text(low, unit)}{unit_low}—{_with_unit(high, unit)}"
        return Both(span, span.replace("—", "–"))
    if bound == "at_least":
        return Both(f"{text}以上", f"at least {text}")
    if bound == "at_most":
        return Both(f"{text}以内", f"at most {text}")
    return Both(f"{text}左右", f"about {text}") if bound == "about" else Both(text, text)


def _ranked(low: float | None, high: float | None, unit: str) -> Both:
    first = _plain(low if low is not None else high or 0.0)
    if low is None or (high is not None and low == 1 and high > 1):
        last = _plain(high or 0.0)
        return Both(f"前{last}{unit}", f"top {last}")
    if high is not None and high != low:
        return Both(f"第{first}—{_plain(high)}{unit}", f"rank {first}–{_plain(high)}")
    return Both(f"第{first}{unit}", f"rank {first}")


def _with_unit(value: float, unit: str) -> str:
    return number_text(value, unit) + unit


def _rounded(size: float, unit: str) -> str:
    """Three figures, but no fewer than the whole number has: 0.15, 12.3, 1234; floating point adds none."""
    places = max(0, 2 - math.floor(math.log10(size)))
    return number_text(round(size, places), unit)


def _plain(value: float) -> str:
    text = format(value, ".6f").rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
