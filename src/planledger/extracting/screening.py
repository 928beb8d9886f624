"""Which numerals are quantities of something, and which are names, dates, ordinals, thresholds (非量化表述的剔除)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from string import ascii_letters

from planledger.extracting.grammar import pattern, words
from planledger.extracting.phrases import ends_with_deliver
from planledger.extracting.values import Value

_SIZES = pattern("screening.sizes")
_YEAR_MONTH = pattern("screening.year_month")
_SLOGAN_RIGHT = pattern("screening.slogan_right")
_THRESHOLD_NOUN = pattern("screening.threshold_noun")
_PLACED = pattern("screening.placed")
_HAPPENED = pattern("screening.happened")
_EACH = pattern("screening.each")
_CAPACITY = pattern("screening.capacity")
_MADE = pattern("screening.made")
_DELIVERED = pattern("screening.delivered")
_ZERO = pattern("screening.zero")
_PASSED = pattern("screening.passed")
_CLASS_OF = pattern("screening.class_of")
_ORDINAL_MEETING = pattern("screening.ordinal_meeting")
_SERVICE_TIME = pattern("screening.service_time")
_TERM = pattern("screening.term")
_TERM_CHANGED = pattern("screening.term_changed")
_INDEX = pattern("screening.index")
_BOUNDED_RATE = pattern("screening.bounded_rate")
_PER_HEAD = pattern("screening.per_head")
_SHARES = re.compile(r"比|结构|(?:调整|优化|演变)[到为]$")
_RATIO = re.compile(r"[:：∶︰]\d+(?:\.\d+)?[:：∶︰]\d")
_RATIO_TAIL = re.compile(r"\d[:：∶︰](?:\d+(?:\.\d+)?[:：∶︰])?$")
_WITHIN = re.compile(r"内(?!的?[，。；])")
_TIMES_HELD = re.compile(r"(?:举办|承办|主办|召开|举行)了?(?:\d{1,2}届[^，。；、\d]{2,12}[、和])*$")
_STOP = re.compile(r"[，。；：！\n]")
_OF_TIME = frozenset(("", "周", "岁", "年", "月", "日", "号", "个月"))
_NAMING = frozenset(("大", "个", "米", "公里", "分钟", "小时", "天", "平方公里", "万人", "万"))
_MARKS = "，。；、）！\n：”"
# What a check says: a reason to leave the numeral out, an empty text to take it, None to let the next check decide.
Check = Callable[[str, Value], str | None]


def why_not(text: str, value: Value) -> str:
    """Why ``value`` is not a statement (``date``, ``name``, ``threshold`` …), or empty when it is one."""
    if value.form == "rank":
        return _rank(text, value)
    if value.form == "zero":
        return "" if _ZERO.search(text, max(0, value.left - 8), value.start) else "zero"
    if value.form == "fold":
        return ""
    for check in _checks_of(value.unit) if value.digits else _WORD_CHECKS:
        reason = check(text, value)
        if reason is not None:
            return reason
    return ""


def _rank(text: str, value: Value) -> str:
    left = text[max(0, value.left - 16) : value.left]
    if left.endswith(("放在", "摆在", "作为", "坚持", "放到", "视为")):
        return "ordinal"
    first = text[value.left]
    if value.unit in ("位", "名") and first == "第":
        return "ordinal" if text.startswith(("书记", "教师"), value.right) else ""
    after = text[value.right : value.right + 1]
    closed = not after or after in "，。；、）”！\n 且并的" or text.startswith("行列", value.right)
    open_ended = (first == "第" and not closed) or (first == "前" and not (closed or value.unit))
    if value.unit == "强" or open_ended or _PLACED.search(left) is None:
        return "ordinal"
    return ""


# --- numerals in Chinese characters: quantities only where something is really counted --------------------------------


def _share(_text: str, value: Value) -> str | None:
    return "" if value.unit in ("%", "‰") else None


def _round_number(text: str, value: Value) -> str | None:
    """千亿, 百家 …: a quantity where something passes it, a class where a noun follows (超亿元项目)."""
    if not ((value.low is not None and value.low >= 100) or value.unit in ("亿", "万", "千", "百")):
        return None
    if value.bound == "about" and value.unit in _counters():
        return ""
    if not _PASSED.search(text, max(0, value.left - 4), value.start):
        return "name"
    after = text[value.right : value.right + 14]
    if not after or after[0] in _MARKS or after.startswith(words()["milestone"]):
        return "threshold" if _CLASS_OF.search(text, max(0, value.left - 24), value.left) else ""
    sized = value.unit.lstrip("十百千万亿") in ("元", "美元", "人", "吨", "亩", "千瓦", "")
    if sized and value.bound == "at_least" and not after.startswith("人"):
        return "threshold"
    return ""


def _numbered(text: str, value: Value) -> str | None:
    before = text[value.start - 1 : value.start]
    return "ordinal" if before and before in words()["ordinal_before"] else None


def _small_unit(text: str, value: Value) -> str | None:
    """半小时, 半天 are quantities where something is shortened to them; 三人, 两大 count nothing."""
    reached = text.endswith(("至", "到", "为", "在", "缩短"), 0, value.start)
    if value.unit in ("小时", "天", "个小时"):
        return "" if value.low and reached and (value.low < 1 or value.unit == "小时") else "name"
    return "name" if not value.low or value.unit in ("日", "人", "只", "张", "种", "大", "元") else None


_REACHED = ("有", "了", "的", "由", "等", "为", "至", "达到", "达", "增加到", "增到", "减少到")


def _counted(text: str, value: Value) -> str | None:
    start, unit = value.start, value.unit
    if value.low == 1 and unit != "倍":
        return "" if _EACH.search(text, max(0, start - 16), start) else "name"
    if unit == "倍" or value.left < start:
        return ""
    after = text[value.right : value.right + 24]
    closed = not after or after[0] in "，。；、”“《：\n）"
    if closed and text.endswith(("增至", "减至", "增加到", "减少到", "增加至", "减少至", "扩大到", "发展到"), 0, start):
        return ""
    if closed or _SLOGAN_RIGHT.match(after):
        return "" if after[:1] == "“" and text[start - 1 : start] in "，。；" and _HAPPENED.search(after) else "slogan"
    alone = text[start - 1 : start] in ("，", "。", "；", "\n")
    if alone and (_HAPPENED.search(after) or (value.low == 2 and unit in ("项", "家", "所", "条", "座"))):
        return ""
    if unit == "次" and _ORDINAL_MEETING.match(after):
        return "ordinal"
    before = text[max(0, start - 8) : start]
    return "" if before.endswith(_REACHED) or ends_with_deliver(before) else "name"


_WORD_CHECKS: tuple[Check, ...] = (_share, _round_number, _numbered, _small_unit, _counted)


@cache
def _counters() -> frozenset[str]:
    return frozenset(words()["counter"])


# --- numerals in digits -----------------------------------------------------------------------------------------------


def _part_of_name(text: str, value: Value) -> str | None:
    """5G, H9, 第31届, “761”工程, 16+1: the digits belong to a name."""
    start, end = value.start, value.end
    before = text[start - 1] if start else "\n"
    if (before in _TELLING or before.isascii()) and (reason := _told_before(text, value, before)):
        return reason
    if not value.unit and end < len(text) and text[end] in _NAMING_BEHIND:
        return "name"
    return "name" if _quoted(text, start, value.right) else None


_TELLING = frozenset("每前第〔【（—－＋×")
_NAMING_BEHIND = frozenset(ascii_letters + "+/×")


def _told_before(text: str, value: Value, before: str) -> str:
    """What the character right before a numeral says that it is, or empty."""
    if before == "每" or (before == "前" and value.unit in ("%", "‰")):
        return "threshold"
    if before in "第〔[【" or (before == "（" and text.startswith("）", value.end)):
        return "ordinal"
    at = value.start - 2  # where what is joined to the numeral ends
    joined = before in "-—－+/＋×" and at >= 0 and text[at].isascii() and text[at].isalnum()
    return "name" if joined or before in ascii_letters else ""


def _quoted(text: str, start: int, end: int) -> bool:
    opened = text.rfind("“", max(0, start - 10), start)
    if opened < 0 or text.find("”", opened, start) >= 0:
        return False
    closed = text.find("”", end, end + 12)
    return closed >= 0 and closed - opened <= 16


def _time(text: str, value: Value) -> str | None:
    """Dates; terms and ages are quantities only where they are what changes."""
    unit = value.unit
    if unit == "" and _YEAR_MONTH.match(text, value.end):
        return "date"
    if unit == "周" and text.startswith("周", value.end):
        return "date"
    if unit == "岁":
        near = text[max(0, value.start - 12) : value.start]
        return "" if "寿命" in near or "年龄" in near else "threshold"
    if unit not in ("年", "月", "日", "号", "个月"):
        return None
    left = text[max(0, value.left - 10) : value.left]
    after = text[value.right : value.right + 1]
    if (left.endswith("连续") and after and after in "没无未") or (unit == "年" and _TERM.search(left)):
        return ""
    short = unit in ("年", "个月") and value.low is not None and value.low < 200 and after in _MARKS
    return "" if short and _TERM_CHANGED.search(left) else "date"


def _named_by_unit(text: str, value: Value) -> str | None:
    """级, 期, 大 …: units that make names; 50米内, 24小时服务: sizes that name a service."""
    unit, right = value.unit, value.right
    if unit == "届" and _TIMES_HELD.search(text, max(0, value.left - 40), value.left):
        return ""
    if unit in words()["naming_unit"] or (unit in ("万", "") and text.startswith("吨级", right)):
        return "name"
    if unit == "大":
        named = text[value.start - 1 : value.start] != "“" and not _SLOGAN_RIGHT.match(text, right)
        return "" if named and re.match(r"[一-龥“]{3,}", text[right : right + 6]) else "slogan"
    if unit == "个" and _SLOGAN_RIGHT.match(text, right):
        return "slogan"
    if unit in ("米", "公里", "分钟", "小时", "天", "平方公里") and _WITHIN.match(text[right : right + 2]):
        return "threshold"
    if value.low in (1, 10, 100) and unit in ("万人", "万") and _PER_HEAD.match(text, right):
        return "name"
    if unit in ("小时", "分钟", "天") and _SERVICE_TIME.match(text, right):
        return "specification"
    return None


def _specification(text: str, value: Value) -> str | None:
    """5万吨粗铜项目, 220千伏输变电工程: the size names the thing (规格)."""
    if value.left < value.start:
        return None
    if value.unit in ("千伏", "微米", "英寸", "寸", "伏", "纳米", "毫米"):
        return "specification"
    if text.endswith(("日产", "年产", "时速", "每小时", "总长", "全长"), 0, value.start):
        return None if text[value.right : value.right + 1] in ("的", "，", "。", "；", "、", "") else "specification"
    named = _MADE.match(text[value.right : value.right + 20])
    return "specification" if named and not _DELIVERED.search(text, max(0, value.start - 6), value.start) else None


def _without_unit(text: str, value: Value) -> str | None:
    """A number without a unit is a quantity only beside a colon ratio, an index or a rate."""
    start, end = value.start, value.end
    left = text[max(0, value.left - 8) : value.left]
    if _INDEX.search(left) or text[end : end + 1] in ("%", "‰"):
        return ""
    if _RATIO.match(text, end) or (start and _RATIO_TAIL.search(text, max(0, start - 16), start)):
        return ""
    if value.bound in ("at_least", "at_most") and _BOUNDED_RATE.search(left):
        return ""
    before = start > 1 and text[start - 1] in "：∶:︰" and text[start - 2].isdigit()
    behind = text[end : end + 1] in ("：", "∶", ":", "︰") and text[end + 1 : end + 2].isdigit()
    return "" if before or (behind and _SHARES.search(left)) else "bare"


def _threshold(text: str, value: Value) -> str | None:
    """A bounded size that only says which things are meant: 5000万元以上项目 (分类门槛)."""
    if value.bound not in ("at_least", "at_most"):
        return None
    right = text[value.right : value.right + 24]
    if value.unit in _counters() or value.unit.lstrip("十百千万亿") in _counters():
        return "threshold" if value.unit == "户" and right.startswith(("自然村", "村", "小区", "居民点")) else None
    if not right or right[0] in _MARKS or not _SIZES.match(value.unit):
        return None
    stop = _STOP.search(right)
    return "threshold" if _THRESHOLD_NOUN.match(right[: stop.start()] if stop else right) else None


@lru_cache(maxsize=1024)
def _checks_of(unit: str) -> tuple[Check, ...]:
    """The checks of numerals in digits that can say something of one with ``unit``, in their order."""
    checks: list[Check] = [_part_of_name]
    if unit in _OF_TIME:
        checks.append(_time)
    if not unit:
        checks.append(_without_unit)
    if unit in _NAMING or unit in words()["naming_unit"]:
        checks.append(_named_by_unit)
    if _CAPACITY.search(unit):
        checks.append(_specification)
    return (*checks, _threshold)
