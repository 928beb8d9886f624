"""What a document says that a plan may want, statements and relations alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planledger import model
from planledger.ledger.phrasing import value_text
from planweb.evidence.models import Document, Reading, Said, Statement
from planweb.evidence.records import read_again
from planweb.registry.models import PlanIndicator

_REVIEWED = (Said.State.CONFIRMED, Said.State.CORRECTED)


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage that names a value of an indicator, or what the value refers to (与经济增长同步).

    ``key`` names it in forms and for good; ``statement`` is None for a relation, which has no row of its own.
    """

    key: str
    statement: Statement | None
    role: str
    indicator: str
    indicator_id: str
    subject: str
    measure: str
    low: float | None
    high: float | None
    unit: str
    bound: str
    striving: bool
    reference: str
    period: str
    region: str
    attribute: str
    section: tuple[str, ...]
    confidence: float
    reviewed: bool
    text: str
    sentence: str
    start: int

    @property
    def first_year(self) -> int | None:
        """Year in which its period begins; None when it says none."""
        return _year(self.period.partition("/")[0])

    @property
    def year(self) -> int | None:
        """Year in which its period ends; None when it says none."""
        return _year(self.period.rpartition("/")[2])

    @property
    def is_growth(self) -> bool:
        """Whether it says growth."""
        return self.measure == PlanIndicator.Measure.GROWTH

    @property
    def values(self) -> tuple[object, ...]:
        """What makes two passages say the same."""
        return self.low, self.high, self.reference


def passages_of(document: Document, *, proposed: bool) -> list[Passage]:
    """What ``document`` says, in its order: what people reviewed, and with ``proposed`` the rest that was not rejected.

    Relations are never reviewed one by one, so they come along always.
    """
    states = [*_REVIEWED, Said.State.PROPOSED] if proposed else list(_REVIEWED)
    rows = Statement.objects.filter(document=document, state__in=states, merged_into__isnull=True)
    found = [passage_from(row) for row in rows.exclude(role=Said.Role.CONTEXT)]
    found += _relations(document)
    return sorted(found, key=lambda passage: passage.start)


def unreviewed_targets(document: Document) -> int:
    """How many targets of ``document`` nobody has reviewed yet."""
    return Statement.objects.filter(
        document=document, state=Said.State.PROPOSED, role=Said.Role.TARGET, merged_into__isnull=True
    ).count()


def passage_from(row: Statement) -> Passage:
    """What ``row`` says now."""
    return Passage(
        key=f"s{row.pk}",
        statement=row,
        role=row.role,
        indicator=row.indicator,
        indicator_id=row.indicator_id,
        subject=row.subject,
        measure=row.measure,
        low=row.low,
        high=row.high,
        unit=row.unit,
        bound=row.bound,
        striving=row.striving,
        reference="",
        period=row.period,
        region=row.region_id or "",
        attribute=row.attribute,
        section=tuple(row.section),
        confidence=row.confidence,
        reviewed=row.state in _REVIEWED,
        text=row.text,
        sentence=row.sentence,
        start=row.start,
    )


def _relations(document: Document) -> Iterable[Passage]:
    reading = Reading.objects.filter(document=document).first()
    if reading is None or not reading.tables.get("relations"):
        return
    _read, extraction = read_again(reading)
    for relation in extraction.relations:
        yield _from_relation(relation, document)


def _from_relation(relation: model.Relation, document: Document) -> Passage:

    return Passage(
        key=f"d{document.pk}#{relation.id.rpartition('#')[2]}"[:80],
        statement=None,
        role=relation.role,
        indicator=relation.indicator,
        indicator_id=relation.indicator_id,
        subject="",
        measure=relation.measure,
        low=None,
        high=None,
        unit="%" if relation.measure == "growth" else "",
        bound="at_most" if relation.comparison in {"below", "not_above"} else "at_least",
        striving=relation.striving,
        reference=(value_text(relation) or relation.text)[:200],
        period=relation.period,
        region=document.region_id or "",
        attribute=relation.attribute,
        section=relation.section,
        confidence=relation.confidence,
        reviewed=False,
        text=relation.text,
        sentence=relation.sentence,
        start=relation.start,
    )


def _year(text: str) -> int | None:
    return int(text[:4]) if text[:4].isdigit() else None
