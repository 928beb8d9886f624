"""What was recognised from a picture is believed as far as its recognition is (文字识别)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planledger.model.statement import Extraction

if TYPE_CHECKING:
    from planledger.model.document import Document


def weigh_recognition(document: Document, extraction: Extraction) -> Extraction:
    """``extraction`` with each confidence lowered to that of the recognised lines it was read from."""
    if all(page.confidence == 1.0 for page in document.pages):
        return extraction
    statements = []
    for statement in extraction.statements:
        seen = _least(document, statement.start, statement.end)
        if seen < 1.0:
            statement = replace(
                statement,
                confidence=round(statement.confidence * seen, 2),
                notes=(*statement.notes, f"recognised with confidence {seen:.2f}"),
            )
        statements.append(statement)
    return replace(
        extraction,
        statements=tuple(statements),
        relations=tuple(
            replace(relation, confidence=round(relation.confidence * _least(document, relation.start, relation.end), 2))
            for relation in extraction.relations
        ),
        commitments=tuple(
            replace(promise, confidence=round(promise.confidence * _least(document, promise.start, promise.end), 2))
            for promise in extraction.commitments
        ),
    )


def _least(document: Document, start: int, end: int) -> float:
    """The least confidence of the places where source ``[start, end)`` stands; 1 where nothing was recognised."""
    return min((place.confidence for place in document.places_of(start, end)), default=1.0)
