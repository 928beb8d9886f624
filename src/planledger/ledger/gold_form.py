"""Rows in the form that annotated collections and their scorer use."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from planledger.ledger.phrasing import Record, indicator_of
from planledger.model import Document, Fulfilment, Place, Relation, Statement

_OWN = tuple(field.name for field in fields(Statement))
_TYPES = {"Statement": "quantified", "Relation": "relational", "Commitment": "qualitative"}


def statement_row(statement: Statement, document: Document | None = None) -> dict[str, Any]:
    """A statement with the fields of the annotation form first and all of its own after them; ready for JSON.

    Of a ``document`` that is no text, ``places`` say where it stands in the file: page and box, or locator.
    """
    row: dict[str, Any] = {
        "start": statement.start,
        "end": statement.end,
        "text": statement.text,
        "kind": "stmt",
        "indicator": statement.indicator,
        "aliases": [],
    }
    for name in _OWN:
        value = getattr(statement, name)
        row.setdefault(name, list(value) if isinstance(value, tuple) else value)
    places = document.places_of(statement.start, statement.end) if document else ()
    if places:
        row["places"] = [_place(place, statement) for place in places]
    return row


def _place(place: Place, statement: Statement) -> dict[str, Any]:
    if not place.page:
        return {"locator": place.locator}
    box = place.box_of(statement.start, statement.end)
    return {"page": place.page, "box": box and [round(side, 1) for side in box]}


def fulfilment_row(fulfilment: Fulfilment) -> dict[str, Any]:
    """A fulfilment in the annotation form; ready for JSON.

    Of a promise that only something incomparable answers, ``result`` is the first near miss: the verdict says that this
    is no link.
    """
    result: Record | None = fulfilment.result
    if result is None and fulfilment.verdict == "not_comparable" and fulfilment.near_misses:
        result = fulfilment.near_misses[0].result
    promise = fulfilment.promise
    row: dict[str, Any] = {
        "pair": fulfilment.pair,
        "promise": _side(promise)
        | {
            "period": getattr(promise, "period", getattr(promise, "deadline", "")),
            "type": _TYPES[type(promise).__name__],
            "modality": "striving" if promise.striving else "firm",
            "id": promise.id,
            "sentence": promise.sentence,
        },
        "result": result and _side(result) | {"id": result.id, "sentence": result.sentence},
        "verdict": fulfilment.verdict,
        "note": fulfilment.reason,
        "note_zh": fulfilment.reason_zh,
        "margin": fulfilment.margin,
        "share": fulfilment.share,
        "confidence": fulfilment.confidence,
    }
    later = fulfilment.next_target
    row["next_target"] = later and _side(later) | {"id": later.id, "sentence": later.sentence}
    row["near_misses"] = [
        _side(miss.result) | {"id": miss.result.id, "note": miss.reason, "note_zh": miss.reason_zh}
        for miss in fulfilment.near_misses
    ]
    return row


def _side(record: Record) -> dict[str, Any]:
    statement = record if isinstance(record, Statement) else None
    unit = record.margin_unit or "%" if isinstance(record, Relation) else statement.unit if statement else None
    return {
        "doc": record.document,
        "start": record.start,
        "end": record.end,
        "text": record.text,
        "indicator": indicator_of(record),
        "low": statement.low if statement else None,
        "high": statement.high if statement else None,
        "unit": unit,
        "measure": getattr(record, "measure", None),
        "bound": statement.bound if statement else None,
    }
