"""Contradictions planted in documents: numbers of the gold changed, and sentences added that its numbers belie."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from planledger.model import Extraction, Statement
from planledger.reconciling.phrases import parse_phrase


@dataclass(frozen=True)
class Change:
    """A gold statement with another number, which must be found by ``rule``."""

    rule: str
    old: Statement
    new: Statement


@dataclass(frozen=True)
class Addition:
    """A sentence added at the end of a document, which must be found by one of ``rules``."""

    kind: str
    rules: tuple[str, ...]
    sentence: str


def changes(extraction: Extraction, seed: int) -> Iterator[Change]:
    """Every number of the gold that can be changed so that it contradicts another, one at a time."""
    chance = random.Random(seed)
    told = extraction.statements
    for one in told:
        value = one.low if one.low is not None else one.high
        if one.measure == "level" and one.unit in ("%", "％") and value and 0 < value <= 100 and one.role != "context":
            yield Change("check.over_hundred", one, _with(one, round(100 + value / 5, 1)))
    for first in told:
        for second in told:
            yield from _of_pair(first, second, chance)


def _of_pair(first: Statement, second: Statement, chance: random.Random) -> Iterator[Change]:
    same = _same_thing(first, second) and first.unit == second.unit and first.measure == second.measure
    ours, theirs = first.low or first.high, second.low or second.high
    if first.start == second.start or not ours or not theirs:
        return
    level = first.measure == "level" and "/" not in first.period + second.period
    if (
        same
        and level
        and _stock(first)
        and first.role == "actual"
        and second.role == "target"
        and first.period < second.period
    ):
        less = second.bound == "at_most"
        yield Change("check.already_reached", second, _with(second, round(ours * (1.5 if less else 0.7), 2)))
    apart = first.sentence_start != second.sentence_start
    said_twice = same and apart and first.start < second.start and ours == theirs
    alike = (first.period, first.role, first.bound, second.bound) == (second.period, second.role, "exact", "exact")
    if said_twice and alike:
        yield Change("check.two_values", second, _with(second, round(theirs * chance.choice((0.8, 0.9, 1.1, 1.3)), 2)))
    low, high = _threshold(first), _threshold(second)
    together = not apart and first.role == second.role and first.unit == second.unit and 0 < low < high
    if together and parse_phrase(first.indicator).core == parse_phrase(second.indicator).core:
        yield Change("check.nested", second, _with(second, ours + chance.randint(5, 50)))


def _same_thing(first: Statement, second: Statement) -> bool:
    return first.indicator == second.indicator or bool(first.indicator_id and first.indicator_id == second.indicator_id)


def _threshold(one: Statement) -> float:
    found = re.search(r"(\d+)?(万|亿)元", one.indicator)
    return float(found[1] or 1) * {"万": 1e4, "亿": 1e8}[found[2]] if found else 0.0


def _with(one: Statement, value: float) -> Statement:
    low, high = (None if one.low is None else value), (None if one.high is None else value)
    stated = one.low if one.low is not None else one.high
    base = one.base_low if one.low is not None else one.base_high
    factor = base / stated if base and stated else 1.0
    return replace(
        one,
        low=low,
        high=high,
        base_low=None if low is None else low * factor,
        base_high=None if high is None else high * factor,
        text=f"{value:g}",
    )


def additions(extraction: Extraction, year: int, seed: int, each: int) -> Iterator[Addition]:
    """Sentences that contradict a statement of the gold or themselves, up to ``each`` of a kind."""
    chance = random.Random(seed)
    fit = [one for one in extraction.statements if _fits(one)]
    makers = (_two_values, _two_targets, _average, _growth_target, _growth_level, _base, _yearly, _reached)
    for make in makers:
        made = [found for one in fit if (found := make(one, chance))]
        chance.shuffle(made)
        yield from made[:each]
    for _ in range(each):
        yield from _invented(year, chance)


def _fits(one: Statement) -> bool:
    value = one.low if one.low is not None else one.high
    plain = not re.search(r"[（(“”《、，\d]", one.indicator) and 3 < len(one.indicator) < 14
    return plain and bool(value and value > 0) and one.period.isdigit() and one.role in ("actual", "target")


_WORK = re.compile(
    r"新|建|改造|开展|实施|发放|举办|安置|脱贫|招引|创建|打造|推进|开工|竣工|培育|引进|增加|谋划|修复|整治|就业|支持|达成|惠及|拆除|更新"
)


def _stock(one: Statement) -> bool:
    """Whether it is no amount of work or of additions, of which every year has its own."""
    return not _WORK.search(one.indicator)


def _number(value: float, like: Statement) -> str:
    digits = len(like.text.partition(".")[2])
    return f"{value:.{digits}f}"


def _value(one: Statement) -> float:
    return one.low if one.low is not None else one.high or 0.0


def _two_values(one: Statement, chance: random.Random) -> Addition | None:
    if one.bound != "exact" or one.measure not in ("level", "growth") or _value(one) < 2:
        return None
    other = _number(_value(one) * chance.choice((0.7, 0.85, 1.15, 1.4)), one)
    verb = "增长" if one.measure == "growth" else "达到"
    head = "预期" if one.role == "target" else ""
    said = f"{one.period}年，全市{one.indicator}{head}{verb}{other}{one.unit}。"
    return Addition(
        "two_values" if _stock(one) else "two_values of works", ("check.two_values", "check.two_targets"), said
    )


def _two_targets(one: Statement, chance: random.Random) -> Addition | None:
    if _value(one) < 4:
        return None
    if one.role != "target" or one.measure not in ("level", "growth") or one.bound not in ("at_least", "exact"):
        return None
    other = _number(_value(one) * chance.choice((0.6, 1.4)), one)
    verb = "增长" if one.measure == "growth" else "达到"
    said = f"到{one.period}年，力求各项任务落实，{one.indicator}{verb}{other}{one.unit}以上。"
    return Addition("two_targets", ("check.two_targets", "check.two_values"), said.replace("力求各项任务落实，", ""))


def _counted(one: Statement) -> bool:
    return one.measure == "level" and one.unit not in ("%", "‰", "个百分点") and _value(one) >= 20


def _average(one: Statement, chance: random.Random) -> Addition | None:
    if not _stock(one) or not _counted(one):
        return None
    year, base = int(one.period), _value(one) / chance.uniform(1.1, 1.8)
    shown = f"{base:.1f}"
    implied = ((_value(one) / float(shown)) ** 0.2 - 1) * 100
    wrong = f"{implied + chance.choice((-1, 1)) * chance.uniform(6, 9):.1f}"
    if float(wrong) < 0.5:
        wrong = f"{implied + 7:.1f}"
    said = f"{one.indicator}由{year - 5}年的{shown}{one.unit}增加到{year}年的{_number(_value(one), one)}{one.unit}，"
    return Addition("average_growth", ("check.average_growth",), f"{said}年均增长{wrong}%。")


def _growth_target(one: Statement, chance: random.Random) -> Addition | None:
    if not _stock(one) or not _counted(one) or one.role != "target":
        return None
    year, base = int(one.period), _value(one) / chance.uniform(1.02, 1.3)
    implied = (_value(one) / base - 1) * 100
    wrong = f"{implied + chance.uniform(7, 15):.1f}"
    said = f"{year - 1}年，{one.indicator}完成{base:.1f}{one.unit}。{year}年，{one.indicator}达到"
    said = f"{said}{_number(_value(one), one)}{one.unit}，增长{wrong}%。"
    return Addition("growth_target", ("check.growth_target", "check.average_growth"), said)


def _growth_level(one: Statement, chance: random.Random) -> Addition | None:
    if not _stock(one) or not _counted(one) or one.role != "actual":
        return None
    year, base = int(one.period), _value(one) / chance.uniform(1.02, 1.3)
    wrong = f"{(_value(one) / base - 1) * 100 + chance.uniform(16, 25):.1f}"
    said = f"{year - 1}年，{one.indicator}完成{base:.1f}{one.unit}。{year}年，{one.indicator}完成"
    said = f"{said}{_number(_value(one), one)}{one.unit}，比上年增长{wrong}%。"
    return Addition("growth_level", ("check.growth_level", "check.growth_target"), said)


def _base(one: Statement, chance: random.Random) -> Addition | None:
    if not _stock(one) or one.role != "actual" or one.measure != "level" or one.bound != "exact" or _value(one) < 5:
        return None
    other = _number(_value(one) * chance.choice((0.8, 0.9, 1.1, 1.2)), one)
    later = _number(_value(one) * 1.5, one)
    said = f"{one.indicator}由{one.period}年的{other}{one.unit}提高到{int(one.period) + 5}年的{later}{one.unit}。"
    return Addition("base_report", ("check.base_report", "check.two_values"), said)


def _yearly(one: Statement, chance: random.Random) -> Addition | None:
    if not _counted(one) or one.role != "target" or one.unit == "%":
        return None
    year, each = int(one.period), _value(one)
    total = each * 5 * chance.choice((0.6, 0.8, 1.3))
    said = f"“十四五”期间，每年新增{one.indicator}{each:g}{one.unit}。"
    said += f"“十四五”期间，累计新增{one.indicator}{total:g}{one.unit}。"
    return Addition("yearly_total", ("check.yearly_total",), said) if year <= 2025 else None


def _reached(one: Statement, chance: random.Random) -> Addition | None:
    if not _stock(one) or one.role != "actual" or one.measure != "level" or one.bound != "exact" or _value(one) < 5:
        return None
    lower = _number(_value(one) * chance.choice((0.6, 0.8, 0.9)), one)
    said = f"{int(one.period) + 1}年，{one.indicator}达到{lower}{one.unit}。"
    return Addition("already_reached", ("check.already_reached",), said)


def _invented(year: int, chance: random.Random) -> Iterator[Addition]:
    """Sentences of structures that the five documents do not have, with the year's figures invented."""
    first, second = chance.uniform(5, 15), chance.uniform(30, 45)
    third = 100 - first - second + chance.choice((-3, -2, 2, 3, 5))
    said = f"{year - 1}年，三次产业结构调整为{first:.1f}:{second:.1f}:{third:.1f}。"
    yield Addition("shares", ("check.shares",), said)
    parts = [chance.randint(40, 200) for _ in range(3)]
    total = sum(parts) + max(2, round(sum(parts) * chance.uniform(0.01, 0.04))) * chance.choice((-1, 1))
    listed = "、".join(f"{name}项目{part}个" for name, part in zip(("产业", "基础设施", "民生"), parts, strict=True))
    yield Addition("parts", ("check.parts",), f"全年实施省市重点项目{total}个，其中{listed}。")
    rates = [round(chance.uniform(2, 7), 1) for _ in range(3)]
    whole = max(rates) + chance.uniform(0.6, 2) if chance.random() < 0.5 else min(rates) - chance.uniform(0.6, 2)
    names = ("第一产业增加值", "第二产业增加值", "第三产业增加值")
    listed = "，".join(f"{name}增长{rate}%" for name, rate in zip(names, rates, strict=True))
    yield Addition(
        "growth_of_parts",
        ("check.growth_of_parts", "check.growth_level"),
        f"{year - 2}年，地区生产总值增长{whole:.1f}%；{listed}。",
    )
    gdp = chance.uniform(1000, 6000)
    share = chance.uniform(40, 60)
    said = f"{year - 2}年，地区生产总值{gdp:.1f}亿元，第三产业增加值{gdp * share / 100:.1f}亿元，"
    yield Addition(
        "ratio",
        ("check.ratio",),
        f"{said}第三产业增加值占地区生产总值比重为{share + chance.choice((-4, -2, 2, 4)):.1f}%。",
    )
