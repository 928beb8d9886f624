"""Growth held against levels, and the growth of a part against that of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planledger.model import Contradiction, Statement
from planledger.reconciling.numbers import amounts, clean_unit, grain, plain
from planledger.reconciling.phrases import parse_phrase

_GDP = frozenset({"生产总值", "经济"})
_PULL = re.compile(r"拉动(?:全[省市区县州])?(?:经济|地区生产总值|生产总值|GDP)")
_AVERAGE = re.compile(r"年均|平均|[二三四五十2-5]年|比\d{4}年|较\d{4}年|可比价|同口径|实际增长")
_POINTS = 0.5
_GAP_OF_COUNTS, _GAP_OF_MONEY = 3.0, 15.0
_GAP_OF_CHANGE = 0.2
_LEAST_CORE = 4

Levels = dict[tuple[str, str, str], Statement]


def part_of_growth(statements: Sequence[Statement]) -> Iterator[Contradiction]:
    """A part that is said to have pulled the whole further up than the whole has grown."""
    whole = {
        one.period: one
        for one in reversed(statements)
        if one.measure == "growth" and one.role == "actual" and one.bound == "exact"
        if parse_phrase(one.indicator).core in _GDP
    }
    for one in statements:
        if clean_unit(one.unit) != "个百分点" or one.role != "actual" or one.low is None:
            continue
        total = whole.get(one.period)
        if total is None or total.low is None or one.low <= total.low + _POINTS:
            continue
        at = one.sentence.find(one.text)
        if _PULL.search(one.sentence[max(0, at - 14) : at]):
            yield Contradiction(
                "growth_level",
                tuple(sorted((one, total), key=lambda statement: statement.start)),
                f"a part adds {plain(one.low)} points to growth, but the whole grew by {plain(total.low)}%",
                f"部分拉动经济增长{plain(one.low)}个百分点，而{total.indicator}只增长{plain(total.low)}%",
                "certain",
            )


def growth_against_levels(documents: Sequence[Sequence[Statement]]) -> Iterator[Contradiction]:
    """A growth or change that the levels of two years of one thing do not bear out.

    ``documents`` are the statements of each document of one place. The level of the year stands in the same sentence
    as the growth; that of the year before may stand in another document.
    """
    levels: Levels = {}
    for statements in documents:
        for one in statements:
            if _is_level(one):
                levels.setdefault((_thing(one), clean_unit(one.base_unit or one.unit), one.period), one)
    for statements in documents:
        for one in statements:
            if one.measure in ("growth", "change") and one.bound == "exact" and one.role == "actual":
                yield from _against(one, levels, statements)


def _thing(statement: Statement) -> str:
    phrase = parse_phrase(statement.indicator)
    return statement.indicator_id or phrase.core + "".join(sorted(phrase.verbs | phrase.thresholds | phrase.grades))


def _is_level(statement: Statement) -> bool:
    if statement.measure != "level" or statement.bound != "exact" or statement.role not in ("actual", "baseline"):
        return False
    if clean_unit(statement.unit) in ("%", "‰", "个百分点") or not statement.period.isdigit():
        return False
    return bool(statement.indicator_id) or len(parse_phrase(statement.indicator).core) >= _LEAST_CORE


def _against(growth: Statement, levels: Levels, statements: Sequence[Statement]) -> Iterator[Contradiction]:
    if not growth.period.isdigit() or growth.low is None or clean_unit(growth.unit) in ("倍", "番"):
        return
    at = max(growth.sentence.find(growth.text), 0)
    if _AVERAGE.search(growth.sentence[max(0, at - 16) : at]):
        return
    here = [
        one
        for one in statements
        if _is_level(one) and one.sentence_start == growth.sentence_start and one.period == growth.period
        if _thing(one) == _thing(growth) and one.start < growth.start and one.role == "actual"
    ]
    if not here:
        return
    now = here[-1]
    year_before = str(int(growth.period) - 1)
    base = levels.get((_thing(now), clean_unit(now.base_unit or now.unit), year_before))
    if base is None or (
        base.sentence_start == growth.sentence_start and base.document == growth.document and base is now
    ):
        return
    ours, theirs = amounts(now)[0], amounts(base)[0]
    if not ours or not theirs:
        return
    if growth.measure == "growth":
        yield from _of_rate(growth, now, base, (ours / theirs - 1) * 100)
    else:
        yield from _of_amount(growth, now, base, ours - theirs)


def _of_rate(growth: Statement, now: Statement, base: Statement, implied: float) -> Iterator[Contradiction]:
    """Rates of money are in constant prices and its levels are not, so they get more room."""
    assert growth.low is not None
    allowed = _GAP_OF_MONEY if clean_unit(now.unit).endswith("元") else _GAP_OF_COUNTS
    if abs(implied - growth.low) > allowed:
        yield Contradiction(
            "growth_level",
            _in_order(base, now, growth),
            f"growth is given as {plain(growth.low)}%, the levels make it {plain(round(implied, 1))}%",
            f"{growth.indicator}称增长{plain(growth.low)}%，按两年水平推算为{plain(round(implied, 1))}%",
            "doubtful",
        )


def _of_amount(change: Statement, now: Statement, base: Statement, implied: float) -> Iterator[Contradiction]:
    stated = amounts(change)[0]
    if stated is None or clean_unit(change.unit).lstrip("十百千万亿") != clean_unit(now.unit).lstrip("十百千万亿"):
        return
    if abs(implied - stated) > max(abs(stated) * _GAP_OF_CHANGE, grain(now) + grain(base) + grain(change)):
        unit = (change.low or 0.0) / stated if stated else 1.0
        said, made = f"{plain(change.low or 0)}{change.unit}", f"{plain(implied * unit)}{change.unit}"
        yield Contradiction(
            "growth_level",
            _in_order(base, now, change),
            f"the change is given as {said}, the levels make it {made}",
            f"{change.indicator}称变化{said}，按两年水平推算为{made}",
            "doubtful",
        )


def _in_order(*statements: Statement) -> tuple[Statement, ...]:
    return tuple(sorted(statements, key=lambda statement: (statement.document, statement.start)))
