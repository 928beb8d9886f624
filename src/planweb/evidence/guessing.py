"""What a passage says that the reader had missed, as a first guess for the person who adds it."""

from __future__ import annotations

from typing import TypeVar

from planledger import model
from planledger.catalogue import load_catalogue
from planledger.errors import PlanLedgerError
from planledger.extracting import extract
from planledger.extracting.values import find_values
from planledger.normalising import normalise
from planledger.reading import Overrides, read_document
from planweb.evidence.models import Commitment, Document, Said, Statement
from planweb.evidence.passages import Text
from planweb.evidence.records import as_row, is_catalogued

R = TypeVar("R", model.Statement, model.Commitment)


def guessed(document: Document, text: Text, start: int, end: int, *, kind: type[Said] | None = None) -> Said:
    """A row, not saved, for cleaned ``[start, end)`` of ``document``.

    The sentence is read by itself, under its headings; where that finds nothing, a numeral in the passage gives the
    value, and the rest is the person's.

    Args:
        document: The document.
        text: Its text.
        start: Where the passage begins.
        end: Where it ends.
        kind: What it is; a statement where the passage holds a value, when left out.
    """
    first, last = text.sentence_at(start, end)
    sentence = text.text[first:last]
    values = [
        value
        for value in find_values(sentence, load_catalogue())
        if value.left < end - first and start - first < value.right
    ]
    if kind is None:
        kind = Statement if values else Commitment
    block = text.block_at(start)
    section = tuple(block.get("section") or ()) if block else ()
    row = _read_alone(document, section, sentence, (start - first, end - first), kind)
    if row is None and kind is Statement:
        row = Statement(measure=Statement.Measure.LEVEL, bound=Statement.Bound.EXACT, role=Said.Role.TARGET)
        row.period = str(document.year or "")
        row.region_id = document.region_id
        if values:
            row.low, row.high, row.unit, row.bound = values[0].low, values[0].high, values[0].unit, values[0].bound
            start, end = first + values[0].start, first + values[0].end
    elif row is None:
        row = Commitment(stage=Commitment.Stage.ADVANCE, role=Said.Role.TARGET, object=text.text[start:end][:300])
    else:
        start, end = first + row.start, first + row.end
    return placed(row, document, text, start, end)


def placed(row: Said, document: Document, text: Text, start: int, end: int) -> Said:
    """``row`` put at cleaned ``[start, end)`` of ``document``."""
    first, last = text.sentence_at(start, end)
    block = text.block_at(start)
    row.document, row.confidence, row.rule = document, 1.0, "hand"
    row.start, row.end = text.offsets.to_source(start, end)
    row.sentence_start, row.sentence_end = text.offsets.to_source(first, last)
    row.text, row.sentence = text.text[start:end], text.text[first:last]
    row.section = list(block.get("section") or ()) if block else []
    if isinstance(row, Statement):
        row.part = (block or {}).get("part") or ""
    return row


def _read_alone(
    document: Document, section: tuple[str, ...], sentence: str, passage: tuple[int, int], kind: type[Said]
) -> Said | None:
    """The row that reading the sentence alone gives for the passage, with offsets in the sentence."""
    content = "\n".join((*section, sentence)).encode()
    region = document.region_id or ""
    said = Overrides(region=region if is_catalogued(region) else "", year=document.year or 0, kind=document.kind)
    catalogue = load_catalogue()
    try:
        read = read_document(content, name="passage", overrides=said)
        extraction = normalise(extract(read, catalogue), read, catalogue)
    except PlanLedgerError:  # a passage is not a document; what it is, the person says
        return None
    at = read.source.rfind(sentence)
    records = extraction.statements if kind is Statement else extraction.commitments
    for record in records:
        start, end = record.start - at, record.end - at
        if start < passage[1] and passage[0] < end and start >= 0:
            row = as_row(record, document)
            row.start, row.end = start, end
            return row
    return None
