"""What the label of a row names, its unit and its direction (行标题)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planledger.extracting.table_words import pattern

if TYPE_CHECKING:
    from planledger.catalogue import Catalogue

_BRACKETS = re.compile(r"[（(【\[](?P<inner>[^（）()【】\[\]]{1,12})[）)】\]]$")
_TAIL_UNIT = re.compile(r"[,，、:：/](?P<inner>%|％|‰|[\u4e00-\u9fff]{1,5})$")
_ATTRIBUTE = re.compile(r"[（(【\[〔](?:约束性|预期性)(?:指标)?[）)】\]〕]")
_COUNTED = re.compile(r"(?<=.)[（(](?:共|计)?\d+[个项][）)]$")
_RAISED = ("提高", "提升")
_DEPENDENT = ("占", "比", "增长", "增速", "年均", "投入")
_SHORTEST = 4
_FALLING = re.compile("降|减|削")
_HAN = re.compile("[\u4e00-\u9fffA-Za-z]")
_NUMBER = re.compile(r"[\d一二三四五六七八九十①-⑳]")
# The year that a label begins with is that of its values: 2024年末地方政府债务余额.
_DATED = re.compile(r"(?P<from>(?:19|20)\d\d)(?:[-—~～至](?P<to>(?:19|20)\d\d))?年(?:度|末|底)?(?=[\u4e00-\u9fff]{3})")
_PER_MILLE = re.compile("^%[0oO]$")
_MARKS = ("#", "＃")
# Parts of the product of a region have a quantity of their own.
_PRODUCT, _ADDED = re.compile("(?:地区)?生产总值|GDP"), re.compile("(?:第[一二三]产业|[一二三]产)$")


@dataclass(frozen=True, slots=True)
class Label:
    """A row's label.

    Attributes:
        name: What it names, without unit, numbering and words of growth.
        unit: The unit that it states in brackets, or empty.
        growth: 1 where it names a growth (增长), -1 where it names a fall (降低), else 0.
        annual: Whether the growth is a yearly average (年均) or that of a whole plan (累计).
        member: Whether it is one of what an earlier row names (其中).
        headline: Whether rows below belong to it (一、…).
        raised: Whether its word of growth is one of rates: 提高, 提升.
        numbered: Whether it has a number of its own.
        years: First and last year that it begins with, zeros when it names none.
        marked: Whether a sign (#) marks it as a member, which every member then has.
    """

    name: str
    unit: str = ""
    growth: int = 0
    annual: bool = False
    member: bool = False
    headline: bool = False
    raised: bool = False
    numbered: bool = False
    marked: bool = False
    years: tuple[int, int] = (0, 0)


def split_unit(text: str, catalogue: Catalogue) -> tuple[str, str]:
    """``text`` without the unit in brackets at its end, and that unit.

    What stands in the brackets stays in the text when it is no unit: 农用化肥（折纯）.
    """
    match = _BRACKETS.search(text) or _TAIL_UNIT.search(text)
    if match is None:
        return text, ""
    unit = plain_unit(match["inner"].removeprefix("单位：").removeprefix("单位:"))
    if unit in ("±%", "+-%", "±"):
        return text[: match.start()], "%"
    if catalogue.units.find(unit) is None:
        return text, ""
    return text[: match.start()], unit


def plain_unit(text: str) -> str:
    """``text``, a unit, as it is written in the catalogue; recognition takes ‰ for %0."""
    return _PER_MILLE.sub("‰", text.strip("（）()").replace("％", "%"))


def read_label(text: str, catalogue: Catalogue) -> Label:
    """The label that ``text`` (without spaces) is."""
    label, years = _plain_label(text, catalogue), (0, 0)
    headline = pattern("headline").match(text) is not None
    bare = pattern("member").sub("", text)
    numbering = pattern("numbering").match(bare)
    dated = _DATED.match(bare[numbering.end() if numbering else 0 :])
    if dated is not None:
        years = int(dated["from"]), int(dated["to"] or dated["from"])
    numbered = numbering is not None and _NUMBER.search(numbering.group()) is not None
    return replace(label, headline=headline, numbered=numbered, years=years, marked=text.startswith(_MARKS))


def _plain_label(text: str, catalogue: Catalogue) -> Label:
    text = _COUNTED.sub("", _ATTRIBUTE.sub("", text))
    text = pattern("numbering").sub("", text)
    member = pattern("member").match(text)
    text = pattern("footnote").sub("", text[member.end() if member else 0 :])
    dated = _DATED.match(text)
    if dated is not None:
        text = text[dated.end() :]
    text, unit = split_unit(text, catalogue)
    text = pattern("footnote").sub("", text)
    if _HAN.search(text) is None:
        return Label("", unit)
    growing = pattern("growing").search(text)
    if growing is None:
        return Label(text, unit, member=member is not None)
    sign = -1 if _FALLING.search(growing["word"]) else 1
    annual = any(word in growing.group() for word in ("年均", "平均", "累计"))
    raised = growing["word"] in _RAISED
    if raised and not unit:
        return Label(text, unit, member=member is not None)
    return Label(text[: growing.start()], unit, sign, annual, member is not None, raised=raised)


def joined_labels(whole: Label, part: Label) -> Label:
    """The label of a row that is a part of what the cell beside it names: 每千人口拥有医护人员数 | 执业医师数."""
    name = _joined_names(whole.name, part.name)
    own = part.growth != 0
    return replace(
        part,
        name=name,
        unit=part.unit or whole.unit,
        growth=part.growth or whole.growth,
        annual=part.annual or whole.annual,
        member=False,
        raised=part.raised if own else whole.raised,
    )


def _joined_names(whole: str, part: str) -> str:
    if not part or not whole or whole in part:
        return part or whole
    each = pattern("per_lead").match(whole)
    if each is not None:
        return part if pattern("per_lead").match(part) else each.group() + part
    if part.startswith(_DEPENDENT) or (len(part) <= _SHORTEST and pattern("rate").search(part)):
        return whole + part
    stem = pattern("class_lead").sub("", whole)
    if stem != whole:
        return part if part.endswith(stem) else part + stem
    if pattern("complete").search(part) or not pattern("complete").search(stem):
        return part
    return part + stem


class Namer:
    """Gives the rows of a table names that stand on their own: a member takes on what it is a member of.

    Args:
        topic: What the caption says the table is about, or empty.
        account: The account whose sums the table gives (一般公共预算), or empty.
    """

    def __init__(self, topic: str, account: str = "") -> None:
        self._topic, self._account = topic, account
        self._parent = self._headline = self._unit = self._outlay = ""
        self._inherits = self._numbered = self._parts_numbered = False

    def name(self, label: Label, group: str, unit: str = "") -> str:
        """The full name of a row.

        Args:
            label: Its label; an empty name continues the row above (增长（%） under 地区生产总值).
            group: The heading that it needs because other rows have the same label, or empty.
            unit: Unit that the row states, or empty: what has another one than the row above is no member of that.
        """
        if not label.name:
            return self._parent
        summed = pattern("sum_label").search(label.name)
        if summed and (self._account or self._topic.endswith(summed["of"])):
            return self._account + summed["of"] if self._account else self._topic
        beside = self._numbered and label.numbered and not self._parts_numbered
        if not label.member and (beside or (unit and self._unit and unit != self._unit)):
            self._inherits = False
        name = pattern("scope").sub("", label.name) or self._topic or label.name
        if pattern("function").match(name) and any("支出" in one for one in (self._topic, self._account, self._outlay)):
            return f"{name}支出"
        if label.name.endswith("预算支出"):
            self._outlay = label.name
        complete = pattern("complete").search(name) is not None
        if label.headline:
            self._headline = name if complete else ""
        if complete or not (label.member or self._inherits):
            if not label.member:
                self._parent, self._unit, self._numbered = name, unit, label.numbered
            self._inherits = label.member and not complete
            if not complete and self._headline and not label.headline:
                return name + self._headline
            return group + name
        self._inherits, self._parts_numbered = not label.marked, label.numbered
        parent = self._parent if pattern("complete").search(self._parent) else ""
        if account_side := pattern("account_side").search(parent):
            return name + account_side["side"]
        if parent and _ADDED.search(name) and _PRODUCT.fullmatch(parent):
            return name + "增加值"
        return lapped(name, parent) if parent and parent not in name else group + name

    def titled(self, name: str) -> str:
        """``name`` with the table's topic, where it names no quantity by itself."""
        if not self._topic or pattern("complete").search(name) or self._topic in name:
            return name
        account = pattern("account_side").search(self._topic)
        if account is not None:  # 教育 in a table of 一般公共预算支出
            return name + account["side"]
        trade = pattern("trade").match(self._topic)
        return name + (trade["quantity"] if trade and name.endswith("业") else self._topic)


def account_of(caption: str) -> str:
    """The one account of the budget that a caption names, or empty.

    >>> account_of("2025年市级政府性基金预算收支平衡表"), account_of("一般公共预算收入和政府性基金收入情况")
    ('市级政府性基金预算', '')
    """
    found = list(pattern("account").finditer(re.sub(r"\s", "", caption)))
    names = {match["name"] for match in found}
    if len(names) != 1:
        return ""
    name = names.pop()
    return (found[0]["level"] or "") + (name if name.endswith("预算") else f"{name}预算")


def lapped(name: str, parent: str) -> str:
    """``name`` before ``parent``, what both have there said once: 城镇居民 + 居民人均可支配收入."""
    shared = next((length for length in range(len(name), 1, -1) if parent.startswith(name[-length:])), 0)
    return name + parent[shared:]


def topic_of(caption: str, place: str) -> str:
    """The quantity that a caption says its table is about, or empty.

    Args:
        caption: 表5 2025年分行业固定资产投资情况.
        place: Region name, to be left out.
    """
    text = pattern("caption_number").sub("", re.sub(r"\s", "", caption))
    text = pattern("year").sub("", text).removeprefix("年").removeprefix(place).removeprefix("年")
    text = pattern("caption_tail").sub("", pattern("caption_lead").sub("", text))
    text = pattern("caption_middle").sub("", pattern("caption_lead").sub("", text))
    if not 2 <= len(text) <= 14 or "、" in text or not pattern("complete").search(text):
        return ""
    return text
