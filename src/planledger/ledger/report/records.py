"""Statements, relations and commitments as the page takes them: rows that point into the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planledger.ledger.phrasing import indicator_of, places_text
from planledger.ledger.report.places import Place, Places
from planledger.ledger.report.wording import Record, value_text
from planledger.model import Commitment, Document, Extraction, Relation, Statement

Known = Mapping[str, tuple[int, Document, Places]]
"""Number, document and places by document identifier."""


class Records:
    """Every record once, in order; ``number`` gives its place in ``rows``."""

    def __init__(self, known: Known, extractions: Sequence[Extraction]) -> None:
        self._known = known
        self._numbers: dict[tuple[str, str, str], int] = {}
        self.rows: list[list[Any]] = []
        self.sections: list[str] = []
        self.sources: dict[int, str] = {}
        self.where: dict[int, list[str]] = {}
        self.boxes: dict[int, list[int]] = {}
        self.indicators: set[str] = set()
        self._section_numbers: dict[tuple[str, ...], int] = {}
        for extraction in extractions:
            everything: list[Record] = [*extraction.statements, *extraction.relations, *extraction.commitments]
            for record in sorted(everything, key=lambda record: (record.start, record.end)):
                self.number(record)

    def number(self, record: Record) -> int:
        """Number of ``record``, which is added when it is new."""
        key = (kind_of(record), record.document, record.id)
        if key not in self._numbers:
            self._numbers[key] = len(self.rows)
            self.rows.append(self._row(record))
            self._place(self._numbers[key], record)
        return self._numbers[key]

    def _place(self, number: int, record: Record) -> None:
        """Note where in its file the record stands: in words, and the boxes on its page in thousandths of its sides."""
        known = self._known.get(record.document)
        places = known[1].places_of(record.start, record.end) if known is not None else ()
        if known is None or not places:
            return
        self.where[number] = [places_text(places), places_text(places, "en")]
        page = next((page for page in known[1].pages if page.number == places[0].page), None)
        boxes = [place.box_of(record.start, record.end) for place in places if page and place.page == page.number]
        if page is not None:
            sides = page.width, page.height
            shares = [round(1000 * side / sides[at % 2]) for box in boxes if box for at, side in enumerate(box)]
            self.boxes[number] = [page.number, *shares]

    def cited(self, record: Record) -> int:
        """Number of a record that the page quotes, with its source sentence where repairs changed that."""
        number = self.number(record)
        known = self._known.get(record.document)
        if known is not None and number not in self.sources:
            source = known[1].source[record.sentence_start : record.sentence_end]
            if source.strip() != record.sentence.strip():
                self.sources[number] = source
        return number

    def _row(self, record: Record) -> list[Any]:
        known = self._known.get(record.document)
        document, value, sentence = -1, Place(0, 0), Place(0, 0)
        if known is not None:
            document, _, places = known
            value = places.of_source(record.start, record.end)
            sentence = places.of_sentence(record.sentence_start, record.sentence_end, record.sentence)
        zh, en = value_text(record)
        indicator = "" if isinstance(record, Commitment) else record.indicator_id
        self.indicators.add(indicator)
        return [
            document,
            *value,
            *sentence,
            indicator_of(record),
            zh,
            en if en != zh else "",
            kind_of(record),
            record.role,
            record.deadline if isinstance(record, Commitment) else record.period,
            self._section(record.section),
            round(record.confidence, 2),
            _flags(record),
            indicator,
        ]

    def _section(self, section: tuple[str, ...]) -> int:
        number = self._section_numbers.get(section)
        if number is None:
            number = self._section_numbers[section] = len(self.sections)
            self.sections.append(" › ".join(section))
        return number


def kind_of(record: Record) -> str:
    """``quantified``, ``relational`` or ``qualitative``."""
    if isinstance(record, Statement):
        return "quantified"
    return "relational" if isinstance(record, Relation) else "qualitative"


def _flags(record: Record) -> str:
    """``s`` for striving, ``e`` for an estimate."""
    estimate = isinstance(record, Statement) and record.estimate
    return ("s" if record.striving else "") + ("e" if estimate else "")
