"""What the tables of a document say, and how each of them was understood (表格)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from planledger.extracting.table_contents import Content, project_contents, task_contents, with_contents
from planledger.extracting.table_continuing import continue_table
from planledger.extracting.table_figures import FiguresReader
from planledger.extracting.table_grid import find_tables
from planledger.extracting.table_kinds import kind_of
from planledger.extracting.table_layout import lay_out
from planledger.extracting.table_projects import find_projects
from planledger.extracting.table_readings import Found, absent, problem_of, reading_of
from planledger.extracting.table_tasks import find_tasks, task_cells
from planledger.model.tables import TableCorrection

if TYPE_CHECKING:
    from planledger.catalogue import Catalogue
    from planledger.extracting.table_grid import Table
    from planledger.extracting.table_layout import Layout
    from planledger.model.document import Document
    from planledger.model.problem import Problem
    from planledger.model.project import Project
    from planledger.model.statement import Commitment, Relation, Statement
    from planledger.model.tables import TableReading

Corrections = Mapping[int, TableCorrection]
_NOTHING: Corrections = MappingProxyType({})


@dataclass(frozen=True)
class Tables:
    """What the tables of a document hold.

    Attributes:
        statements: Statements of value cells, in text order.
        relations: Relations of value cells, in text order.
        prose: Cells that are running text, as stretches of the cleaned text in text order.
        commitments: Tasks of breakdowns of tasks, in text order.
        projects: Projects of lists of projects, in text order.
        readings: How each table was understood, in text order.
        problems: Tables with figures that were not understood.
        tasks: Breakdowns of tasks, as stretches of the cleaned text in text order.
        contents: Cells of lists that are running text, in text order.
        year: The period that the document sets targets for, or empty.
    """

    statements: tuple[Statement, ...]
    relations: tuple[Relation, ...]
    prose: tuple[tuple[int, int], ...]
    commitments: tuple[Commitment, ...] = ()
    projects: tuple[Project, ...] = ()
    readings: tuple[TableReading, ...] = ()
    problems: tuple[Problem, ...] = ()
    tasks: tuple[tuple[int, int], ...] = ()
    contents: tuple[Content, ...] = ()
    year: str = ""

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.prose]

    def prose_at(self, position: int) -> tuple[int, int] | None:
        """The running text that holds cleaned offset ``position``, None when that is no running text of a table."""
        number = bisect_right(self._starts, position) - 1
        return self.prose[number] if number >= 0 and position < self.prose[number][1] else None

    def merged_relations(self, document: Document, relations: Iterable[Relation]) -> tuple[Relation, ...]:
        """Relations of running text and of tables in text order; a row is no running text, but a cell of it may be."""
        relations = tuple(relations)
        rows = [block for block in document.blocks if block.kind == "table_row"]
        if not rows or not (relations or self.relations):
            return relations
        starts = [block.start for block in rows]
        kept = []
        for relation in relations:
            start, end = document.offsets.to_clean(relation.start), document.offsets.to_clean(relation.end)
            number = bisect_right(starts, end - 1) - 1
            cell = self.prose_at(end - 1)
            if number < 0 or end > rows[number].end or (cell is not None and cell[0] <= start):
                kept.append(relation)
        return tuple(sorted([*kept, *self.relations], key=lambda relation: relation.start))

    def merged(self, statements: Iterable[Statement]) -> tuple[Statement, ...]:
        """Statements of running text and of tables in text order; what a table says goes before what its text says."""
        if self.contents:
            statements = with_contents(statements, self.contents, self.year)
        if not self.statements:
            return tuple(statements)
        settled = {statement.start for statement in self.statements}
        others = [statement for statement in statements if statement.start not in settled]
        return tuple(sorted([*others, *self.statements], key=lambda statement: statement.start))

    def merged_commitments(self, document: Document, commitments: Iterable[Commitment]) -> tuple[Commitment, ...]:
        """Commitments of running text and of tables in text order; no clause goes over the edge of a cell."""
        if not self.readings:
            return tuple(commitments)
        to_clean, text = document.offsets.to_clean, document.text
        starts = [start for start, _ in self.tasks]
        kept = []
        for one in commitments:
            at, end = to_clean(one.start), to_clean(one.end)
            number = bisect_right(starts, at) - 1
            if "\t" not in text[at:end] and (number < 0 or at >= self.tasks[number][1]):
                kept.append(one)
        return tuple(sorted([*kept, *self.commitments], key=_start))


def find_table_statements(document: Document, catalogue: Catalogue) -> tuple[Statement, ...]:
    """Statements of the value cells of every table of ``document``, in text order."""
    return read_tables(document, catalogue).statements


def find_table_relations(document: Document, catalogue: Catalogue) -> tuple[Relation, ...]:
    """Relations of the value cells of every table of ``document``, in text order."""
    return read_tables(document, catalogue).relations


def read_tables(document: Document, catalogue: Catalogue, corrections: Corrections = _NOTHING) -> Tables:
    """Everything that the tables of ``document`` say.

    Args:
        document: The document.
        catalogue: Says which words are units.
        corrections: What the user says of tables, by number from 1 in text order.
    """
    found: list[Found] = []
    for number, table in enumerate(find_tables(document), 1):
        before = found[-1].layout if found else None
        found.append(_read_table(document, table, catalogue, corrections.get(number, _AS_READ), before))
    problems = (problem_of(document, number, one) for number, one in enumerate(found, 1))
    return Tables(
        statements=tuple(sorted((s for one in found for s in one.statements), key=_start)),
        relations=tuple(sorted((r for one in found for r in one.relations), key=_start)),
        prose=tuple(sorted(stretch for one in found for stretch in one.prose)),
        commitments=tuple(sorted((c for one in found for c in one.commitments), key=_start)),
        projects=tuple(sorted((p for one in found for p in one.projects), key=_start)),
        readings=tuple(reading_of(document, number, one) for number, one in enumerate(found, 1)),
        problems=(*(problem for problem in problems if problem is not None), *absent(document, found, corrections)),
        tasks=tuple(sorted(one.layout.table.extent for one in found if one.kind == "tasks")),
        contents=tuple(sorted(content for one in found for content in one.contents)),
        year=document.plan_period or str(document.year.value or ""),
    )


_AS_READ = TableCorrection()


def _start(record: Statement | Relation | Commitment | Project) -> int:
    return record.start


def _read_table(
    document: Document, table: Table, catalogue: Catalogue, said: TableCorrection, before: Layout | None
) -> Found:
    """What one table says; ``before`` is the table before it, which it may go on with."""
    layout = lay_out(table, document.text, catalogue, said)
    continue_table(document, layout, before)
    if said.skip:
        return Found(layout, "", skipped=True)
    kind = kind_of(layout)
    reader = FiguresReader(document, layout, catalogue)
    found = Found(layout, kind, [*reader.statements()], [*reader.relations()], [*reader.prose()])
    if kind == "projects":
        found.projects = [*find_projects(document, layout, reader.unit_of)]
        found.contents = project_contents(document, layout, found.projects)
    elif kind == "tasks":
        found.commitments = [*find_tasks(document, layout)]
        cells = [*task_cells(layout)]
        found.prose = [*dict.fromkeys((*found.prose, *((start, end) for _, start, end in cells)))]
        found.contents = task_contents(document, layout, cells)
    return found
