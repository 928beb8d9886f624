"""Plain rows of a ledger, one list a table, ready for every kind of file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from planledger.ledger.columns import Column, load_tables
from planledger.ledger.phrasing import Record, indicator_of, places_text, value_text
from planledger.model import (
    Commitment,
    Document,
    Extraction,
    Fulfilment,
    Ledger,
    Problem,
    Project,
    Relation,
    Statement,
    TableReading,
)

Row = dict[str, Any]
Tables = dict[str, list[Row]]

GRID_LISTS = ("starts", "ends", "rows", "columns", "row_spans", "column_spans")
"""Columns of ``grids``, in the order of the fields of a ``GridCell``."""
_GUESSES = ("title", "kind", "issuer", "region", "date", "year", "encoding")
# Promise columns of a fulfilment that carry no prefix, and the bare attribute each shows.
_FACE = ("document", "path", "start", "end", "text", "indicator", "measure", "value", "low", "high", "unit", "bound")


def ledger_tables(ledger: Ledger) -> Tables:
    """Rows of every table in the order of ``data/columns.yaml``; equal ledgers give equal rows."""
    paths = {document.id: document.path for document in ledger.documents}
    known = {document.id: document for document in ledger.documents}
    made: dict[str, Iterable[Row]] = {
        "documents": map(_document_row, ledger.documents, ledger.extractions),
        "statements": _record_rows(ledger, Statement, known),
        "relations": _record_rows(ledger, Relation, known),
        "commitments": _record_rows(ledger, Commitment, known),
        "projects": _project_rows(ledger, known),
        "tables": _table_rows(ledger, known),
        "table_columns": _column_rows(ledger),
        "fulfilments": (_fulfilment_row(f, n, paths) for n, f in enumerate(ledger.fulfilments, 1)),
        "near_misses": _near_rows(ledger.fulfilments, paths),
        "contradictions": _contradiction_rows(ledger, paths),
        "problems": _problem_rows(ledger, paths),
        "repairs": _repair_rows(ledger.documents),
        "texts": ({"document": d.id, "source": d.source, "text": d.text} for d in ledger.documents),
        "offsets": _offset_rows(ledger.documents),
        "blocks": _attribute_rows(ledger.documents, "blocks"),
        "pages": _attribute_rows(ledger.documents, "pages"),
        "places": _attribute_rows(ledger.documents, "places"),
        "grids": _grid_rows(ledger.documents),
    }
    return {name: [_ordered(row, table.columns) for row in made[name]] for name, table in load_tables().items()}


def record_kind(record: Record) -> str:
    """``statement``, ``relation`` or ``commitment``."""
    return type(record).__name__.lower()


def record_face(record: Record, paths: Mapping[str, str]) -> Row:
    """What every kind of record shows of itself where it is promised or reported."""
    statement = record if isinstance(record, Statement) else None
    relation = record if isinstance(record, Relation) else None
    return {
        "type": record_kind(record),
        "id": record.id,
        "document": record.document,
        "path": paths.get(record.document, ""),
        "start": record.start,
        "end": record.end,
        "text": record.text,
        "indicator": indicator_of(record),
        "indicator_id": getattr(record, "indicator_id", ""),
        "measure": getattr(record, "measure", None),
        "value": value_text(record),
        "low": statement.low if statement else None,
        "high": statement.high if statement else None,
        "unit": statement.unit if statement else relation.margin_unit if relation else None,
        "bound": statement.bound if statement else None,
        "period": record.deadline if isinstance(record, Commitment) else record.period,
        "striving": record.striving,
        "section": record.section,
        "sentence": record.sentence,
    }


def _ordered(row: Mapping[str, Any], columns: tuple[Column, ...]) -> Row:
    return {column.name: _cell(row[column.name], column.type) for column in columns}


def _cell(value: Any, kind: str) -> Any:
    if kind == "number" and value is not None:
        return float(value)
    if kind == "numbers" and value is not None:
        return [float(number) for number in value]
    return list(value) if kind in {"texts", "integers"} else value


def _attributes(record: object) -> Row:
    return {name: getattr(record, name) for name in record.__slots__}  # type: ignore[attr-defined]


def _document_row(document: Document, extraction: Extraction) -> Row:
    row: Row = {name: getattr(document, name) for name in ("id", "path", "region_name", "plan_period", "format")}
    for name in _GUESSES:
        guess = getattr(document, name)
        row |= {name: guess.value, f"{name}_confidence": guess.confidence, f"{name}_reason": guess.reason}
    return row | {
        "pages": len(document.pages),
        "characters": len(document.source),
        "statements": len(extraction.statements),
        "relations": len(extraction.relations),
        "commitments": len(extraction.commitments),
        "projects": len(extraction.projects),
        "tables": len(extraction.tables),
        "repairs": len(document.repairs),
        "problems": len(document.problems) + len(extraction.problems),
    }


def _record_rows(ledger: Ledger, kind: type[Record], known: Mapping[str, Document]) -> Iterator[Row]:
    """Rows of what was extracted, then of what only a fulfilment or contradiction refers to."""
    extracted: dict[Record, None] = {}
    for extraction in ledger.extractions:
        for record in (*extraction.statements, *extraction.relations, *extraction.commitments):
            if isinstance(record, kind):
                extracted[record] = None
                yield _record_row(record, known, "extracting")
    for record in dict.fromkeys(_referred(ledger)):
        if isinstance(record, kind) and record not in extracted:
            yield _record_row(record, known, "reconciling")


def _record_row(record: Record, known: Mapping[str, Document], origin: str) -> Row:
    return _attributes(record) | _whereabouts(record, known) | {"value": value_text(record), "origin": origin}


def _whereabouts(record: Record | Project | TableReading, known: Mapping[str, Document]) -> Row:
    """File and place of a record."""
    document = known.get(record.document)
    places = document.places_of(record.start, record.end) if document else ()
    return {
        "path": document.path if document else "",
        "place": places_text(places),
        "page": next((place.page for place in places if place.page), None),
    }


def _project_rows(ledger: Ledger, known: Mapping[str, Document]) -> Iterator[Row]:
    for extraction in ledger.extractions:
        for project in extraction.projects:
            yield _attributes(project) | _whereabouts(project, known)


def _table_rows(ledger: Ledger, known: Mapping[str, Document]) -> Iterator[Row]:
    for extraction in ledger.extractions:
        for table in extraction.tables:
            yield _attributes(table) | _whereabouts(table, known)


def _column_rows(ledger: Ledger) -> Iterator[Row]:
    for extraction in ledger.extractions:
        for table in extraction.tables:
            for column in table.columns:
                yield _attributes(column) | {"document": table.document, "table": table.number}


def _referred(ledger: Ledger) -> Iterator[Record]:
    for fulfilment in ledger.fulfilments:
        near = (miss.result for miss in fulfilment.near_misses)
        for record in (fulfilment.promise, fulfilment.result, fulfilment.next_target, *near):
            if record is not None:
                yield record
    for contradiction in ledger.contradictions:
        yield from contradiction.statements


def _fulfilment_row(fulfilment: Fulfilment, number: int, paths: Mapping[str, str]) -> Row:
    promise = record_face(fulfilment.promise, paths)
    later = fulfilment.next_target
    row = _attributes(fulfilment) | {"number": number}
    row |= {key: promise[key] for key in ("indicator", "indicator_id", "measure", "low", "high", "unit", "bound")}
    row |= {key: promise[key] for key in ("period", "striving", "section")}
    row |= {f"promise_{key}": promise[key] for key in ("type", "id", *_FACE, "sentence")}
    keys = ("type", "id", *_FACE, "period", "sentence")
    result = record_face(fulfilment.result, paths) if fulfilment.result else dict.fromkeys(keys)
    row |= {f"result_{key}": result[key] for key in keys}
    following = record_face(later, paths) if later else dict.fromkeys(keys)
    return row | {f"next_target_{key}": following[key] for key in ("type", "id", "value", "sentence")}


def _near_rows(fulfilments: Iterable[Fulfilment], paths: Mapping[str, str]) -> Iterator[Row]:
    for number, fulfilment in enumerate(fulfilments, 1):
        promise = record_face(fulfilment.promise, paths) if fulfilment.near_misses else {}
        for miss in fulfilment.near_misses:
            near = record_face(miss.result, paths)
            row = _attributes(miss) | {"fulfilment": number, "pair": fulfilment.pair}
            row |= {f"promise_{key}": promise[key] for key in ("id", "indicator", "value", "sentence")}
            yield row | {f"result_{key}": value for key, value in near.items()}


def _contradiction_rows(ledger: Ledger, paths: Mapping[str, str]) -> Iterator[Row]:
    for number, contradiction in enumerate(ledger.contradictions, 1):
        statements = contradiction.statements
        yield _attributes(contradiction) | {
            "number": number,
            "statement_ids": [statement.id for statement in statements],
            "documents": [statement.document for statement in statements],
            "paths": [paths.get(statement.document, "") for statement in statements],
            "indicators": [statement.indicator for statement in statements],
            "values": [value_text(statement) for statement in statements],
            "sentences": [statement.sentence for statement in statements],
        }


def _problem_rows(ledger: Ledger, paths: Mapping[str, str]) -> Iterator[Row]:
    reading = {problem for document in ledger.documents for problem in document.problems}
    extracting = {problem for extraction in ledger.extractions for problem in extraction.problems}

    def origin(problem: Problem) -> str:
        return "reading" if problem in reading else "extracting" if problem in extracting else "run"

    for problem in ledger.problems:
        path = paths.get(problem.document, problem.document)
        yield _attributes(problem) | {"origin": origin(problem), "path": path}


def _repair_rows(documents: Iterable[Document]) -> Iterator[Row]:
    for document in documents:
        for repair in document.repairs:
            yield _attributes(repair) | {"document": document.id, "path": document.path}


def _offset_rows(documents: Iterable[Document]) -> Iterator[Row]:
    for document in documents:
        for number, step in enumerate(document.offsets.steps, 1):
            yield _attributes(step) | {"document": document.id, "step": number}


def _attribute_rows(documents: Iterable[Document], name: str) -> Iterator[Row]:
    """A row for each of the records that a document holds under ``name``."""
    for document in documents:
        for record in getattr(document, name):
            yield _attributes(record) | {"document": document.id}


def _grid_rows(documents: Iterable[Document]) -> Iterator[Row]:
    for document in documents:
        for grid in document.grids:
            lists = zip(*grid.cells, strict=True) if grid.cells else [()] * len(GRID_LISTS)
            yield dict(zip(GRID_LISTS, lists, strict=True)) | {"document": document.id, "page": grid.page}
