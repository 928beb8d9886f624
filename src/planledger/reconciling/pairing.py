"""Which documents promise and which later ones report on it, by region and year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from planledger.model import Document
from planledger.reconciling.timing import reviewed_year, years

_ANNUAL = frozenset({"work_report", "plan_report", "digest"})
_REPORTING = _ANNUAL | {"communique"}


def place_of(document: Document) -> str:
    """The region code of a document, or the name of its region where no code is known; empty when neither is."""
    return document.region.value or document.region_name


def find_pairs(documents: Iterable[Document]) -> tuple[tuple[Document, Document], ...]:
    """Pairs of a document that promises and a later one of the same region that reports on it.

    An annual document goes with those that review its year; a five-year plan with those that review a year of it.
    """
    known = [document for document in documents if place_of(document) and document.year.value]
    pairs = [
        (promises, results)
        for promises in known
        for results in known
        if promises.id != results.id and place_of(promises) == place_of(results) and _answers(promises, results)
    ]
    return tuple(
        sorted(
            pairs,
            key=lambda pair: (place_of(pair[0]), pair[0].year.value, pair[0].id, pair[1].year.value, pair[1].id),
        )
    )


def _answers(promises: Document, results: Document) -> bool:
    if results.kind.value not in _REPORTING:
        return False
    plan = years(promises.plan_period) if promises.kind.value == "five_year_outline" else None
    if plan is not None:
        return plan.first <= reviewed_year(results) <= plan.last
    return promises.kind.value in _ANNUAL and reviewed_year(results) == promises.year.value


def find_rivals(documents: Iterable[Document]) -> tuple[tuple[Document, ...], ...]:
    """Sets of documents of one region, year and kind, which are never paired with each other; the user should know."""
    sets: dict[tuple[str, int, str], list[Document]] = defaultdict(list)
    for document in documents:
        if place_of(document) and document.year.value:
            sets[place_of(document), document.year.value, document.kind.value].append(document)
    return tuple(tuple(found) for _, found in sorted(sets.items()) if len(found) > 1)
