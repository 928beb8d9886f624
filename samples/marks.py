"""Gold marks inside the clean sources: what they mean, and how they travel through damage.

A numeral that is the value of a quantified statement is written ``[[8.1|地区生产总值|g]]%``: the numeral as printed, the
indicator, and flags separated by spaces. Every other numeral is left bare: it is not a statement. A passage that
promises work or a relation, or that answers one, is written ``{{#id kind|passage}}`` and may hold numerals.

Flags: ``g`` growth in per cent, ``c`` change, ``r`` rank, ``-`` negative, ``>=`` ``<=`` ``~`` bounds, ``..7`` upper end of
a range, ``v=70`` value, ``u=亿元`` unit, ``A T B C`` role, ``s`` striving, ``p=2025`` period, ``ap= am= ar= ab= au=`` as good,
``al=`` aliases, ``+`` a sum over the plan, ``#id`` name for links, ``!damaged`` ``!optional`` kind. ``=`` as indicator repeats the last one. A line
``@@T 2022`` sets role and period for what follows and is not printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

UNITS = (
    "个百分点 平方公里 平方米 万平方米 亿立方米 万立方米 立方米 微克/立方米 亿元 万元 亿美元 万美元 千元 元 万亩 亩 公顷 万公顷 亿斤 万斤 "
    "万吨/日 万吨 吨标准煤 吨 公斤 公里 万千瓦 兆瓦 亿千瓦时 万人次 人次 万人 万名 名 人 万户 户 万家 家 个 项 条 座 处 所 "
    "张 对 件 起 批 次 场 天 小时 分钟 年 岁 位 % ％ ‰ 倍 宗 台 辆 万辆 支 只 万头 万羽 头 部 平方 万件 款 种 颗 列 架次 亿件 "
    "万套 套 间 棵 万株 轮 门 册 万标箱 标箱 里 片 枚 块 米 公里/小时 孔 名次 趟"
).split()
_UNIT = re.compile("[余多]?(" + "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True)) + ")")
_TOKEN = re.compile(r"\[\[([^\[\]|]+)\|([^\[\]|]*)(?:\|([^\[\]|]*))?\]\]|\{\{#(\S+) (\w+)\||(\}\})|^@@([ATBC]) ?(\S*)\n", re.M)
_MEASURES = {"g": "growth", "c": "change", "r": "rank"}
_ROLES = {"A": "actual", "T": "target", "B": "baseline", "C": "context"}
_BOUNDS = {">=": "at_least", "<=": "at_most", "~": "about"}
_ALTERNATIVES = {"ap": "period", "am": "measure", "ar": "role", "ab": "bound", "au": "unit"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked stretch: a numeral (``row`` holds its gold fields) or a passage (``row`` holds its kind)."""

    start: int
    end: int
    row: dict[str, Any]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Tracked:
    """A text together with its marks, which follow every edit."""

    text: str
    marks: tuple[Mark, ...] = field(default=())

    def edited(self, edits: list[tuple[int, int, str]]) -> Tracked:
        """The text after replacements ``(start, end, new)``, which must not overlap, with the marks moved along."""
        edits = sorted(edits)
        pieces, at = [], 0
        for start, end, new in edits:
            if start < at:
                raise ValueError(f"edits overlap at {start}")
            pieces += [self.text[at:start], new]
            at = end
        pieces.append(self.text[at:])
        ends = _Positions(edits)
        moved = (replace(mark, start=ends.start(mark.start), end=ends.end(mark.end)) for mark in self.marks)
        return Tracked("".join(pieces), tuple(moved))


class _Positions:
    """Where positions go when edits are applied; asked in any order."""

    def __init__(self, edits: list[tuple[int, int, str]]) -> None:
        self.edits = edits

    def start(self, position: int) -> int:
        """New place of a stretch's start: behind what is inserted there, at the head of what replaces it."""
        shift = 0
        for start, end, new in self.edits:
            if end <= position:
                shift += len(new) - (end - start)
            elif start < position:
                return start + shift
            else:
                break
        return position + shift

    def end(self, position: int) -> int:
        """New place of a stretch's end: before what is inserted there, behind what replaces its last character."""
        shift = 0
        for start, end, new in self.edits:
            if end > position and start < position:
                return start + shift + len(new)
            if start >= position:
                break
            shift += len(new) - (end - start)
        return position + shift


def parse(source: str) -> Tracked:
    """The printed text of a clean source with its marks."""
    pieces: list[str] = []
    marks: list[Mark] = []
    opened: list[tuple[int, str, str]] = []
    role, period, last, at, length = "actual", "", "", 0, 0
    for token in _TOKEN.finditer(source):
        pieces.append(source[at : token.start()])
        length += token.start() - at
        at = token.end()
        numeral, indicator, flags, name, kind, close, new_role, new_period = token.groups()
        if new_role:
            role, period = _ROLES[new_role], new_period
        elif name:
            opened.append((length, name, kind))
        elif close:
            start, name, kind = opened.pop()
            marks.append(Mark(start, length, {"type": kind}, name))
        else:
            last = indicator if indicator != "=" else last
            row, name = _row(numeral, last, flags or "", role, period, source[at : at + 12])
            marks.append(Mark(length, length + len(numeral), row, name))
            pieces.append(numeral)
            length += len(numeral)
    if opened:
        raise ValueError(f"passage never closed: {opened}")
    return Tracked("".join([*pieces, source[at:]]), tuple(sorted(marks, key=lambda mark: mark.start)))


def _row(numeral: str, indicator: str, flags: str, role: str, period: str, after: str) -> tuple[dict[str, Any], str]:
    """Gold fields of a mark, and its name."""
    row: dict[str, Any] = {"text": numeral, "kind": "stmt", "indicator": indicator, "aliases": [], "measure": "level"}
    row |= {"low": None, "high": None, "unit": "", "bound": "exact", "role": role, "striving": False, "period": period}
    name, values, negative, top = "", "", False, ""
    for flag in flags.split():
        key, _, value = flag.partition("=")
        if flag in _MEASURES:
            row["measure"] = _MEASURES[flag]
        elif flag in _ROLES:
            row["role"] = _ROLES[flag]
        elif flag in _BOUNDS:
            row["bound"] = _BOUNDS[flag]
        elif flag == "-":
            negative = True
        elif flag == "s":
            row["striving"] = True
        elif flag == "+":
            row |= {"period": "2021/2025", "alt_period": ["2025"]}
        elif flag.startswith(".."):
            row["bound"], top = "range", flag[2:]
        elif flag.startswith("#"):
            name = flag[1:]
        elif flag.startswith("!"):
            row["kind"] = flag[1:]
        elif key == "v":
            values = value
        elif key == "u":
            row["unit"] = value
        elif key == "p":
            row["period"] = value
        elif key == "al":
            row["aliases"] = value.split(";")
        elif key in _ALTERNATIVES:
            row[f"alt_{_ALTERNATIVES[key]}"] = value.split(";")
        else:
            raise ValueError(f"unknown flag {flag!r} on {numeral} {indicator}")
    if row["kind"] != "stmt":
        return {"text": numeral, "kind": row["kind"]}, name
    _set_value(row, values or numeral.replace(",", "").replace("，", ""), top, negative)
    _set_unit(row, numeral, after)
    return row, name


def _set_value(row: dict[str, Any], stated: str, top: str, negative: bool) -> None:
    low = float(stated) * (-1 if negative else 1)
    row["low"] = None if row["bound"] == "at_most" else low
    row["high"] = None if row["bound"] == "at_least" else float(top) if top else low


def _set_unit(row: dict[str, Any], numeral: str, after: str) -> None:
    if row["unit"]:
        return
    found = _UNIT.match(after)
    if row["measure"] == "rank":
        row["unit"] = "位"
    elif row["measure"] == "growth":
        row["unit"] = "%"
    elif found:
        row["unit"] = found.group(1).replace("％", "%")
    else:
        raise ValueError(f"no unit after {numeral} ({row['indicator']}): {after!r}")
