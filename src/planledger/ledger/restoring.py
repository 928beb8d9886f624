"""The ledger back from its plain rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, TypeVar

from planledger.errors import BrokenLedger
from planledger.ledger.phrasing import Record
from planledger.ledger.tables import GRID_LISTS, Row, Tables
from planledger.model import (
    Block,
    Box,
    ColumnReading,
    Commitment,
    Contradiction,
    Document,
    Extraction,
    Fulfilment,
    Grid,
    GridCell,
    Guess,
    Ledger,
    NearMiss,
    OffsetMap,
    Page,
    Place,
    Problem,
    Project,
    Relation,
    Repair,
    Statement,
    TableReading,
)
from planledger.model.offsets import StepMap

_RECORDS: dict[str, type[Record]] = {"statement": Statement, "relation": Relation, "commitment": Commitment}
_OF_DOCUMENT = (
    *("statements", "relations", "commitments", "projects", "tables", "table_columns"),
    *("repairs", "offsets", "blocks", "pages", "places", "grids"),
)
R = TypeVar("R")


def restore_ledger(tables: Tables, version: str) -> Ledger:
    """The ledger whose rows these are; ``BrokenLedger`` where a row names a record that is not there."""
    of = {name: _grouped(tables[name]) for name in _OF_DOCUMENT}
    problems = _problems(tables["problems"])
    texts = {row["document"]: row for row in tables["texts"]}
    documents, extractions = [], []
    for row in tables["documents"]:
        name = row["id"]
        if name not in texts:
            raise BrokenLedger("texts", name)
        mine = {table: rows[name] for table, rows in of.items()}
        documents.append(_document(row, texts[name], mine, problems["reading", name]))
        extractions.append(_extraction(name, mine, problems["extracting", name]))
    records: dict[tuple[str, str], Any] = {}
    for extraction in extractions:
        records |= {("statement", statement.id): statement for statement in extraction.statements}
        records |= {("relation", relation.id): relation for relation in extraction.relations}
        records |= {("commitment", commitment.id): commitment for commitment in extraction.commitments}
    for name, kind in _RECORDS.items():
        records |= {
            (name, row["id"]): _record(kind, row) for row in tables[f"{name}s"] if row["origin"] != "extracting"
        }
    return Ledger(
        documents=tuple(documents),
        extractions=tuple(extractions),
        fulfilments=tuple(_fulfilments(tables, records)),
        contradictions=tuple(_contradiction(row, records) for row in tables["contradictions"]),
        problems=tuple(_record(Problem, row) for row in tables["problems"]),
        version=version,
    )


def _record(kind: type[R], row: Row) -> R:
    values = {field.name: row[field.name] for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})


def _grouped(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["document"]].append(row)
    return groups


def _problems(rows: Iterable[Row]) -> defaultdict[tuple[str, str], list[Problem]]:
    groups: defaultdict[tuple[str, str], list[Problem]] = defaultdict(list)
    for row in rows:
        groups[row["origin"], row["document"]].append(_record(Problem, row))
    return groups


def _document(row: Row, text: Row, mine: dict[str, list[Row]], problems: list[Problem]) -> Document:
    def guess(name: str) -> Guess[Any]:
        return Guess(row[name], row[f"{name}_confidence"], row[f"{name}_reason"])

    return Document(
        id=row["id"],
        path=row["path"],
        source=text["source"],
        text=text["text"],
        offsets=OffsetMap(tuple(_record(StepMap, step) for step in mine["offsets"])),
        blocks=tuple(_record(Block, block) for block in mine["blocks"]),
        encoding=guess("encoding"),
        title=guess("title"),
        issuer=guess("issuer"),
        region=guess("region"),
        region_name=row["region_name"],
        date=guess("date"),
        year=guess("year"),
        plan_period=row["plan_period"],
        kind=guess("kind"),
        repairs=tuple(_record(Repair, repair) for repair in mine["repairs"]),
        problems=tuple(problems),
        format=row["format"],
        pages=tuple(_record(Page, page) for page in mine["pages"]),
        places=tuple(map(_place, mine["places"])),
        grids=tuple(map(_grid, mine["grids"])),
    )


def _place(row: Row) -> Place:
    return _record(Place, row | {"box": None if row["box"] is None else Box(*row["box"])})


def _grid(row: Row) -> Grid:
    cells = zip(*(row[name] for name in GRID_LISTS), strict=True)
    return Grid(tuple(GridCell(*cell) for cell in cells), row["page"])


def _extraction(name: str, mine: dict[str, list[Row]], problems: list[Problem]) -> Extraction:
    def extracted(table: str, kind: type[R]) -> tuple[R, ...]:
        return tuple(_record(kind, row) for row in mine[table] if row["origin"] == "extracting")

    return Extraction(
        document=name,
        statements=extracted("statements", Statement),
        relations=extracted("relations", Relation),
        commitments=extracted("commitments", Commitment),
        problems=tuple(problems),
        projects=tuple(_record(Project, row) for row in mine["projects"]),
        tables=tuple(_table(row, mine["table_columns"]) for row in mine["tables"]),
    )


def _table(row: Row, columns: list[Row]) -> TableReading:
    own = tuple(_record(ColumnReading, column) for column in columns if column["table"] == row["number"])
    return _record(TableReading, row | {"columns": own})


def _fulfilments(tables: Tables, records: dict[tuple[str, str], Any]) -> Iterable[Fulfilment]:
    near = defaultdict(list)
    for row in tables["near_misses"]:
        result = _found(records, row["result_type"], row["result_id"], "near_misses")
        near[row["fulfilment"]].append(NearMiss(result, row["reason"], row["reason_zh"]))
    for row in tables["fulfilments"]:
        yield Fulfilment(
            promise=_found(records, row["promise_type"], row["promise_id"], "fulfilments"),
            result=_found(records, row["result_type"], row["result_id"], "fulfilments"),
            verdict=row["verdict"],
            margin=row["margin"],
            share=row["share"],
            reason=row["reason"],
            reason_zh=row["reason_zh"],
            confidence=row["confidence"],
            pair=row["pair"],
            next_target=_found(records, row["next_target_type"], row["next_target_id"], "fulfilments"),
            near_misses=tuple(near[row["number"]]),
        )


def _contradiction(row: Row, records: dict[tuple[str, str], Any]) -> Contradiction:
    statements = tuple(_found(records, "statement", name, "contradictions") for name in row["statement_ids"])
    return Contradiction(row["rule"], statements, row["reason"], row["reason_zh"], row["severity"])


def _found(records: dict[tuple[str, str], Any], kind: str | None, name: str | None, table: str) -> Any:
    if kind is None or name is None:
        return None
    try:
        return records[kind, name]
    except KeyError:
        raise BrokenLedger(table, name) from None
