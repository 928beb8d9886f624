"""What makes two statements of similar words statements of different things."""

from __future__ import annotations

from collections.abc import Callable

from planledger.model import Document
from planledger.reconciling.likeness import contrast
from planledger.reconciling.numbers import amounts, value_in_chinese
from planledger.reconciling.sides import Side, same_dimension
from planledger.reconciling.wording import wording

TIMES_APART = 6
"""Counts of one year that lie further apart than this are not taken for the same thing."""
POINTS_APART = 25
"""And so are growth rates of one year that are more than that factor and so many points apart."""
_GRADE_OF_TIER = {"province": ("省级", "省重点"), "city": ("市级", "市重点"), "county": ("县级",)}

Detail = tuple[str, str]
Check = Callable[[Side, Side], Detail | None]


def find_difference(first: Side, second: Side, document: Document) -> tuple[str, Detail] | None:
    """The name of the first thing that forbids linking whatever the words share, and what stands against each other.

    ``document`` is where ``first`` stands.
    """
    for name, check in _CHECKS:
        detail = check(first, second)
        if detail is not None:
            return name, detail
    return _grades(first, second, document)


def _region(first: Side, second: Side) -> Detail | None:
    return (first.region, second.region) if first.region != second.region else None


def _measure(first: Side, second: Side) -> Detail | None:
    measures = first.statement.measure, second.statement.measure
    return measures if measures[0] != measures[1] and not _compatible_measures(first, second) else None


def _unit(first: Side, second: Side) -> Detail | None:
    return None if same_dimension(first, second) else (first.unit, second.unit)


def _stock(first: Side, second: Side) -> Detail | None:
    return (first.flow, "stock" if second.cumulative else second.flow) if _stock_for_flow(first, second) else None


def _threshold(first: Side, second: Side) -> Detail | None:
    return _unlike(first.phrase.thresholds, second.phrase.thresholds)


def _ordinal(first: Side, second: Side) -> Detail | None:
    return _unlike(first.phrase.ordinals, second.phrase.ordinals)


def _unlike(ours: frozenset[str], theirs: frozenset[str]) -> Detail | None:
    return ("、".join(sorted(ours)), "、".join(sorted(theirs))) if ours != theirs else None


def _magnitude(first: Side, second: Side) -> Detail | None:
    if not _implausible(first, second):
        return None
    return value_in_chinese(first.statement), value_in_chinese(second.statement)


def _season(first: Side, second: Side) -> Detail | None:
    ours, theirs = first.phrase.season, second.phrase.season
    return (ours, theirs) if ours != theirs else None


def _word(first: Side, second: Side) -> Detail | None:
    if first.gain == "净增" and second.gain == "新增":  # the other way round a net gain proves the gross one
        return first.gain, second.gain
    return contrast(first.phrase, second.phrase)


def _verb(first: Side, second: Side) -> Detail | None:
    for pair in wording().opposed_verbs:
        mine, other = first.phrase.verbs & pair, second.phrase.verbs & pair
        if mine and other and not mine & other:
            return "、".join(mine), "、".join(other)
    return None


_CHECKS: tuple[tuple[str, Check], ...] = (
    ("region", _region),
    ("measure", _measure),
    ("unit", _unit),
    ("stock", _stock),
    ("threshold", _threshold),
    ("ordinal", _ordinal),
    ("magnitude", _magnitude),
    ("season", _season),
    ("word", _word),
    ("verb", _verb),
)


def _stock_for_flow(first: Side, second: Side) -> bool:
    """Whether one counts what was added or done and the other what there is."""
    flows = {first.flow, second.flow}
    if "increment" in flows and flows & {"stock", "reached"}:
        return True
    if "stock" in flows and "work" in flows:
        return True
    summed = second.cumulative and not first.cumulative and second.flow != "increment"
    return summed and first.flow in ("increment", "work")


def _implausible(first: Side, second: Side) -> bool:
    """Whether counts or growth rates of one year lie so far apart that they can hardly count the same thing."""
    one, two = first.statement, second.statement
    if one.measure == two.measure == "growth" and "/" not in one.period:
        target, result = abs(one.low or one.high or 0.0), abs(two.low or two.high or 0.0)
        return result > TIMES_APART * target and result - target > POINTS_APART
    if not (first.counts and second.counts) or "/" in one.period or len(one.period) != len(two.period):
        return False
    ours, theirs = (low or high for low, high in (amounts(one), amounts(two)))
    return bool(ours and theirs) and not 1 / TIMES_APART < ours / theirs < TIMES_APART  # type: ignore[operator]


def _compatible_measures(first: Side, second: Side) -> bool:
    """Whether one is a change (面积新增200万亩) and one a level (新增面积200万亩) only by the way it is written."""
    measures = {first.statement.measure, second.statement.measure}
    same_way = first.flow == second.flow == "increment" or (first.decrease and second.decrease)
    return measures == {"level", "change"} and same_way


def _grades(first: Side, second: Side, document: Document) -> tuple[str, Detail] | None:
    own = _own_grades(document)
    detail = _unlike(first.phrase.grades - own, second.phrase.grades - own)
    return ("grade", detail) if detail is not None else None


def _own_grades(document: Document) -> frozenset[str]:
    """The grades that the government of ``document`` gives itself; its own grade may be left unsaid."""
    code, name = document.region.value, document.region_name
    if code.endswith("0000") or name.endswith(("省", "自治区")):
        return frozenset(_GRADE_OF_TIER["province"])
    if code.endswith("00") or name.endswith(("市", "州", "盟")):
        return frozenset(_GRADE_OF_TIER["city"])
    return frozenset(_GRADE_OF_TIER["county"]) if code or name else frozenset()
