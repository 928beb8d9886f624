"""Documents held against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planledger.catalogue import Catalogue
from planledger.model import Document, Extraction, Fulfilment, Problem
from planledger.pipeline.messages import problem


def compare(
    promises: tuple[Document, Extraction], results: tuple[Document, Extraction], *, catalogue: Catalogue
) -> tuple[Fulfilment, ...]:
    """What the later document reports of each promise of the earlier one, in the order of the promises."""
    from planledger.reconciling import reconcile  # here and below: what only reads files starts without it

    return reconcile(
        promises[1], results[1], promise_document=promises[0], result_document=results[0], catalogue=catalogue
    )


def compare_all(
    documents: Sequence[Document], extractions: Sequence[Extraction], *, catalogue: Catalogue
) -> Iterator[Fulfilment]:
    """Fulfilments of every pair of documents of one region that follow each other."""
    from planledger.reconciling import find_pairs

    both = {document.id: (document, extraction) for document, extraction in zip(documents, extractions, strict=True)}
    for earlier, later in find_pairs(documents):
        yield from compare(both[earlier.id], both[later.id], catalogue=catalogue)


def find_unplaced(documents: Sequence[Document]) -> Iterator[Problem]:
    """A problem for each of several documents that cannot be compared, since its region or year is unknown."""
    for document in documents if len(documents) > 1 else ():
        if not document.year.value or not (document.region.value or document.region_name):
            yield problem("document.unplaced", document.path)


def find_twins(documents: Sequence[Document]) -> Iterator[Problem]:
    """A problem for each document that shares region, year and kind with one before it."""
    from planledger.reconciling import find_rivals

    for first, *others in find_rivals(documents):
        if first.kind.value != "other":
            yield from (problem("documents.same_region_year", other.path, other=first.path) for other in others)
