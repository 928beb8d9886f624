"""Promises of one document held against what a later one reports (兑现)."""

from __future__ import annotations

from planledger.catalogue import Catalogue
from planledger.model import Commitment, Document, Extraction, Fulfilment, NearMiss, Relation, Statement
from planledger.reconciling.comparing import compare
from planledger.reconciling.linking import Candidate, Shelf, assign, find_candidates
from planledger.reconciling.obstacles import obstacle_in_words
from planledger.reconciling.outcomes import answering, as_commitment, find_outcomes
from planledger.reconciling.qualitative import link_commitments
from planledger.reconciling.relative import answer_relation, as_statement
from planledger.reconciling.sides import Side, prepare
from planledger.reconciling.timing import years
from planledger.reconciling.verdicts import as_level, judge, less_is_better

_SHOWN = 3
_CLEARLY_ALIKE = 0.74


def reconcile(
    promises: Extraction,
    results: Extraction,
    *,
    promise_document: Document,
    result_document: Document,
    catalogue: Catalogue,
) -> tuple[Fulfilment, ...]:
    """Every promise of ``promises`` that was not past when it was made, with what ``results`` reports of it.

    Quantities and relations come first, in text order, then work promised without a number.
    """
    home = result_document.region.value
    shelf = Shelf(prepare(statement, home) for statement in results.statements if statement.role == "actual")
    outlook = Shelf(
        prepare(statement, home)
        for statement in results.statements
        if statement.role == "target" and results is not promises
    )
    later = tuple(relation for relation in results.relations if relation.role == "target" and results is not promises)
    said = tuple(relation for relation in results.relations if relation.role == "actual")
    found = [
        *_quantified(promises, shelf, outlook, promise_document, result_document, catalogue),
        *_relational(promises, shelf, said, later, promise_document, result_document),
    ]
    found.sort(key=lambda fulfilment: (fulfilment.promise.start, fulfilment.promise.id))
    linked = link_commitments(
        promises, results, promise_document=promise_document, result_document=result_document, catalogue=catalogue
    )
    return (*found, *(one for one in linked if not _is_counted(one.promise, promises)))


def _is_counted(promise: Statement | Relation | Commitment, promises: Extraction) -> bool:
    """Whether a promise of work stands around a quantity that has its own row."""
    return any(one.role == "target" and promise.start <= one.start < promise.end for one in promises.statements)


def _is_open(period: str, document: Document) -> bool:
    """Whether a promise was still to be kept when its document was written."""
    span = years(period)
    return span is None or not document.year.value or span.last >= document.year.value


def _quantified(
    promises: Extraction,
    shelf: Shelf,
    outlook: Shelf,
    promise_document: Document,
    result_document: Document,
    catalogue: Catalogue,
) -> list[Fulfilment]:
    sides = [
        prepare(statement, promise_document.region.value)
        for statement in promises.statements
        if statement.role == "target" and _is_open(statement.period, promise_document)
    ]
    candidates = [
        find_candidates(side, shelf, promise_document=promise_document, result_document=result_document)
        for side in sides
    ]
    pair = f"{promise_document.id}->{result_document.id}"
    outcomes = find_outcomes(result_document) if result_document is not promise_document else ()
    found = []
    for side, chosen, near in zip(sides, assign(sides, candidates), candidates, strict=True):
        next_target = _next_target(side, outlook, promise_document)
        outcome = answering(side, outcomes) if chosen is None else None
        if outcome is None:
            found.append(_fulfilment(side, chosen, near, next_target, pair, catalogue))
        else:
            found.append(_without_number(side, as_commitment(outcome, result_document), near, next_target, pair))
    return found


def _without_number(
    side: Side, outcome: Commitment, near: list[Candidate], next_target: Statement | None, pair: str
) -> Fulfilment:
    return Fulfilment(
        side.statement,
        outcome,
        "met",
        None,
        None,
        f"the report says so without a number: {outcome.action}",
        f"报告以文字答复：“{outcome.sentence}”",
        0.6,
        pair,
        next_target,
        near_misses(near),
    )


def _fulfilment(
    side: Side,
    chosen: Candidate | None,
    found: list[Candidate],
    next_target: Statement | None,
    pair: str,
    catalogue: Catalogue,
) -> Fulfilment:
    promise = side.statement
    near = [candidate for candidate in found if candidate is not chosen]
    if chosen is not None:
        result = chosen.result.statement
        said, told = (promise, result) if promise.measure == result.measure else (as_level(promise), as_level(result))
        judged = judge(said, told, when=chosen.when, downwards=less_is_better(said, catalogue))
        if judged.verdict is not None:
            confidence = round(chosen.comparison.score * min(promise.confidence, result.confidence), 3)
            return Fulfilment(
                promise,
                result,
                judged.verdict,
                judged.margin,
                judged.share,
                judged.reason,
                judged.reason_zh,
                confidence,
                pair,
                next_target,
                near_misses(near),
            )
        reason = NearMiss(result, judged.reason, judged.reason_zh)
        return Fulfilment(
            promise,
            None,
            "not_comparable",
            None,
            None,
            judged.reason,
            judged.reason_zh,
            0.6,
            pair,
            next_target,
            (reason, *near_misses(near)),
        )
    misses = near_misses(near)
    if misses and near[0].comparison.score >= _CLEARLY_ALIKE:
        return Fulfilment(
            promise,
            None,
            "not_comparable",
            None,
            None,
            misses[0].reason,
            misses[0].reason_zh,
            0.7,
            pair,
            next_target,
            misses,
        )
    words = ("the later document does not mention it", "后续文件未提及")
    return Fulfilment(promise, None, "not_reported", None, None, *words, 0.8, pair, next_target, misses)


def near_misses(candidates: list[Candidate]) -> tuple[NearMiss, ...]:
    """The most similar of the results that were not linked, with the reason."""
    misses = []
    for candidate in sorted(candidates, key=lambda one: -one.comparison.score)[:_SHOWN]:
        obstacle = candidate.comparison.obstacle or ("taken" if candidate.links else "other")
        english, chinese = obstacle_in_words(obstacle, candidate.comparison.detail)
        misses.append(NearMiss(candidate.result.statement, english, chinese))
    return tuple(misses)


def _next_target(side: Side, outlook: Shelf, document: Document) -> Statement | None:
    """The next period's target for the same thing."""
    alike = [(compare(side, other, document=document), other.statement) for other in outlook.alike(side)]
    same = [(-comparison.score, statement.start, statement) for comparison, statement in alike if comparison.same]
    return min(same, key=lambda one: one[:2])[2] if same else None


def _relational(
    promises: Extraction,
    shelf: Shelf,
    said: tuple[Relation, ...],
    later: tuple[Relation, ...],
    promise_document: Document,
    result_document: Document,
) -> list[Fulfilment]:
    pair = f"{promise_document.id}->{result_document.id}"
    found = []
    for relation in promises.relations:
        if relation.role != "target" or not _is_open(relation.period, promise_document):
            continue
        answer = answer_relation(
            relation, shelf, said, promise_document=promise_document, result_document=result_document
        )
        verdict = (
            "progress"
            if answer.verdict in ("met", "missed", "partly") and _not_due(relation, result_document)
            else answer.verdict
        )
        found.append(
            Fulfilment(
                relation,
                answer.result,
                verdict,
                answer.margin,
                None,
                answer.reason,
                answer.reason_zh,
                answer.confidence,
                pair,
                _next_relation(relation, later, promise_document),
                near_misses(list(answer.near)),
            )
        )
    return found


def _not_due(relation: Relation, document: Document) -> bool:
    span = years(relation.period)
    return bool(span and document.year.value and span.last >= document.year.value)


def _next_relation(relation: Relation, later: tuple[Relation, ...], document: Document) -> Relation | None:
    ours = prepare(as_statement(relation))
    for other in later:
        if compare(ours, prepare(as_statement(other)), document=document).same:
            return other
    return None
