"""Projects that a list of projects names (项目)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from planledger.model.records import quick_record

ProjectStage = Literal["planned", "signed", "landed", "started", "building", "completed", "operating", "counted", ""]
"""谋划 (前期), 签约, 落地, 开工 (新开工, 新建), 在建 (续建), 竣工, 投产, 入统; empty where nothing says it."""


@quick_record
@dataclass(frozen=True, slots=True)
class Project:
    """A project of a list, with its money and its bodies (项目).

    Attributes:
        id: ``<document>#p<start>``.
        document: Document identifier.
        start: Source offset of the name.
        end: Source offset after it.
        text: ``source[start:end]``.
        name: The project's name, cleaned.
        content: What is built and how much (建设内容及规模), cleaned, or empty.
        stage: How far it is, or shall come this year; see ``ProjectStage``.
        period: Years of building: ``2023/2025``, ``2024``, or empty.
        total_investment: 总投资 in ``total_unit``, None when not said.
        total_unit: As stated (亿元), or empty when nothing says it.
        annual_investment: This year's planned investment (本年计划投资) in ``annual_unit``.
        annual_unit: As stated.
        invested: Investment done so far (累计完成投资) in ``invested_unit``.
        invested_unit: As stated.
        base_total: ``total_investment`` in ``base_unit``; None when its unit is not known.
        base_annual: ``annual_investment`` likewise.
        base_invested: ``invested`` likewise.
        base_unit: The catalogue's base of money, or empty.
        body: Lead body (牵头单位, 责任单位, 建设单位), or empty.
        supporting: Bodies that help (配合单位), in the order of the text.
        group: Heading inside the list that it stands under (一、交通), or empty.
        row: The row, cleaned.
        row_start: Source offset of the row.
        row_end: Source offset after it.
        section: Headings above the list, outermost first.
        confidence: 0 to 1.
        rule: Name of the rule that made it.
    """

    id: str
    document: str
    start: int
    end: int
    text: str
    name: str
    content: str
    stage: ProjectStage
    period: str
    total_investment: float | None
    total_unit: str
    annual_investment: float | None
    annual_unit: str
    invested: float | None
    invested_unit: str
    base_total: float | None
    base_annual: float | None
    base_invested: float | None
    base_unit: str
    body: str
    supporting: tuple[str, ...]
    group: str
    row: str
    row_start: int
    row_end: int
    section: tuple[str, ...]
    confidence: float
    rule: str = field(default="table.project")
