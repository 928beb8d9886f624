"""Everything one run found, as the outputs take it."""

from __future__ import annotations

from dataclasses import dataclass

from planledger.model.document import Document
from planledger.model.findings import Contradiction, Fulfilment
from planledger.model.problem import Problem
from planledger.model.statement import Extraction


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was read out of a set of documents and what came of holding them against each other (台账).

    Attributes:
        documents: In the order of region, year and name.
        extractions: One a document, same order.
        fulfilments: Promises of every pair of documents, in order of pair and place.
        contradictions: Within and between documents.
        problems: Of files that gave no document, of reading and of extracting, in that order.
        version: Of the software and catalogue that made it.
    """

    documents: tuple[Document, ...]
    extractions: tuple[Extraction, ...]
    fulfilments: tuple[Fulfilment, ...]
    contradictions: tuple[Contradiction, ...]
    problems: tuple[Problem, ...]
    version: str
