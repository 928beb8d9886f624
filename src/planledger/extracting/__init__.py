"""From a document to what it says: statements, relations, commitments (抽取)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from planledger.extracting.attributes import with_attributes
from planledger.extracting.bodies import with_bodies
from planledger.extracting.commitments import find_commitments
from planledger.extracting.recognition import weigh_recognition
from planledger.extracting.relations import find_relations
from planledger.extracting.statements import find_statements
from planledger.extracting.tables import read_tables
from planledger.model.statement import Extraction

if TYPE_CHECKING:
    from planledger.catalogue import Catalogue
    from planledger.model.document import Document
    from planledger.model.tables import TableCorrection

__all__ = ["extract", "find_commitments", "find_relations", "find_statements"]


def extract(
    document: Document, catalogue: Catalogue, *, corrections: Mapping[int, TableCorrection] | None = None
) -> Extraction:
    r"""Everything that ``document`` says, as stated; ``normalising`` adds indicator, base unit and region.

    Args:
        document: The document.
        catalogue: Units and indicators.
        corrections: What the user says of its tables, by number.

    >>> from planledger.catalogue import load_catalogue
    >>> from planledger.reading import read_document
    >>> text = "某市2024年政府工作报告\n今年主要预期目标是：粮食产量稳定在30亿斤以上。".encode()
    >>> statement = extract(read_document(text, name="sample"), load_catalogue()).statements[0]
    >>> statement.indicator, statement.low, statement.unit, statement.bound
    ('粮食产量', 30.0, '亿斤', 'at_least')
    """
    tables = read_tables(document, catalogue, corrections or {})
    statements, problems = find_statements(document, catalogue, tables)
    extraction = Extraction(
        document=document.id,
        statements=with_attributes(document, statements),
        relations=tables.merged_relations(document, find_relations(document, catalogue)),
        commitments=tables.merged_commitments(document, with_bodies(document, find_commitments(document))),
        problems=(*problems, *tables.problems),
        projects=tables.projects,
        tables=tables.readings,
    )
    return weigh_recognition(document, extraction)
