"""How a table was understood, and what the user says of it (表格的读法)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ColumnKind = Literal["index", "unit", "attribute", "aside", "label", "value"]
"""序号, 单位, 属性, 不取数, 名称, 数值: what the cells of a column are."""

TableKind = Literal["figures", "projects", "tasks", ""]
"""指标表, 项目清单, 任务分工表; empty for a table that was not understood."""

ColumnUse = Literal["content", "nature", "years", "total", "annual", "invested", "body", "supporting", "deadline", ""]
"""内容, 性质 (阶段), 年限, 总投资, 年度投资, 累计投资, 牵头单位, 配合单位, 时限: what a column of a list is for."""


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """A column as it was read.

    Attributes:
        number: From 1, as a reader counts them.
        head: The head, all its rows joined.
        kind: What its cells are.
        role: ``target``, ``actual``, ``baseline``, or empty where the head does not say.
        period: ``2025``, ``2021/2025``, or empty where the head does not say.
        unit: Unit that the head states, or empty.
        name: What the head adds to the names of the rows (产量), or empty.
        use: What it is for in a list of projects or tasks, or empty.
        set_by_user: Whether ``documents.yaml`` says any of it.
    """

    number: int
    head: str
    kind: ColumnKind
    role: Literal["target", "actual", "baseline", ""]
    period: str
    unit: str
    name: str
    use: ColumnUse = ""
    set_by_user: bool = False


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table as it was read.

    Attributes:
        document: Document identifier.
        number: From 1, in text order; ``documents.yaml`` names it so.
        start: Source offset where it begins.
        end: Source offset after it.
        caption: The line above that names it, or empty.
        kind: What kind of table it was taken for; empty when it was not understood.
        unit: Unit of the whole table (单位：亿元), or empty.
        rows: How many rows stand below the head.
        columns: Its columns; empty when no head was found.
        statements: How many statements and relations its cells gave.
        records: How many projects or commitments it gave.
        confidence: 0 to 1; 0 when it was not understood.
        reason: Why it was not understood: ``no_head``, ``no_values``, ``skipped``, ``too_large``; else empty.
    """

    document: str
    number: int
    start: int
    end: int
    caption: str
    kind: TableKind
    unit: str
    rows: int
    columns: tuple[ColumnReading, ...]
    statements: int
    records: int
    confidence: float
    reason: Literal["no_head", "no_values", "skipped", "too_large", ""] = ""


@dataclass(frozen=True, slots=True)
class ColumnCorrection:
    """What the user says of a column; what is empty is left to reading.

    Attributes:
        kind: See ``ColumnKind``.
        role: ``target``, ``actual`` or ``baseline``.
        period: ``2025`` or ``2021/2025``.
        unit: Unit of its values.
        name: What it adds to the names of the rows.
    """

    kind: str = ""
    role: str = ""
    period: str = ""
    unit: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class TableCorrection:
    """What the user says of a table (``tables`` in ``documents.yaml``).

    Attributes:
        skip: Leave it out.
        unit: Unit of all values that say none.
        head: How many rows its head has, 0 to leave it to reading.
        columns: By number, from 1.
    """

    skip: bool = False
    unit: str = ""
    head: int = 0
    columns: Mapping[int, ColumnCorrection] = field(default_factory=dict)
