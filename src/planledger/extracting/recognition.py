"""What was recognised from a picture is believed as far as its recognition is (文字识别)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planledger.model.document import Document
    from planledger.model.statement import Commitment, Extraction, Relation, Statement


def weigh_recognition(document: Document, extraction: Extraction) -> Extraction:
    """``extraction`` with each confidence lowered to that of the recognised lines it was read from."""
    if all(page.confidence == 1.0 for page in document.pages):
        return extraction

    def weighed(said: Relation | Commitment) -> float:
        return round(said.confidence * _least(document, said.start, said.end), 2)

    return replace(
        extraction,
        statements=tuple(_weighed(document, statement) for statement in extraction.statements),
        relations=tuple(replace(relation, confidence=weighed(relation)) for relation in extraction.relations),
        commitments=tuple(replace(promise, confidence=weighed(promise)) for promise in extraction.commitments),
    )


def _weighed(document: Document, statement: Statement) -> Statement:
    seen = _least(document, statement.start, statement.end)
    if seen == 1.0:
        return statement
    note = f"recognised with confidence {seen:.2f}"
    return replace(statement, confidence=round(statement.confidence * seen, 2), notes=(*statement.notes, note))


def _least(document: Document, start: int, end: int) -> float:
    """The least confidence of the places where source ``[start, end)`` stands; 1 where nothing was recognised."""
    return min((place.confidence for place in document.places_of(start, end)), default=1.0)
