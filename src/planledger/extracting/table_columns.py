"""What the head of a column says of its values: whose value, which period, which measure, which unit (表头)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from planledger.extracting.table_labels import split_unit
from planledger.extracting.table_words import pattern

if TYPE_CHECKING:
    from planledger.catalogue import Catalogue

ColumnKind = Literal["index", "unit", "attribute", "aside", "label", "value"]
_KINDS: tuple[tuple[ColumnKind, str], ...] = (
    ("index", "index"),
    ("unit", "unit_head"),
    ("attribute", "attribute"),
    ("label", "label_head"),
)
_PROGRESS = re.compile("预算|计划|目标|完成")
_PLAN_STARTS = {"一": 2006, "二": 2011, "三": 2016, "四": 2021, "五": 2026, "六": 2031}


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

    @property
    def known(self) -> bool:
        """Whether the head says anything of its values."""
        return bool(
            self.kind != "value" or self.years[1] or self.role or self.growth or self.change or self.share or self.rank
            or self.unit or (self.name and pattern("complete").search(self.name)) or pattern("generic").match(self.head)
        )  # fmt: skip


def read_column(texts: Sequence[str], catalogue: Catalogue) -> Column:
    """The column whose head has the cells ``texts`` (without spaces), from above."""
    for text in reversed(texts):
        for kind, name in _KINDS:
            if pattern(name).search(text):
                return Column(kind, text)
    head = "".join(texts)
    units = [split_unit(text, catalogue) for text in texts]
    if not head:
        return Column("value", "")
    column = Column("value", head, unit=next((unit for _, unit in reversed(units) if unit), ""))
    bare = "".join(text for text, _ in units)
    if pattern("aside").search(head) and not pattern("year").search(head):
        column.kind = "aside"
        return column
    bare = pattern("compared").sub("", bare)
    _read_time(column, bare)
    _read_measure(column, head)
    _read_role(column, pattern("year").sub("", bare))
    column.name = _name(column, bare)
    return column


def _read_time(column: Column, head: str) -> None:
    years = list(pattern("year").finditer(head))
    plan = pattern("plan").search(head)
    if years:
        column.years = int(years[0]["from"]), int(years[-1]["to"] or years[-1]["from"])
    elif plan:
        first = _PLAN_STARTS[plan["plan"]]
        column.years = (first + 4, first + 4) if plan["end"] else (first, first + 4)


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
    elif pattern("actual").search(head):
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
    name = pattern("plan").sub("", pattern("year").sub("", head))
    name = pattern("growing").sub("", name) if column.growth else name
    name = pattern("generic_end").sub("", name).strip("年的、/（）()〔〕[]：:，,%")
    return "" if pattern("generic").match(name) and not column.share else name
