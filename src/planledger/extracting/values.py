"""Numerals with their unit and bound words, found in cleaned text (数值, 单位, 上下限)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from planledger.extracting.grammar import alternation, either, pattern, words
from planledger.extracting.numerals import chinese_number
from planledger.model.statement import Bound

if TYPE_CHECKING:
    from planledger.catalogue import Catalogue

MULTIPLIERS = ("万亿", "千亿", "百亿", "十亿", "千万", "百万", "十万", "亿", "万", "千", "百")
_SEPARATOR = r"(?:—{1,2}|–|-|~|～|―|至|到)"
_CHINESE = "一二两三四五六七八九十百千万亿零半"
# A cheap scan finds where a numeral may stand; the grammar is tried only there. Each begins with one character of a
# class, to which the engine skips; it does not to one or more.
_DIGITS = re.compile(r"\d\d*(?:\.\d+)?")
_NUMERALS = re.compile(r"[{0}][{0}]*".format("一二两三四五六七八九十百千万亿零半第前首榜翻"))
_FOLLOWING = frozenset(
    "个项家所座条件处场次轮名户支部辆艘颗架栋小日倍元美亩斤吨公里人平头只张种枚宗篇大多余位成分番，。；、的级强数行）”\n且并了近约超以至到0123456789"
) | {""}


class Value:
    """One numeral and what belongs to it.

    Attributes:
        start: Cleaned offset of the numeral.
        end: Cleaned offset after the numeral.
        left: Cleaned offset where its bound words (超过, 不低于, 近) begin.
        right: Cleaned offset after its unit and the bound words behind it.
        low: Lower bound, None when open.
        high: Upper bound, None when open.
        unit: As written, with its multiplier.
        bound: How the value is bounded.
        form: ``amount``, ``rank``, ``fold`` (翻番, 倍), ``zero``, ``ratio``.
        digits: Whether the numeral is written in digits.
    """

    __slots__ = ("bound", "digits", "end", "form", "high", "left", "low", "right", "start", "unit")

    def __init__(self, start: int, end: int, low: float | None, high: float | None, unit: str, form: str) -> None:
        self.start, self.end, self.left, self.right = start, end, start, end
        self.low, self.high, self.unit, self.form = low, high, unit, form
        self.bound: Bound = "exact"
        self.digits = True


@cache
def _patterns(catalogue: Catalogue) -> tuple[re.Pattern[str], re.Pattern[str]]:
    multiplier = alternation(MULTIPLIERS, {"千": "(?![瓦克米伏帕焦赫卡字升])", "百": "(?![分帕])"})
    unit = alternation(*_unit_words(catalogue))
    after = f"(?:{either('at_least_after', 'at_most_after', 'about_after')})"
    digits = re.compile(
        rf"(?:(?P<top>[1-9])/(?P<low>[2-9]|10)(?![\d/月年])(?P<lowafter>{after})?|(?P<n>\d+(?:\.\d+)?)(?P<more>[多余来])?(?P<x>{multiplier})?(?P<more2>[多余](?P<x3>亿(?=[元斤吨千立]))?)?(?P<u>{unit})?"
        rf"(?:{_SEPARATOR}(?P<n2>\d+(?:\.\d+)?)(?P<x2>{multiplier})?(?P<u2>{unit})?)?(?P<after>{after})?)"
    )
    counted = either("word_unit")
    chinese = re.compile(
        r"翻了?(?:近|约|超过|超)?(?P<fold>[一两二三四\d])番|(?P<half>一半|半数)|(?P<tens>两位数)(?=增长|以上|增速|增幅|提升|提高|的增)"
        rf"|(?<=[超破过逾达近向刺迈])(?P<bare>万亿|[十百千]?[万亿]|[百千])(?=[，。；、的大级]|$|\n)"
        rf"|(?P<c>[{_CHINESE}]{{1,6}})(?:[至到](?P<c2>[{_CHINESE}]{{1,3}}))?(?P<cmore>[多余])?(?P<cu>{counted})(?P<cafter>{after})?"
        r"|第(?P<r>\d{1,3}|[一二三四五六七八九十]{1,3})(?P<ru>位|名)?"
        r"|前(?P<f>\d{1,3}(?![\d.%‰])|[一二三四五六七八九十两]{1,3})(?P<fu>位|名|强)?"
        r"|(?P<top>首位|榜首)"
        r"|(?P<zero>零)(?=[，。；、”]|$|\n)"
        r"|(?P<d>[\d一二三四五六七八九十百千万]+)分之(?P<m>[\d一二三四五六七八九十百]+)(?:点(?P<mp>[\d一二三四五六七八九零]+))?"
        rf"|(?P<tenth>[一二三四五六七八九])成(?P<tenth5>[一二三四五六七八九]|多|半)?(?=[，。；、的以左]|$|\n)"
    )
    return digits, chinese


# Units that stand first, as branches are tried in turn.
COMMONEST = ("%", "个", "户", "元", "人", "项", "亩", "名")


def _unit_words(catalogue: Catalogue) -> tuple[list[str], dict[str, str]]:
    """Unit names, and for some what may not follow: 12名牌 is not 12名, 20户籍 is not 20户."""
    behind = {}
    for name, unit in catalogue.units.by_name.items():
        if name[-1].isascii() and name[-1].isalpha():
            behind[name] = "(?![A-Za-z])"
        elif name[-1].isdigit():
            behind[name] = r"(?![\d.∶:︰])"
        elif name == unit.name and unit.not_before:
            behind[name] = f"(?!{'|'.join(re.escape(word) for word in unit.not_before)})"
    return [*COMMONEST, *catalogue.units.by_name, "大", "个工作时", "天", "个小时"], behind


def find_values(text: str, catalogue: Catalogue) -> list[Value]:
    """Every numeral of ``text`` that may be a quantity, in text order; names, dates and the like are not yet left out.

    Args:
        text: Cleaned text.
        catalogue: Gives the unit words.
    """
    digits, chinese = _patterns(catalogue)
    found = [*_digit_values(text, digits), *_word_values(text, chinese)]
    found.sort(key=lambda value: (value.start, -value.right, value.digits))
    found = list(_apart(found))
    following: Value | None = None
    for value in reversed(found):
        _bound_before(text, value)
        if not value.unit and following is not None and value.form == "amount":
            _borrow_unit(text, value, following)
        following = value
    return found


def _apart(found: Iterable[Value]) -> Iterator[Value]:
    """Values without those within the one before: the 万 of 3.4万套, the 3名 of 前3名, the 前43 of 提前43天."""
    end = 0
    for value in found:
        if value.start >= end:
            yield value
            end = value.end


_BETWEEN = ("、", "和", "与", "∶", "：", ":", "︰", "比")


def _borrow_unit(text: str, value: Value, following: Value) -> None:
    """The first of two values in a row may leave its unit to the second: 高4.2和0.7个百分点."""
    if following.start - value.end <= 1 and text[value.end : following.start] in _BETWEEN:
        value.unit = following.unit


def _digit_values(text: str, pattern: re.Pattern[str]) -> Iterator[Value]:
    floor = 0
    for found in _DIGITS.finditer(text):
        match = pattern.match(text, found.start()) if found.start() >= floor else None
        if match is None:
            continue
        floor = match.end()
        if match["x"] in _LARGE and match.end() == match.end("x") and text[floor : floor + 1].isdigit():
            mixed = _mixed(text, match, pattern)
            if mixed:
                floor = mixed.right
                yield mixed
                continue
        top, _, _, number, more, multiplier, more2, larger, unit, number2, multiplier2, unit2, after = match.groups()
        if top:
            yield _slash_fraction(match)
            continue
        start, end = match.span("n")
        right = match.end()
        low = high = float(number)
        if not math.isfinite(low + float(number2 or 0)):  # hundreds of digits
            continue
        unit = (multiplier or "") + (larger or "") + (unit or "")
        if number2 is not None:
            last = (multiplier2 or "") + (unit2 or "")
            if _is_range(text, match, unit, last):
                high, end, unit = float(number2), match.end("n2"), last or unit
            else:
                number2, after, right = None, None, match.start("n2") - 1
                right = match.end("u") if match.end("u") > 0 else (match.end("x") if match.end("x") > 0 else end)
                yield _second(match, multiplier2, unit2)
        value = Value(start, end, low, high, unit, "amount")
        value.right = right
        if not after and unit.endswith("工作日") and text.startswith("内", right):
            after, value.right = "以内", right + 1
        if number2 is not None:
            value.bound = "range"
        elif more or more2:
            value.bound = "about"
        if after:
            _bound_after(value, after)
        yield _signed(text, value)


_MINUS = "-－−"


def _signed(text: str, value: Value) -> Value:
    """``value``, below zero where a minus stands before it: 增长率为|-0.4‰; 3-5 is a range and A-3 a name."""
    start = value.start
    if start < 2 or text[start - 1] not in _MINUS or value.bound != "exact" or not value.unit:
        return value
    if "\u4e00" <= text[start - 2] <= "\u9fff" or text[start - 2] in "、，：":
        assert value.low is not None
        value.low = value.high = -value.low
        value.left = start - 1
    return value


_LARGE = ("万", "亿")


def _mixed(text: str, first: re.Match[str], pattern: re.Pattern[str]) -> Value | None:
    """A numeral of two multipliers: 2万5千公里, 1亿3000多万人; None where the two stand there by accident."""
    rest = pattern.match(text, first.end())
    if rest is None or rest["n"] is None or rest["n2"] is not None:
        return None
    digits, right = len(rest["n"]), rest.end()
    if digits == 1 and rest["x"] == "千" and (first["x"] == "万" or text.startswith("万", right)):
        share = float(rest["n"]) / 10
        right += text.startswith("万", right) and first["x"] == "亿"
    elif 3 <= digits <= 4 and rest["x"] == "万" and first["x"] == "亿":
        share = float(rest["n"]) / 10000
    else:
        return None
    amount = round(float(first["n"]) + share, 4)
    value = Value(first.start("n"), rest.end("n"), amount, amount, first["x"] + (rest["u"] or ""), "amount")
    value.right = right
    if rest["more"] or rest["more2"]:
        value.bound = "about"
    if after := rest["after"]:
        _bound_after(value, after)
    return value


def _slash_fraction(match: re.Match[str]) -> Value:
    share = round(100 * int(match["top"]) / int(match["low"]), 2)
    value = Value(*match.span("top"), share, share, "%", "amount")
    value.right = match.end()
    if after := match["lowafter"]:
        _bound_after(value, after)
    return value


def _second(match: re.Match[str], multiplier: str | None, unit: str | None) -> Value:
    low = float(match.group("n2"))
    value = Value(*match.span("n2"), low, low, (multiplier or "") + (unit or ""), "amount")
    value.right = match.end()
    if after := match.group("after"):
        _bound_after(value, after)
    return value


def _is_range(text: str, match: re.Match[str], unit: str, last: str) -> bool:
    if unit and last and unit != last and not last.endswith(unit) and not last.startswith(unit):
        return False
    if not unit and not last:
        return False
    low, high = float(match.group("n")), float(match.group("n2"))
    separator = text[match.end("n") : match.start("n2")]
    return low < high or (separator[-1:] not in "至到" and bool(unit or last) and high > 0 and low <= high)


def _word_values(text: str, pattern: re.Pattern[str]) -> Iterator[Value]:
    floor = 0
    for found in _NUMERALS.finditer(text):
        start, end = found.span()
        if start < floor or text[end : end + 1] not in _FOLLOWING or (start and text[start - 1].isdigit()):
            continue
        match = pattern.match(text, start) or (pattern.match(text, start + 1) if end - start > 1 else None)
        if match is None:
            continue
        floor = match.end()
        kind = match.lastgroup or ""
        value = _READERS[_KIND_OF.get(kind, kind)](match)
        if value is not None:
            value.digits = False
            yield value


def _read_count(match: re.Match[str]) -> Value | None:
    numeral = match.group("c")
    multiplier = ""
    for candidate in MULTIPLIERS:
        if numeral.endswith(candidate) and len(numeral) > len(candidate):
            numeral, multiplier = numeral[: -len(candidate)], candidate
            break
    number = chinese_number(numeral)
    family = match.group("cu") == "家" and match.string[match.end() : match.end() + 1] in ("庭", "长", "园", "具")
    if number is None or family:
        return None
    value = Value(*match.span("c"), number, number, multiplier + match.group("cu"), "amount")
    value.right = match.end()
    if match.group("cmore"):
        value.bound = "about"
    if match.group("c2"):
        last = chinese_number(match.group("c2"))
        if last is None or last <= number:
            return None
        value.high, value.bound, value.end = last, "range", match.end("c2")
    if after := match.group("cafter"):
        _bound_after(value, after)
    return value


def _read_bare(match: re.Match[str]) -> Value | None:
    numeral = match.group("bare")
    multiplier = numeral[-1]
    number = chinese_number(numeral[:-1]) if len(numeral) > 1 else 1
    return Value(*match.span("bare"), number, number, multiplier, "amount")


def _read_rank(match: re.Match[str]) -> Value | None:
    numeral = match.group("r")
    number = float(numeral) if numeral.isdigit() else chinese_number(numeral)
    value = Value(*match.span("r"), number, number, match.group("ru") or "", "rank")
    value.left, value.right = match.span()
    return value


def _read_front(match: re.Match[str]) -> Value | None:
    numeral = match.group("f")
    number = float(numeral) if numeral.isdigit() else chinese_number(numeral)
    value = Value(*match.span("f"), None, number, "强" if match.group("fu") == "强" else "位", "rank")
    value.left, value.right = match.span()
    value.bound = "at_most"
    return value


def _read_top(match: re.Match[str]) -> Value | None:
    value = Value(match.start(), match.start() + 1, 1.0, 1.0, "位", "rank")
    value.right = match.end()
    return value


def _read_fold(match: re.Match[str]) -> Value | None:
    numeral = match.group("fold")
    doublings = float(numeral) if numeral.isdigit() else chinese_number(numeral)
    value = Value(*match.span("fold"), 2.0 ** (doublings or 1), 2.0 ** (doublings or 1), "倍", "fold")
    value.left, value.right = match.span()
    rest = match.string[match.end() : match.end() + 2]
    if rest in _after_words():
        value.right += len(rest)
        _bound_after(value, rest)
    elif re.search("超过?", match.group()):
        value.high, value.bound = None, "at_least"
    return value


def _read_half(match: re.Match[str]) -> Value | None:
    value = Value(*match.span("half"), 50.0, 50.0, "%", "amount")
    rest = match.string[match.end() : match.end() + 2]
    if rest == "以上":
        value.low, value.high, value.bound, value.right = 50.0, None, "at_least", match.end() + 2
    return value


def _read_tens(match: re.Match[str]) -> Value | None:
    value = Value(*match.span("tens"), 10.0, None, "%", "amount")
    value.bound = "at_least"
    return value


def _read_zero(match: re.Match[str]) -> Value | None:
    value = Value(*match.span("zero"), 0.0, 0.0, "", "zero")
    value.right = match.end()
    return value


def _read_fraction(match: re.Match[str]) -> Value | None:
    bottom, top = (float(n) if n.isdigit() else chinese_number(n) for n in match.group("d", "m"))
    if not bottom or top is None or top > bottom:
        return None
    digits = match.group("mp")
    if digits:
        top += float("0." + "".join(d if d.isdigit() else f"{chinese_number(d):.0f}" for d in digits))
    if bottom in (100, 1000):
        return Value(*match.span(), top, top, "%" if bottom == 100 else "‰", "amount")
    share = round(100 * top / bottom, 2)
    return Value(*match.span(), share, share, "%", "amount")


def _read_tenth(match: re.Match[str]) -> Value | None:
    """三成 as 30 %, 八成五 as 85 %: tenths are shares."""
    number = chinese_number(match.group("tenth"))
    part = match.group("tenth5")
    if number is None:
        return None
    share = number * 10.0 + (5.0 if part == "半" else chinese_number(part) or 0.0 if part and part != "多" else 0.0)
    value = Value(match.start("tenth"), match.end("tenth"), share, share, "%", "amount")
    value.right = match.end()
    if part == "多":
        value.bound = "about"
    for word in ("以上", "左右", "以内", "以下"):
        if match.string.startswith(word, match.end()):
            value.right += 2
            _bound_after(value, word)
    return value


_READERS = {
    "count": _read_count,
    "bare": _read_bare,
    "rank": _read_rank,
    "front": _read_front,
    "top": _read_top,
    "fold": _read_fold,
    "half": _read_half,
    "tens": _read_tens,
    "zero": _read_zero,
    "fraction": _read_fraction,
    "tenth": _read_tenth,
}
_KIND_OF = {
    "cu": "count",
    "cafter": "count",
    "r": "rank",
    "ru": "rank",
    "f": "front",
    "fu": "front",
    "m": "fraction",
    "mp": "fraction",
    "tenth5": "tenth",
}


@cache
def _after_words() -> dict[str, Bound]:
    table: dict[str, Bound] = {}
    for name, bound in (("at_least_after", "at_least"), ("at_most_after", "at_most"), ("about_after", "about")):
        table.update(dict.fromkeys(words()[name], bound))  # type: ignore[arg-type]
    return table


def _bound_after(value: Value, word: str) -> None:
    bound = _after_words()[word]
    if bound == "at_least":
        value.high = None
    elif bound == "at_most":
        value.low = None
    value.bound = bound


@cache
def _before_words() -> tuple[tuple[str, ...], dict[str, Bound]]:
    table: dict[str, Bound] = {}
    for name, bound in (("at_least_before", "at_least"), ("at_most_before", "at_most"), ("about_before", "about")):
        table.update(dict.fromkeys(words()[name], bound))  # type: ignore[arg-type]
    ordered: Iterable[str] = sorted(table, key=len, reverse=True)
    return tuple(ordered), table


def _bound_before(text: str, value: Value) -> None:
    if value.form in ("rank", "zero", "fold"):
        return
    ordered, table = _before_words()
    if text.endswith(("至少有", "至少建成", "至少达到"), 0, value.left) and value.bound == "exact":
        value.high, value.bound = None, "at_least"
        return
    if not text.endswith(ordered, 0, value.left):
        _bound_apart(text, value)
        return
    word = next(word for word in ordered if text.endswith(word, 0, value.left))
    bound = table[word]
    if word == "上" and text[value.start] not in "百千万亿":
        return
    if word in _PART_OF and text.endswith(_PART_OF[word], 0, value.left):
        return
    value.left -= len(word)
    if value.bound == "exact" and not (value.unit == "个" and _STEPS.match(text, value.right)):
        value.bound = bound
        if bound == "at_least":
            value.high = None
        elif bound == "at_most":
            value.low = None


_STEPS = re.compile("[百千万]?亿元?(?:大关|新?台阶)")  # 跨过|两个万亿元大关: so many were passed
_APART = pattern("values.apart")
# What such a word ends with, or what stands between it and its numeral.
APART_ENDS = ("的", "年", "月", "亩", "严守", "守住", "守牢", "坚守")


def _bound_apart(text: str, value: Value) -> None:
    """不低于年消费量的|5%, 严守|480万亩耕地红线: the bound word stands apart from the numeral."""
    if value.bound != "exact" or not text.endswith(APART_ENDS, 0, value.left):
        return
    match = _APART.search(text, max(0, value.left - 16), value.left)
    if match is None:
        return
    if match["word"] in ("不超过", "不高于", "低于", "不足"):
        value.bound, value.low = "at_most", None
    else:
        value.bound, value.high = "at_least", None


_PART_OF = {
    "过": ("通过", "经过", "不过", "度过"),
    "上": (*(f"{one}上" for one in "以线网海路陆之加上岁新级地水收"), "历史上"),
    "近": ("最近", "附近", "接近"),
    "破": ("侦破", "攻破"),
    "约": ("节约", "签约", "履约", "合约", "条约", "制约", "违约", "特约"),
    "低于": ("高于低于",),
}
