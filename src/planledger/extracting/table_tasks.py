"""Tasks of breakdowns of tasks, with who leads, who helps and by when (任务分工表)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from planledger.extracting.bodies import deadline_of
from planledger.extracting.commitment_clauses import Clause, find_clauses
from planledger.extracting.commitment_words import load_words
from planledger.extracting.table_grid import Cell
from planledger.extracting.table_kinds import filled, task_column, user_of
from planledger.extracting.table_layout import Layout
from planledger.extracting.table_projects import bodies_of
from planledger.extracting.table_words import pattern
from planledger.model.statement import Commitment

if TYPE_CHECKING:
    from planledger.model.document import Document

_FIRST = re.compile("[^。；\n]{2,}")
_LAST_VERB = re.compile(
    "(?P<thing>[\u4e00-\u9fffA-Za-z0-9“”、（）()]{2,}?)(?P<verb>建设|改造|整治|编制|治理|修复|培育|提升|推广|改革|实施|创建|建立|清理|保护|开发)(?:工作|工程|行动|任务)?$"
)
_DONE = re.compile("(?:完成|进展|落实|执行|办理|推进)情况|进展$|成效")
_DIGIT = re.compile(r"\d")


def find_tasks(document: Document, layout: Layout) -> Iterator[Commitment]:
    """The tasks of a breakdown in the order of its rows; a task in which no clause is found counts as a whole."""
    seen: set[int] = set()
    for number, cell in _task_cells(layout):
        if cell.start in seen:
            continue
        seen.add(cell.start)
        numbered = pattern("numbering").match(document.text, cell.start, cell.end)
        start = numbered.end() if numbered else cell.start
        for clause in _clauses(document.text[start : cell.end]):
            yield _commitment(
                document, layout, number, clause._replace(start=clause.start + start, end=clause.end + start)
            )


def task_cells(layout: Layout) -> Iterator[tuple[int, int, int]]:
    """Row and stretch of the cleaned text of each cell of a task that holds a figure: it is running text."""
    for number, cell in _task_cells(layout):
        if _DIGIT.search(cell.text) and (cell.row, cell.column) not in layout.figures:
            yield number, cell.start, cell.end


def _task_cells(layout: Layout) -> Iterator[tuple[int, Cell]]:
    at = task_column(layout)
    for number in range(layout.first, len(layout.table.rows)):
        cell = layout.table.rows[number][at]
        if cell is None or not cell.text or len(cell.text) < 3 or cell.row != number:
            continue
        if not any(
            filled(layout, number, one) for use in ("body", "supporting", "deadline") for one in user_of(layout, use)
        ):
            continue  # a heading
        if cell.columns < len(layout.columns) and not pattern("no_row").search(cell.text):
            yield number, cell


def _clauses(text: str) -> list[Clause]:
    words = load_words()
    found = find_clauses(f"\n{text}\n", 0, len(text), words, report=True)
    if found:
        return found
    whole = _FIRST.search(text)
    if whole is None:
        return []
    verb = _LAST_VERB.fullmatch(whole.group())
    thing, action = (verb["thing"], verb["verb"]) if verb else (whole.group(), "")
    return [Clause(whole.start(), whole.end(), action, thing, "advance", "table.task", 0.6)]


def _commitment(document: Document, layout: Layout, number: int, clause: Clause) -> Commitment:
    span = document.offsets.to_source(clause.start, clause.end)
    own = layout.table.own(number)
    line = min(cell.start for cell in own), max(cell.end for cell in own)
    row = document.offsets.to_source(*line)
    bodies, block = bodies_of(layout, number), layout.table.block
    role = "actual" if block.part == "review" and not _is_ahead(layout) else "target"
    when = (deadline_of(filled(layout, number, at), document) for at in user_of(layout, "deadline"))
    return Commitment(
        id=f"{document.id}#c{span.start}", document=document.id, start=span.start, end=span.end,
        text=document.source[span.start : span.end], action=clause.action, object=clause.object.strip("、"),
        stage=clause.stage, role="actual" if role == "actual" else "target",
        striving=role == "target" and load_words().patterns["striving"].search(document.text, *line) is not None,
        deadline=next(filter(None, when), "") if role == "target" else "", body=bodies.lead,
        sentence=document.text[line[0] : line[1]], sentence_start=row.start, sentence_end=row.end,
        section=block.section, confidence=max(clause.confidence, 0.6), rule=clause.rule,
        supporting=bodies.supporting,
    )  # fmt: skip


def _is_ahead(layout: Layout) -> bool:
    """Whether a breakdown assigns what is still to be done: it has deadlines, and nothing tells what came of them."""
    heads = [*layout.captions[-1:], *(column.head for column in layout.columns)]
    return bool(user_of(layout, "deadline")) and not any(_DONE.search(head) for head in heads)
