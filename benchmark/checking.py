"""What must hold of every record, whatever was read."""

from __future__ import annotations

from collections import Counter

from planledger.model import Document, Extraction


def span_faults(document: Document, extraction: Extraction) -> list[str]:
    """Records whose span does not lie in the source or does not read back as its text; empty when all is well."""
    source = document.source
    faults = []
    for record in (*extraction.statements, *extraction.relations, *extraction.commitments):
        if not 0 <= record.start <= record.end <= len(source):
            faults.append(f"outside the source: {record.id} [{record.start}, {record.end})")
        elif source[record.start : record.end] != record.text:
            faults.append(f"another text in the source: {record.id} {record.text!r}")
        if not 0 <= record.sentence_start <= record.start or not record.end <= record.sentence_end <= len(source):
            faults.append(f"sentence does not hold the record: {record.id} ({record.rule})")
    faults += [
        f"problem outside the source: {problem.code} [{problem.start}, {problem.end})"
        for problem in (*document.problems, *extraction.problems)
        if problem.start >= 0 and not problem.start <= problem.end <= len(source)
    ]
    faults += [
        f"repair outside the source: {repair.step} [{repair.start}, {repair.end})"
        for repair in document.repairs
        if not 0 <= repair.start <= repair.end <= len(source)
    ]
    ids = Counter(record.id for record in (*extraction.statements, *extraction.relations, *extraction.commitments))
    faults += [f"two records have one id: {name}" for name, count in ids.items() if count > 1]
    return faults
