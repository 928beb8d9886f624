"""What a later document reports of work that an earlier one promised without a number (定性承诺的兑现)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planledger.catalogue import Catalogue
from planledger.model.document import Document
from planledger.model.findings import Fulfilment, NearMiss, Verdict
from planledger.model.statement import Commitment, Extraction, Statement
from planledger.reconciling.qualitative_clauses import Index, Likeness, Match, split_clauses, split_texts
from planledger.reconciling.qualitative_verdicts import Judge, find_conflict
from planledger.reconciling.qualitative_words import Words, load_words

# Least weight of what two clauses share, times the share of the promise's words it makes up, to speak of one thing.
_ENOUGH = 6.0
# An item of a list is reported when most of its words are; a promise made again names nearly all of them.
_SAME, _REPEATED = 0.55, 0.75
_SHORTEST_ITEM = 2
# Silence is worth a row only when what was promised is plain: nobody need report on 支持…发展.
_PLAIN = 0.9


@dataclass(frozen=True, slots=True)
class _Later:
    """What the later document holds: reports, and the promises that it makes itself."""

    reports: Index
    promises: Index


def link_commitments(
    promises: Extraction,
    results: Extraction,
    *,
    promise_document: Document,
    result_document: Document,
    catalogue: Catalogue | None = None,
) -> tuple[Fulfilment, ...]:
    """Every promised piece of work with what the later document reports of it, in the order of the promises.

    A promise that lists several things may give several rows, one for each thing that is reported on its own.
    """
    words = load_words()
    targets = [commitment for commitment in promises.commitments if commitment.role == "target"]
    things = [promise.object for promise in targets]
    later = _index(results, promise_document, result_document, words, things)
    judge = Judge(words, due=_is_due(promise_document, result_document))
    pair = f"{promise_document.id}->{result_document.id}"
    return tuple(row for promise in targets for row in _rows(promise, later, judge, pair))


def _index(results: Extraction, earlier: Document, document: Document, words: Words, things: list[str]) -> _Later:
    records: list[Commitment | Statement] = [*results.commitments, *results.statements]
    reported = split_clauses(document, [record for record in records if record.role == "actual"])
    promised = split_clauses(document, [record for record in results.commitments if record.role == "target"])
    likeness = Likeness([*(clause.text for clause in reported), *split_texts(earlier)], words, things)
    return _Later(
        Index([clause for clause in reported if clause.record is not None], likeness),
        Index([clause for clause in promised if clause.own], likeness),
    )


def _is_due(earlier: Document, later: Document) -> bool:
    """Whether the promises' time is over when the later document reports."""
    if not earlier.plan_period:
        return True
    last = int(earlier.plan_period.rsplit("/", 1)[-1])
    return later.year.value > last


def _rows(promise: Commitment, later: _Later, judge: Judge, pair: str) -> Iterator[Fulfilment]:
    items = _items(promise, judge.words)
    things = items or [promise.object]
    matches = [(thing, later.reports.nearest(thing, at_least=_ENOUGH)) for thing in things]
    if items and not any(_is_linked(match) for _, match in matches):
        matches.append((promise.object, later.reports.nearest(promise.object, at_least=_ENOUGH)))
    found, near, seen = [], [], set()
    for thing, match in matches:
        record = match.clause.record if match is not None and _is_linked(match) else None
        if match is None or record is None or id(record) in seen:
            continue
        seen.add(id(record))
        conflict = find_conflict(thing, match.clause)
        if conflict:
            near.append(NearMiss(record, *conflict))
        else:
            found.append(match)
    unreported = [thing for thing, match in matches[: len(items)] if not _is_reported(match)]
    partly = bool(unreported) and any(judge.words.name.search(thing) for thing in unreported)
    for match in found:
        verdict = judge.verdict(promise, match, partly=partly)
        yield _row(promise, match, verdict, pair, tuple(near), unreported if verdict == "partly" else [])
    again = None if found and not unreported else _promised_again(promise, unreported or things, later, judge)
    if again is not None:
        yield _row(promise, again, "missed", pair, tuple(near), [])
    elif not found and (near or promise.confidence >= _PLAIN):
        yield _unlinked(promise, tuple(near), pair)


def _is_linked(match: Match | None) -> bool:
    return match is not None and match.score >= _ENOUGH


def _is_reported(match: Match | None) -> bool:
    return match is not None and match.score >= _ENOUGH and match.cover >= _SAME


def _items(promise: Commitment, words: Words) -> list[str]:
    """The things that a promise lists; empty when it names one."""
    parts = [part for part in words.separator.split(promise.object) if part and len(part) >= _SHORTEST_ITEM]
    return parts if len(parts) > 1 else []


def _promised_again(promise: Commitment, things: list[str], later: _Later, judge: Judge) -> Match | None:
    """A promise of the later document for what is due and was never reported: it was not achieved."""
    if not judge.due or promise.stage not in ("complete", "win", "operate"):
        return None
    for thing in things:
        match = later.promises.nearest(thing, at_least=_ENOUGH)
        if match is None or match.score < _ENOUGH or match.cover < _REPEATED:
            continue
        record = match.clause.record
        if isinstance(record, Commitment) and record.stage in ("complete", "win", "operate"):
            return match
    return None


def _row(
    promise: Commitment,
    match: Match,
    verdict: Verdict,
    pair: str,
    near: tuple[NearMiss, ...],
    unreported: list[str],
) -> Fulfilment:
    record = match.clause.record
    reason, reason_zh = _reason(match, verdict, unreported)
    confidence = round(min(0.95, 0.4 + 0.3 * match.cover + min(match.score, 40) / 160), 2)
    return Fulfilment(promise, record, verdict, None, None, reason, reason_zh, confidence, pair, None, near)


def _unlinked(promise: Commitment, near: tuple[NearMiss, ...], pair: str) -> Fulfilment:
    if near:
        return Fulfilment(
            promise, None, "not_comparable", None, None, near[0].reason, near[0].reason_zh, 0.5, pair, None, near
        )
    reason, reason_zh = "nothing that the later document reports names this work", "后续文件未提及此项工作"
    return Fulfilment(promise, None, "not_reported", None, None, reason, reason_zh, 0.6, pair)


def _reason(match: Match, verdict: Verdict, unreported: list[str]) -> tuple[str, str]:
    """Why the two clauses were linked and judged so, in English and Chinese."""
    share = f"{match.cover:.0%}"
    record = match.clause.record
    how = {
        "met": ("the report says it was done", "报告称已完成"),
        "progress": ("the report says it is under way", "报告称正在推进"),
        "partly": (f"nothing is reported of {'、'.join(unreported)}", f"未报告：{'、'.join(unreported)}"),
        "missed": ("it was due, is not reported, and is promised again", "到期未报告完成，后续文件再次承诺"),
    }[verdict]
    kind = "、数字来自量化表述" if isinstance(record, Statement) else ""
    return (
        f"the later document repeats {share} of the words that name the work; {how[0]}",
        f"后续文件与该承诺用词重合{share}{kind}；{how[1]}",
    )
