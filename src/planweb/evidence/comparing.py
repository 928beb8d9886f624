"""Fulfilments and contradictions, from ``planledger`` records to rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from planledger import model
from planledger.catalogue import Catalogue, load_catalogue
from planledger.ledger.columns import Word, load_words
from planledger.ledger.phrasing import indicator_of, value_text
from planledger.pipeline import compare
from planledger.reconciling import find_contradictions, find_pairs
from planledger.reconciling.numbers import points, value_in_english
from planweb.evidence.models import Commitment, Comparison, Contradiction, Document, Fulfilment, Statement
from planweb.evidence.records import record_id, restored, standing, storable

Record = model.Statement | model.Relation | model.Commitment
VERDICTS = ("not_reported", "missed", "partly", "not_comparable", "progress", "met")
"""In the order of the page: what was dropped stands on top, not at the end."""
_KINDS = {model.Statement: "statement", model.Relation: "relation", model.Commitment: "commitment"}
_LONGEST_INDICATOR, _LONGEST_VALUE, _LONGEST_UNIT = 400, 200, 40


class Side(NamedTuple):
    """A document with the rows of what it says, by the identifier of their record."""

    document: model.Document
    extraction: model.Extraction
    rows: dict[str, Statement | Commitment]


def verdict_words() -> dict[str, Word]:
    """Word and symbol of every verdict."""
    return load_words()["verdict"]


def side_of(document: Document) -> Side:
    """The document as reviewed."""
    read, extraction = restored(document)
    said: list[Statement | Commitment] = [
        *standing(document.statements.all()),
        *standing(document.commitments.all()),
    ]
    return Side(read, extraction, {record_id(row, read.id): row for row in said})


def fulfilments_of(comparison: Comparison) -> list[Fulfilment]:
    """What became of each promise, as rows that are not saved."""
    promises, results = side_of(comparison.promises), side_of(comparison.results)
    catalogue = _catalogue()
    found = compare(promises[:2], results[:2], catalogue=catalogue)
    return [_row(comparison, at, one, promises, results) for at, one in enumerate(found)]


def contradictions_of(document: Document) -> list[Contradiction]:
    """What cannot all be true within the document, as rows that are not saved."""
    side = side_of(document)
    return [
        Contradiction(
            document=document,
            position=at,
            rule=found.rule,
            severity=found.severity,
            reason=storable(found.reason),
            reason_zh=storable(found.reason_zh),
            sides=[face(statement, side) for statement in found.statements],
        )
        for at, found in enumerate(find_contradictions([side.extraction], [side.document], _catalogue()))
    ]


def pairs_among(documents: Iterable[Document]) -> Iterator[tuple[Document, Document]]:
    """Documents that promise, each with a later one that reports on it."""
    known = {str(document.pk): document for document in documents}
    for promises, results in find_pairs([_outline(document) for document in known.values()]):
        yield known[promises.id], known[results.id]


def face(record: Record, side: Side) -> dict[str, Any]:
    """What a page shows of a record: value, text and sentence as cleaned, with their places in the source.

    ``anchor`` is where the page of the document has it.
    """
    document, row = side.document, side.rows.get(record.id)
    start, end = document.offsets.to_clean(record.start), document.offsets.to_clean(record.end)
    letter = "s" if isinstance(row, Statement) else "c"
    return {
        "anchor": f"{letter}{row.pk}" if row else "here",
        "indicator": storable(indicator_of(record))[:_LONGEST_INDICATOR],
        "value": storable(value_text(record) or "")[:_LONGEST_VALUE],
        "value_english": storable(_english(record))[:_LONGEST_VALUE],
        "text": storable(document.text[start:end] or record.text),
        "start": record.start,
        "end": record.end,
        "sentence": storable(record.sentence),
        "sentence_start": record.sentence_start,
    }


def _row(comparison: Comparison, at: int, found: model.Fulfilment, promises: Side, results: Side) -> Fulfilment:
    promise = face(found.promise, promises)
    result = face(found.result, results) if found.result else None
    promised, reported = promises.rows.get(found.promise.id), results.rows.get(found.result.id if found.result else "")
    key = getattr(found.promise, "indicator_id", "")
    for said in filter(None, (promise, result)):
        del said["anchor"]  # the row knows it by its keys
    row = Fulfilment(
        comparison=comparison,
        position=at,
        kind=_KINDS[type(found.promise)],
        promise=promised if isinstance(promised, Statement) else None,
        promise_commitment=promised if isinstance(promised, Commitment) else None,
        result=reported if isinstance(reported, Statement) else None,
        result_commitment=reported if isinstance(reported, Commitment) else None,
        indicator=promise.pop("indicator"),
        indicator_id=key,
        category=_category(key),
        verdict=found.verdict,
        rank=VERDICTS.index(found.verdict),
        margin=found.margin,
        unit=_unit_of_margin(found.promise),
        share=found.share,
        reason=storable(found.reason),
        reason_zh=storable(found.reason_zh or found.reason),
        confidence=found.confidence,
        next_target=face(found.next_target, results) if found.next_target else {},
        near_misses=[
            face(near.result, results)
            | {"reason": storable(near.reason), "reason_zh": storable(near.reason_zh or near.reason)}
            for near in found.near_misses
        ],
    )
    for side, faced in (("promise", promise), ("result", result or {})):
        for name, value in faced.items():
            setattr(row, f"{side}_{name}", value)
    return row


def _english(record: Record) -> str:
    return value_in_english(record) if isinstance(record, model.Statement) else ""


def _unit_of_margin(record: Record) -> str:
    if isinstance(record, model.Relation):
        return "个百分点" if record.measure == "growth" or record.margin_unit == "个百分点" else ""
    if isinstance(record, model.Commitment):
        return ""
    return points(record.unit, chinese=True)[:_LONGEST_UNIT]


def _category(indicator: str) -> str:
    indicators = _catalogue().indicators
    return indicators[indicator].category.id if indicator in indicators else ""


def _outline(document: Document) -> model.Document:
    """Just what decides which documents answer each other."""

    def certain(value: Any) -> model.Guess[Any]:
        return model.Guess(value, 1.0, "user")

    return model.Document(
        id=str(document.pk),
        path="",
        source="",
        text="",
        offsets=model.OffsetMap(()),
        blocks=(),
        encoding=certain("utf-8"),
        title=certain(document.title),
        issuer=certain(document.issuer),
        region=certain(document.region_id or ""),
        region_name="",
        date=certain(document.issued),
        year=certain(document.year or 0),
        plan_period=document.period,
        kind=certain(document.kind),
        repairs=(),
        problems=(),
    )


@cache
def _catalogue() -> Catalogue:
    return load_catalogue()
