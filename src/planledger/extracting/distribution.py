"""Lists that share a head, a tail or a verb: 城乡居民收入分别增长5.7%、6.8% (分别, 均, 各)."""

from __future__ import annotations

import re
from functools import cache

from planledger.catalogue import read_data
from planledger.extracting.grammar import pattern

_COMMA = re.compile("、")
_SPLIT = re.compile(r"、|，|以及|和|与|及")
_FEWER = re.compile(r"、|，|以及|和|与(?!.*及)")  # 和农林牧渔业专业及辅助性活动
_MEASURE_TAIL = pattern("distribution.measure_tail")
_PLAIN_TAIL = re.compile("(?:总产值|产值|增加值|零售额|营业收入)$")
_COMPOUND_TAIL = pattern("distribution.compound_tail")


@cache
def _pairs() -> tuple[tuple[str, tuple[str, ...]], ...]:
    loaded = read_data("shared_heads")
    entries = [(entry["short"], tuple(entry["long"])) for entry in loaded["heads"]]
    return tuple(sorted(entries, key=lambda entry: -len(entry[0])))


def subjects_of(phrase: str, count: int) -> list[str]:
    """``count`` phrases that ``phrase`` names at once, or an empty list when it does not name as many.

    >>> subjects_of("存贷款余额", 2)
    ['存款余额', '贷款余额']
    >>> subjects_of("食品、石化、医药等产业增加值", 3)
    ['食品产业增加值', '石化产业增加值', '医药产业增加值']
    """
    for short, long in _pairs():
        if "、" in short and short in phrase and len(long) == count:
            return [phrase.replace(short, one, 1) for one in long]
    for separator in (_SPLIT, _FEWER, _COMMA):
        parts = [part for part in separator.split(phrase) if part]
        if len(parts) == count:
            return distribute(parts)
    parts = [part for part in _SPLIT.split(phrase) if part]
    for short, long in _pairs():
        at = phrase.find(short)
        if at >= 0 and len(long) == count:
            return [phrase[:at] + one + phrase[at + len(short) :] for one in long]
        if at >= 0 and len(parts) * len(long) == count and len(parts) > 1:
            crossed = []
            for part in distribute(parts):
                where = part.find(short)
                crossed += [
                    part[:where] + one + part[where + len(short) :] if where >= 0 else one + part for one in long
                ]
            return crossed
    if len(parts) > count:
        return distribute(parts[-count:])
    return []


def shared_members(phrase: str, count: int) -> tuple[str, ...]:
    """The long forms of the shared head that ``phrase`` contains, when there are ``count`` of them; else empty.

    >>> shared_members("城乡低保标准", 2)
    ('城市', '农村')
    """
    members = long_forms(phrase, count)
    common = _common_ending(members) if members else 0
    return tuple(member[: len(member) - common] for member in members)


def long_forms(phrase: str, count: int) -> tuple[str, ...]:
    """The ``count`` things that a shared head in ``phrase`` names, whole; empty without such a head."""
    found = (long for short, long in _pairs() if len(long) == count and short in phrase)
    return tuple(next(found, ()))


def _common_ending(members: tuple[str, ...]) -> int:
    length = 0
    while length < min(map(len, members)) - 1 and len({member[-1 - length] for member in members}) == 1:
        length += 1
    return length


def distribute(parts: list[str]) -> list[str]:
    """List members with the head or tail that they share.

    >>> distribute(["生产安全事故起数", "死亡人数"])
    ['生产安全事故起数', '生产安全事故死亡人数']
    >>> distribute(["国家级", "部级创新平台"])
    ['国家级创新平台', '部级创新平台']
    >>> distribute(["二氧化硫", "氨氮排放量"])
    ['二氧化硫排放量', '氨氮排放量']
    >>> distribute(["高技术制造业", "装备制造业增加值"])
    ['高技术制造业增加值', '装备制造业增加值']
    """
    last = parts[-1]
    if "等" in last and last.find("等") > 0 and not last.startswith("等级"):
        head, tail = last.split("等", 1)
        if tail:
            return [part + tail for part in parts[:-1]] + [head + tail]
    tail = _shared_tail(parts)
    if tail:
        return [part if _MEASURE_TAIL.search(part) else _joined(part, tail) for part in parts[:-1]] + [last]
    return _with_head(parts)


def _joined(part: str, tail: str) -> str:
    """``part`` with ``tail``, whose beginning it may have already."""
    said = next((length for length in range(len(tail) - 1, 1, -1) if part.endswith(tail[:length])), 0)
    return part + tail[said:]


def _shared_tail(parts: list[str]) -> str:
    last = parts[-1]
    if all(_NAMED_LEVEL.match(part) for part in parts):
        return ""  # each is a whole name: 全国文明城市、国家历史文化名城
    short = [part for part in parts[:-1] if not _MEASURE_TAIL.search(part)]
    if not short or (not _MEASURE_TAIL.search(last) and len(last) <= len(short[-1]) + 1):
        return ""
    model = short[-1]
    if model[-1] == last[-1] and not _MEASURE_TAIL.search(last):
        return ""  # each has its own kind: 衣着类、交通和通信类
    at = _kind_ends(last, model[-1])
    if 0 <= at < len(last) - 2 and len(model) > 2:
        return last[at + 1 :].lstrip("”》")
    whole = _COMPOUND_TAIL.search(last)
    if whole and whole.start():
        return whole.group()
    if plain := _PLAIN_TAIL.search(last):
        return plain.group()
    cut = min(len(part) for part in short[-1:])
    if len(last) - cut < 2:
        return ""
    return last[min(cut, 4) if cut > 4 else cut :]


def _kind_ends(last: str, end: str) -> int:
    """Where the kind with that ``end`` does so in ``last``: 产业 of 工业战略性新兴产业增加值; -1 where none does."""
    at = last.rfind(end, 0, last.find("占") if "占" in last else None)
    while at > 0 and last[at - 1 : at + 1] in ("营业", "就业", "作业"):
        at = last.rfind(end, 0, at)
    return at


def _with_head(parts: list[str]) -> list[str]:
    """Later members take the first one's head when they are bare measures: 营业收入, 利润."""
    first = parts[0]
    tail = _MEASURE_TAIL.search(first)
    if not tail:
        return parts
    result = [first]
    for part in parts[1:]:
        head = _head_of(first, part)
        result.append(head + part)
    return result


_NAMED_LEVEL = pattern("distribution.named_level")
_BARE_MEASURE = pattern("distribution.bare_measure")
_HEADED = pattern("distribution.headed")


def _head_of(first: str, part: str) -> str:
    if not _BARE_MEASURE.match(part):
        return ""
    match = _HEADED.search(first)
    return match.group(1) if match else ""
