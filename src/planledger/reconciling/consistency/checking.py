"""All rules of consistency applied to figures, from documents or from a plan table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planledger.catalogue import Catalogue
from planledger.model import Citation, Contradiction, Document, Extraction, Finding
from planledger.reconciling.consistency.growth import annual_path, average_growth, growth_of_parts, growth_target
from planledger.reconciling.consistency.levels import already_reached, base_report, two_targets, yearly_total
from planledger.reconciling.consistency.sentences import from_to
from planledger.reconciling.consistency.tables import Parts, stated_parts, wrong_bounds, wrong_years
from planledger.reconciling.consistency.wholes import nested_thresholds, outside_hundred, ratios, whole_parts
from planledger.reconciling.contradicting import find_contradictions
from planledger.reconciling.figures import Figure, by_thing, figures_of
from planledger.reconciling.rulebook import finding, in_order

_OF_A_THING = (average_growth, growth_target, annual_path, base_report, already_reached, two_targets)
_OF_MANY = (from_to, yearly_total, whole_parts, growth_of_parts, ratios, outside_hundred, nested_thresholds)


def check_documents(
    documents: Sequence[Document], extractions: Sequence[Extraction], catalogue: Catalogue
) -> tuple[Finding, ...]:
    """What does not go together within the documents and between those of one place, the gravest first.

    ``documents`` and ``extractions`` go together, one by one; their order changes nothing.
    """
    both = sorted(zip(documents, extractions, strict=True), key=lambda one: one[0].id)
    known = find_contradictions([two for _, two in both], [one for one, _ in both], catalogue)
    found = [_of_contradiction(one) for one in known]
    figures = [figure for document, extraction in both for figure in figures_of(document, extraction, catalogue)]
    told = {frozenset(cited.record for cited in one.citations) for one in found}
    found += [one for one in _findings(figures) if not _told(one, told)]
    return in_order(found)


def check_figures(figures: Sequence[Figure], parts: Sequence[Parts] = ()) -> tuple[Finding, ...]:
    """What does not go together in the figures of a plan table, the gravest first; their order changes nothing.

    Args:
        figures: Of every row.
        parts: Which of them the table calls parts of which.
    """
    found = [*_findings(figures), *wrong_bounds(figures), *wrong_years(figures), *stated_parts(parts)]
    return in_order(found)


def _findings(figures: Sequence[Figure]) -> Iterator[Finding]:
    for group in by_thing(figures).values():
        for rule in _OF_A_THING:
            yield from rule(group)
    for rule_of_many in _OF_MANY:
        yield from rule_of_many(figures)


def _told(one: Finding, told: set[frozenset[str]]) -> bool:
    """Whether a contradiction names the same statements already."""
    records = frozenset(cited.record for cited in one.citations)
    return any(records <= known or known <= records for known in told)


def _of_contradiction(one: Contradiction) -> Finding:
    citations = tuple(
        Citation(said.document, "", said.sentence, said.id, said.start, said.end, said.text) for said in one.statements
    )
    severity = "error" if one.severity == "certain" else "warning"
    said = (one.reason_zh, one.reason)
    return finding(f"check.{one.rule}", one.statements[0].indicator, citations, said, severity=severity)
