"""What must hold of every record, whatever was read."""

from __future__ import annotations

from planledger.model import Document, Extraction


def span_faults(document: Document, extraction: Extraction) -> list[str]:
    """Records whose span does not lie in the source or does not read back as its text; empty when all is well."""
    source = document.source
    faults = []
    for record in (*extraction.statements, *extraction.relations, *extraction.commitments):
        if not 0 <= record.start <= record.end <= len(source):
            faults.append(f"{record.id}: [{record.start}, {record.end}) lies outside the source")
        elif source[record.start : record.end] != record.text:
            faults.append(f"{record.id}: the source does not read {record.text!r}")
        if not 0 <= record.sentence_start <= record.start or not record.end <= record.sentence_end <= len(source):
            faults.append(f"{record.id}: the sentence does not hold the record")
    faults += [
        f"{problem.code}: [{problem.start}, {problem.end}) lies outside the source"
        for problem in (*document.problems, *extraction.problems)
        if problem.start >= 0 and not problem.start <= problem.end <= len(source)
    ]
    faults += [
        f"{repair.step}: [{repair.start}, {repair.end}) lies outside the source"
        for repair in document.repairs
        if not 0 <= repair.start <= repair.end <= len(source)
    ]
    ids = [record.id for record in (*extraction.statements, *extraction.relations, *extraction.commitments)]
    if len(ids) != len(set(ids)):
        faults.append("two records have one id")
    return faults
