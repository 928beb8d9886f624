"""Verdicts on targets that refer to another figure: 与经济增长同步, 高于全省平均 (相对目标)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from planledger.model import Document, Relation, Statement
from planledger.model.findings import Verdict
from planledger.reconciling.comparing import compare
from planledger.reconciling.linking import Candidate, Shelf, find_candidates
from planledger.reconciling.numbers import plain
from planledger.reconciling.sides import prepare

POINTS_IN_STEP = 0.2
"""By how many points 同步 may fall behind."""
POINTS_ABOUT_IN_STEP = 0.5
"""By how many points 基本同步 may fall behind."""
_BOTH = (("城乡居民", ("城镇居民", "农村居民")), ("居民", ("城镇居民", "农村居民")))


@dataclass(frozen=True, slots=True)
class RelativeAnswer:
    """What a result document says of a relation; ``result`` is None when nothing may be linked."""

    result: Statement | Relation | None
    verdict: Verdict
    margin: float | None
    reason: str
    reason_zh: str
    confidence: float
    near: tuple[Candidate, ...] = ()


def as_statement(relation: Relation, indicator: str = "") -> Statement:
    """A relation as a growth or level statement without a number, so that its phrase can be compared."""
    return Statement(
        id=relation.id,
        document=relation.document,
        start=relation.start,
        end=relation.end,
        text=relation.text,
        indicator=indicator or relation.indicator,
        subject="",
        indicator_id="" if indicator else relation.indicator_id,
        measure=relation.measure,
        low=None,
        high=None,
        unit="%" if relation.measure == "growth" else "",
        base_low=None,
        base_high=None,
        base_unit="",
        bound="exact",
        role=relation.role,
        striving=relation.striving,
        estimate=False,
        period=relation.period,
        region="",
        sentence=relation.sentence,
        sentence_start=relation.sentence_start,
        sentence_end=relation.sentence_end,
        section=relation.section,
        part="",
        confidence=relation.confidence,
        rule=relation.rule,
    )


def variants(indicator: str) -> tuple[str, ...]:
    """The phrase, then those of its halves when it speaks of townspeople and villagers at once.

    >>> variants("城乡居民收入")
    ('城乡居民收入', '城镇居民收入', '农村居民收入')
    """
    for both, halves in _BOTH:
        if both in indicator and not any(half in indicator for half in halves):
            return (indicator, *(indicator.replace(both, half) for half in halves))
    return (indicator,)


def answer_relation(
    relation: Relation,
    shelf: Shelf,
    reported: Iterable[Relation],
    *,
    promise_document: Document,
    result_document: Document,
) -> RelativeAnswer:
    """The verdict on ``relation`` from the growth figures and relations of the later document."""
    found: list[Candidate] = []
    near: list[Candidate] = []
    for indicator in variants(relation.indicator):
        side = prepare(as_statement(relation, indicator))
        candidates = find_candidates(side, shelf, promise_document=promise_document, result_document=result_document)
        near.extend(candidate for candidate in candidates if not candidate.links)
        best = next((candidate for candidate in candidates if candidate.links), None)
        if best is not None:
            found.append(best)
            if indicator == relation.indicator and len(found) == 1:
                break
    said = _same_relation(relation, reported, promise_document)
    if said is not None:
        return _from_relation(relation, said)
    reference = _reference(relation, shelf, found, promise_document, result_document)
    if not found or reference is None:
        near_found = tuple(found) + tuple(near)
        if not near_found:
            return RelativeAnswer(None, "not_reported", None, "no later figure", "后续文件未报告", 0.7)
        return RelativeAnswer(
            None,
            "not_comparable",
            None,
            f"{relation.reference or 'the reference figure'} or the growth itself is not given",
            f"未给出{relation.reference or '参照值'}或其增速，无法比较",
            0.6,
            near_found,
        )
    return _judged(relation, found, reference, tuple(near))


def _same_relation(relation: Relation, reported: Iterable[Relation], document: Document) -> Relation | None:
    ours = prepare(replace(as_statement(relation), measure="growth", unit="%"))
    for other in reported:
        theirs = prepare(replace(as_statement(other), measure="growth", unit="%"))
        same_reference = (
            other.reference_id == relation.reference_id
            if relation.reference_id
            else _level_of(other.reference) == _level_of(relation.reference)
        )
        if same_reference and compare(ours, theirs, document=document).same:
            return other
    return None


def _level_of(reference: str) -> str:
    return next((word for word in ("全国", "全省", "全市", "全区") if word in reference), reference)


def _from_relation(relation: Relation, said: Relation) -> RelativeAnswer:
    wanted, got = relation.comparison, said.comparison
    keeps = {
        "above": got == "above", "not_below": got in ("above", "not_below", "in_step"), "below": got == "below",
        "not_above": got in ("below", "not_above", "in_step"), "in_step": got in ("in_step", "above", "not_below"),
    }[wanted]  # fmt: skip
    margin = None
    if keeps and relation.margin is not None and said.margin is not None:
        margin = said.margin - relation.margin
        keeps = margin >= 0
    return RelativeAnswer(
        said, "met" if keeps else "missed", margin, f"the report says: {said.text}", f"报告称“{said.text}”", 0.8
    )


def _reference(
    relation: Relation, shelf: Shelf, found: list[Candidate], promise_document: Document, result_document: Document
) -> Statement | None:
    """The figure referred to, of the same years as the result; None when the later document does not give it."""
    if not found or relation.measure != "growth":
        return None
    names = ["地区生产总值"] if relation.reference_id.startswith("gdp") or "经济" in relation.reference else []
    for name in (*names, relation.reference):
        if not name:
            continue
        side = prepare(as_statement(relation, name))
        for candidate in find_candidates(
            side, shelf, promise_document=promise_document, result_document=result_document
        ):
            if candidate.links and candidate.result.statement.measure == "growth":
                return candidate.result.statement
    return None


def _judged(
    relation: Relation, found: list[Candidate], reference: Statement, near: tuple[Candidate, ...]
) -> RelativeAnswer:
    about = any(word in relation.text for word in ("基本同步", "大体同步", "总体同步"))
    allowed = (POINTS_ABOUT_IN_STEP if about else POINTS_IN_STEP) if relation.comparison == "in_step" else 0.0
    yardstick = _middle(reference)
    margins = []
    for candidate in found:
        value = _middle(candidate.result.statement)
        gap = round(value - yardstick, 10)
        margins.append(-gap if relation.comparison in ("below", "not_above") else gap)
    needed = relation.margin or 0.0
    kept = [margin - needed >= -allowed - 1e-9 for margin in margins]
    if relation.comparison in ("above", "below"):
        kept = [margin > 0 and margin >= needed for margin in margins]
    verdict: Verdict = "met" if all(kept) else "partly" if any(kept) else "missed"
    worst = min(range(len(margins)), key=lambda at: margins[at])
    figures = "、".join(f"{one.result.statement.indicator}{plain(_middle(one.result.statement))}%" for one in found)
    return RelativeAnswer(
        found[0].result.statement,
        verdict,
        margins[worst],
        f"{figures} against {reference.indicator} {plain(yardstick)}%",
        f"{figures}，参照{reference.indicator}增长{plain(yardstick)}%",
        0.75,
        near,
    )


def _middle(statement: Statement) -> float:
    value = statement.low if statement.low is not None else statement.high
    return value if value is not None else 0.0
