"""How tables were understood, as the user sees it (表格的读法)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from planledger.extracting.table_columns import reading_of as column_reading
from planledger.extracting.table_contents import Content
from planledger.extracting.table_layout import Layout
from planledger.extracting.table_words import pattern
from planledger.model.problem import Problem
from planledger.model.project import Project
from planledger.model.statement import Commitment, Relation, Statement
from planledger.model.tables import TableCorrection, TableKind, TableReading

if TYPE_CHECKING:
    from planledger.model.document import Document

_SHOWN = 40
# A table with so many figures says something, so that nothing taken from it is worth telling.
_MANY = 3


@dataclass(slots=True)
class Found:
    """What one table gave."""

    layout: Layout
    kind: TableKind
    statements: list[Statement] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    prose: list[tuple[int, int]] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    contents: list[Content] = field(default_factory=list)
    skipped: bool = False

    @property
    def records(self) -> list[Statement | Relation | Project | Commitment]:
        """All that it gave."""
        return [*self.statements, *self.relations, *self.projects, *self.commitments]

    @property
    def reason(self) -> Literal["no_head", "no_values", "skipped", ""]:
        """Why it was not understood, else empty."""
        if self.skipped:
            return "skipped"
        if not self.layout.columns:
            return "no_head"
        return "" if self.records else "no_values"


def reading_of(document: Document, number: int, found: Found) -> TableReading:
    """How table ``number`` (from 1) was understood."""
    layout = found.layout
    start, end = document.offsets.to_source(*layout.table.extent)
    reason, records = found.reason, found.records
    sure = sum(record.confidence for record in records) / len(records) if records else 0.0
    return TableReading(
        document=document.id,
        number=number,
        start=start,
        end=end,
        caption=_caption(layout),
        kind="" if reason else found.kind,
        unit=_unit(layout),
        rows=len(layout.table.rows) - layout.first,
        columns=tuple(column_reading(column, at) for at, column in enumerate(layout.columns, 1)),
        statements=len(found.statements) + len(found.relations),
        records=len(found.projects) + len(found.commitments),
        confidence=round(sure, 2),
        reason=reason,
    )


def problem_of(document: Document, number: int, found: Found) -> Problem | None:
    """The problem of a table with figures from which nothing was taken; None for any other."""
    figures = sum(not figure.year for figure in found.layout.figures.values())
    if found.reason in ("", "skipped") or figures < _MANY or found.prose:
        return None
    clean = found.layout.table.extent
    start, end = document.offsets.to_source(*clean)
    text = document.text[clean[0] : clean[1]].replace("\n", " ").replace("\t", " ")
    no_head = found.reason == "no_head"
    why, why_zh = ("no head recognised", "没有认出表头") if no_head else ("no column of values", "没有认出数值列")
    return Problem(
        code="table.not_understood",
        document=document.id,
        start=start,
        end=end,
        text=text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…",
        message=f"table {number}: {why}, so nothing was taken from it; documents.yaml can say what its columns are",
        message_zh=f"表{number}{why_zh}，未从中读取；可在documents.yaml中说明各列",
    )


def absent(document: Document, found: Sequence[Found], corrections: Mapping[int, TableCorrection]) -> Iterator[Problem]:
    """A problem for each table or column that the user speaks of and that is not there."""
    for number, said in sorted(corrections.items()):
        width = len(found[number - 1].layout.table.rows[0]) if number <= len(found) else 0
        missing = [at for at in sorted(said.columns) if at > width]
        if width and not missing:
            continue
        what, what_zh = f"table {number}", f"表{number}"
        if width:
            what, what_zh = f"column {missing[0]} of {what}", f"{what_zh}第{missing[0]}列"
        yield Problem(
            code="table.absent",
            document=document.id,
            start=0,
            end=0,
            text=what_zh,
            message=f"documents.yaml speaks of {what}, which is not there; `planledger tables` lists what is",
            message_zh=f"documents.yaml提到{what_zh}，但文中没有；可用“planledger tables”列出各表",
        )


def _caption(layout: Layout) -> str:
    lines = [line for line in layout.captions if not pattern("unit_line").search(line)]
    return (lines or layout.captions or [""])[-1]


def _unit(layout: Layout) -> str:
    units = [match["units"] for line in layout.captions if (match := pattern("unit_line").search(line))]
    return layout.unit or (units[-1] if units else "")
