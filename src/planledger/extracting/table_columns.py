"""What the head of a column says of its values: whose value, which period, which measure, which unit (表头)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from planledger.extracting.table_attributes import attribute_in
from planledger.extracting.table_labels import split_unit
from planledger.extracting.table_words import pattern
from planledger.model.statement import Attribute
from planledger.model.tables import ColumnCorrection, ColumnKind, ColumnReading, ColumnUse

if TYPE_CHECKING:
    from planledger.catalogue import Catalogue

_KINDS: tuple[tuple[ColumnKind, str], ...] = (
    ("index", "index"),
    ("unit", "unit_head"),
    ("attribute", "attribute"),
    ("label", "label_head"),
)
# What a column of a list is for, the first pattern that its head holds; who does the work is told apart further on.
_USES: tuple[tuple[ColumnUse, str], ...] = (
    ("deadline", "use_deadline"),
    ("years", "use_years"),
    ("invested", "use_invested"),
    ("annual", "use_annual"),
    ("total", "use_total"),
    ("supporting", "use_supporting"),
    ("body", "use_lead"),
    ("body", "use_responsible"),
    ("body", "use_builder"),
    ("nature", "use_nature"),
    ("content", "use_content"),
)
_LONGEST_UNIT, _LONGEST_ATTRIBUTE = 4, 5
_MONEY = ("total", "annual", "invested")
_MONEY_NAMES = {"total": "总投资", "annual": "计划投资", "invested": "累计完成投资"}
_OF_WORDS = ("deadline", "body", "supporting")
# What is left of 2025年年 when the year is taken off.
_LEFT_OVER = re.compile("^年(?![度初末均底])|年$|^截[至止]")
_BOTH_WAYS = re.compile("增[、/／＋+（(]{1,3}减[）)]?|增[（(][+＋][）)]减[（(][-－—][）)]")
# The word for budget in the name of an account says nothing of the values: 政府性基金预算收入.
_ACCOUNT = re.compile("(?P<name>一般公共|公共财政|政府性基金|国有资本经营|社会保险基金)预算(?=收入|支出|收支)")
# What a column leaves out or takes in: 预算数（不含上级专项）.
_REMARK = re.compile("[（(](?P<said>(?:不?含|不?包[括含]|剔除|扣除)[^（）()]+)[）)]?")
_MONTHS = re.compile(r"[（(]?1月?份?[-—–~～至到]+\d{1,2}月份?(?:累计)?[）)]?")
_RISES = re.compile("(?:增减(?:情况|金额|幅度|额|幅|率|数)?)+$")
_COUNTS = re.compile("(?<=[\u4e00-\u9fff]{2})(?:执行|预算|决算|完成|计划)数(?=[\u4e00-\u9fff])")
_PROGRESS = re.compile("预算|计划|目标|完成")
PLAN_STARTS = {"一": 2006, "二": 2011, "三": 2016, "四": 2021, "五": 2026, "六": 2031}
"""First year of each five-year plan by its number behind 十."""


@dataclass(slots=True)
class Column:
    """A column by its head.

    Attributes:
        kind: What it holds.
        head: The head, all its rows joined.
        unit: Unit that the head states.
        years: First and last year that it names, zeros when it names none.
        role: ``target``, ``actual``, ``baseline``, or empty when the head does not say.
        estimate: 预计.
        growth: 1 for a column of growth, -1 where its values are falls, else 0.
        change: Whether it holds absolute changes.
        annual: Whether its growth is a yearly average.
        cumulative: Whether it says that values are sums over the plan.
        share: Whether it holds shares of something.
        rank: Whether it holds ranks.
        name: What the head adds to a row's name.
        use: What it is for in a list of projects or tasks.
        relative: -1 for 上年, 0 for 本年, 1 for 下年, None when the head says no such thing.
        fixed: Whether the user says which period it is of.
        corrected: Whether the user says anything of it.
        marks: The attribute that a mark in this column gives a row, or empty.
        remark: What the head says that its values leave out or take in, or empty.
        known: Whether any word of the head was understood.
    """

    kind: ColumnKind
    head: str
    unit: str = ""
    years: tuple[int, int] = (0, 0)
    role: Literal["target", "actual", "baseline", ""] = ""
    estimate: bool = False
    growth: int = 0
    change: bool = False
    annual: bool = False
    cumulative: bool = False
    share: bool = False
    rank: bool = False
    name: str = ""
    use: ColumnUse = ""
    relative: int | None = None
    fixed: bool = False
    corrected: bool = False
    marks: Attribute = ""
    remark: str = ""

    @property
    def known(self) -> bool:
        """Whether the head says anything of its values."""
        said = (self.years[1], self.role, self.growth, self.change, self.share, self.rank, self.unit)
        named = self.name and pattern("complete").search(self.name)
        return bool(
            self.kind != "value" or any(said) or self.relative is not None or named
            or pattern("generic").match(self.head) or pattern("place_head").match(self.head)
        )  # fmt: skip


def read_column(texts: Sequence[str], catalogue: Catalogue) -> Column:
    """The column whose head has the cells ``texts`` (without spaces), from above."""
    texts = [_BOTH_WAYS.sub("增减", text) for text in texts]
    if texts and (marks := attribute_in(texts[-1])) and len(texts[-1]) <= _LONGEST_ATTRIBUTE:
        return Column("attribute", "".join(texts), marks=marks)
    column = _plain_column(texts, catalogue)
    column.use = next((use for use, name in _USES if pattern(name).search(column.head)), "")
    if (column.use in _MONEY and column.kind != "value") or (
        column.use in ("body", "supporting") and pattern("person").search(column.head)
    ):
        column.use = ""
    if column.use in _OF_WORDS:
        column.kind = "aside"
    if column.use == "total":
        column.role = "target"
    if column.use in _MONEY and len(texts) > 1:
        column.name = _MONEY_NAMES[column.use]
    return column


def corrected(column: Column, said: ColumnCorrection) -> Column:
    """``column`` as the user says that it is."""
    column.corrected = True
    if said.kind:
        column.kind = cast("ColumnKind", said.kind)
    elif said.role or said.period or said.unit:
        column.kind = "value"
    if said.role:
        column.role = cast("Literal['target', 'actual', 'baseline', '']", said.role)
    if said.period:
        first, _, last = said.period.partition("/")
        column.years, column.fixed = (int(first), int(last or first)), True
    column.unit = said.unit or column.unit
    column.name = said.name or column.name
    return column


def reading_of(column: Column, number: int) -> ColumnReading:
    """What the user sees of column ``number`` (from 1)."""
    first, last = column.years
    period = "" if not last else str(last) if first == last else f"{first}/{last}"
    value = column.kind == "value"
    role = column.role if value else ""
    return ColumnReading(
        number, column.head, column.kind, role, period if value else "", column.unit, column.name,
        column.use, column.corrected,
    )  # fmt: skip


def _plain_column(texts: Sequence[str], catalogue: Catalogue) -> Column:
    head = "".join(texts)
    for text in (*reversed(texts), head):  # the whole head where its word was parted: 计量单 | 位
        for kind, name in _KINDS:
            if pattern(name).search(text):
                return Column(kind, text)
    units = [split_unit(text, catalogue) for text in texts]
    if not head:
        return Column("value", "")
    unit = next((unit for _, unit in reversed(units) if unit), "")
    if not unit and len(texts[-1]) <= _LONGEST_UNIT and catalogue.units.find(texts[-1]) is not None:
        unit = texts[-1]
    column = Column("value", head, unit=unit)
    bare = "".join(text for text, _ in units)
    if pattern("aside").search(head) and not pattern("year").search(head):
        column.kind = "aside"
        return column
    if pattern("month").search(head):
        column.kind = "aside"
        return column
    bare = pattern("compared").sub("", bare)
    _read_time(column, bare)
    remark = _REMARK.search(bare)
    if remark is not None:
        column.remark, bare = remark["said"], bare[: remark.start()] + bare[remark.end() :]
    last = texts[-1]
    sums = pattern("cumulative").search(last) and not pattern("growth").search(last)
    _read_measure(column, last if sums else head)  # 累计 below 年均增长或累计 speaks for itself
    _read_role(column, _ACCOUNT.sub(r"\g<name>", pattern("year").sub("", bare)))
    column.name = _name(column, bare)
    return column


def _read_time(column: Column, head: str) -> None:
    years = list(pattern("year").finditer(head))
    plan = pattern("plan").search(head)
    if years:
        column.years = int(years[0]["from"]), int(years[-1]["to"] or years[-1]["from"])
    elif plan:
        first = PLAN_STARTS[plan["plan"]]
        column.years = (first + 4, first + 4) if plan["end"] else (first, first + 4)

    elif pattern("next_year").search(head):
        column.relative = 1
    elif pattern("last_year").search(head):
        column.relative = -1
    elif pattern("this_year").search(head):
        column.relative = 0


def _read_measure(column: Column, head: str) -> None:
    if pattern("rank").search(head):
        column.rank = True
    elif pattern("share").search(head) and not head.endswith(("增长", "增速")):
        column.share = True
    elif pattern("change").search(head) and column.unit not in ("%", "‰"):
        column.change = True
        column.growth = -1 if pattern("fall").search(head) else 1
    elif pattern("growth").search(head) and column.unit in ("", "%", "‰", "倍"):
        column.growth = -1 if pattern("fall").search(head) else 1
    column.annual = pattern("annual").search(head) is not None
    column.cumulative = pattern("cumulative").search(head) is not None


def _read_role(column: Column, head: str) -> None:
    if column.share:
        column.role = "actual" if "完成" in head else ""
    elif pattern("base").search(head):
        column.role = "baseline"
    elif pattern("target_end").search(head):
        column.role = "target"
    elif pattern("actual").search(head) or pattern("months").search(column.head):
        column.role = "actual"
        column.estimate = pattern("estimate").search(head) is not None
    elif pattern("target").search(head):
        column.role = "target"


def _name(column: Column, head: str) -> str:
    """What the head adds to a row's name: 产量, 出口额, 城镇."""
    if column.share and _PROGRESS.search(column.head):
        return "完成预算比例" if "预算" in column.head else "完成计划比例"
    if column.share and not head.strip("的%％"):
        return "相当于上年比例"
    if column.rank or pattern("generic").match(head):
        return ""
    head = pattern("member").sub("", _MONTHS.sub("", head))
    name = pattern("plan").sub("", pattern("year").sub("", head))
    name = pattern("growing").sub("", name) if column.growth else name
    name = _RISES.sub("", name.rstrip("%％")) if column.growth else name
    name = pattern("generic_end").sub("", name).strip("的、/（）()〔〕[]：:，,%")
    if pattern("generic").match(name) and not column.share:
        return ""
    name = _LEFT_OVER.sub("", _COUNTS.sub("", name)).strip("的、/（）()〔〕[]：:，,%")
    return "" if name == column.unit or (pattern("generic").match(name) and not column.share) else name
