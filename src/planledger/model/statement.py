"""What a document says: quantities, relations, work promised without a number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from planledger.model.document import Part
from planledger.model.problem import Problem
from planledger.model.project import Project
from planledger.model.records import quick_record
from planledger.model.tables import TableReading

Measure = Literal["level", "growth", "change", "rank"]
Bound = Literal["exact", "about", "at_least", "at_most", "range"]
Role = Literal["actual", "target", "baseline", "context"]
Attribute = Literal["binding", "anticipatory", ""]
"""约束性, 预期性; empty where the text does not say."""


@quick_record
@dataclass(frozen=True, slots=True)
class Statement:
    """One quantity said of one indicator, region and period, at one place in a document (量化表述).

    Attributes:
        id: ``<document>#<start>``; unique, stable as long as the source is.
        document: Document identifier.
        start: Source offset of the numeral.
        end: Source offset after the numeral.
        text: ``source[start:end]``.
        indicator: What is measured, as a noun phrase in simplified characters, subject included where it is not the
            document's own region.
        subject: That subject (一汽集团), or empty.
        indicator_id: Catalogue indicator, or empty where none fits.
        measure: ``level``, ``growth`` (relative change in %), ``change`` (absolute change, or a multiple), ``rank``.
        low: Lower bound in ``unit``; equal to ``high`` for a single value, None when open.
        high: Upper bound in ``unit``, None when open.
        unit: As stated, with its multiplier (亿元).
        base_low: ``low`` in ``base_unit``.
        base_high: ``high`` in ``base_unit``.
        base_unit: Unit without multiplier, the catalogue's base of its dimension; empty when the unit is unknown.
        bound: ``exact``, ``about``, ``at_least``, ``at_most``, ``range``.
        role: ``actual``, ``target``, ``baseline``, ``context``.
        striving: 力争, 争取, 努力 stand over the value.
        estimate: 预计 stands over the value.
        period: ``2020``, ``2021/2025``, or empty when the text does not decide it.
        region: Region code the value is for: the document's own unless the subject is another region.
        sentence: The sentence, cleaned.
        sentence_start: Source offset of the sentence.
        sentence_end: Source offset after it.
        section: Headings above, outermost first.
        part: ``review``, ``outlook`` or empty.
        confidence: 0 to 1.
        rule: Name of the grammar rule that made it.
        notes: How it was read: one short line a decision, for ``planledger explain``.
        attribute: ``binding`` 约束性, ``anticipatory`` 预期性, or empty where the text does not say.
    """

    id: str
    document: str
    start: int
    end: int
    text: str
    indicator: str
    subject: str
    indicator_id: str
    measure: Measure
    low: float | None
    high: float | None
    unit: str
    base_low: float | None
    base_high: float | None
    base_unit: str
    bound: Bound
    role: Role
    striving: bool
    estimate: bool
    period: str
    region: str
    sentence: str
    sentence_start: int
    sentence_end: int
    section: tuple[str, ...]
    part: Part
    confidence: float
    rule: str
    notes: tuple[str, ...] = field(default=())
    attribute: Attribute = ""


@quick_record
@dataclass(frozen=True, slots=True)
class Relation:
    """A target or result that refers to another figure: 与经济增长同步, 高于全省平均3个百分点以上 (相对目标).

    Attributes:
        id: ``<document>#r<start>-<n>``.
        document: Document identifier.
        start: Source offset of the whole phrase (居民收入与经济增长同步).
        end: Source offset after it.
        text: ``source[start:end]``.
        indicator: What is compared (城镇居民人均可支配收入).
        indicator_id: Catalogue indicator, or empty.
        measure: Of the compared figure: ``growth`` or ``level``.
        comparison: ``in_step`` 同步, ``above`` 高于, ``below`` 低于, ``not_below`` 不低于, ``not_above`` 不高于.
        reference: The other figure as stated (经济增长, 全省平均).
        reference_id: Its catalogue indicator where it is one (gdp), else empty.
        margin: By how much at least (3), None when not said.
        margin_unit: 个百分点, %, or empty.
        role: ``target`` or ``actual``.
        striving: 力争, 争取, 努力 stand over it.
        period: As in a statement.
        sentence: The sentence, cleaned.
        sentence_start: Source offset of the sentence.
        sentence_end: Source offset after it.
        section: Headings above, outermost first.
        confidence: 0 to 1.
        rule: Name of the rule that made it.
        attribute: As in a statement.
    """

    id: str
    document: str
    start: int
    end: int
    text: str
    indicator: str
    indicator_id: str
    measure: Literal["growth", "level"]
    comparison: Literal["in_step", "above", "below", "not_below", "not_above"]
    reference: str
    reference_id: str
    margin: float | None
    margin_unit: str
    role: Role
    striving: bool
    period: str
    sentence: str
    sentence_start: int
    sentence_end: int
    section: tuple[str, ...]
    confidence: float
    rule: str
    attribute: Attribute = ""


@quick_record
@dataclass(frozen=True, slots=True)
class Commitment:
    """Work promised, or reported as done, without a number: 沈白高铁建成通车, 编制“十四五”规划纲要 (承诺事项).

    Attributes:
        id: ``<document>#c<start>``.
        document: Document identifier.
        start: Source offset of the clause.
        end: Source offset after it.
        text: ``source[start:end]``.
        action: The verb (建成通车, 编制, 争创, 启动).
        object: What it is done to (沈白高铁).
        stage: How far the work shall come or has come: ``plan`` 谋划, 编制, ``start`` 启动, 开工, ``advance`` 推进,
            ``complete`` 建成, 完成, 通车, 投产, ``win`` 争创, 获批, 入选, ``operate`` 运行, 投入使用.
        role: ``target`` or ``actual``.
        striving: 力争, 争取, 努力 stand over it.
        deadline: Period by which, as in a statement (``2022``), or empty.
        body: Responsible body (牵头单位, 责任单位) where the text names one, else empty.
        sentence: The sentence, cleaned.
        sentence_start: Source offset of the sentence.
        sentence_end: Source offset after it.
        section: Headings above, outermost first.
        confidence: 0 to 1.
        rule: Name of the rule that made it.
        supporting: Bodies that help (配合单位), in the order of the text.
    """

    id: str
    document: str
    start: int
    end: int
    text: str
    action: str
    object: str
    stage: Literal["plan", "start", "advance", "complete", "win", "operate"]
    role: Role
    striving: bool
    deadline: str
    body: str
    sentence: str
    sentence_start: int
    sentence_end: int
    section: tuple[str, ...]
    confidence: float
    rule: str
    supporting: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read out of one document, in text order.

    Attributes:
        document: Document identifier.
        statements: Quantities.
        relations: Figures held against others.
        commitments: Work without a number.
        problems: What could not be read with certainty.
        projects: Projects of project lists (项目清单).
        tables: How each table was understood (表格).
    """

    document: str
    statements: tuple[Statement, ...]
    relations: tuple[Relation, ...]
    commitments: tuple[Commitment, ...]
    problems: tuple[Problem, ...]
    projects: tuple[Project, ...] = field(default=())
    tables: tuple[TableReading, ...] = field(default=())
