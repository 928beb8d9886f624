"""Frozen records that the stages exchange; no behaviour beyond what a record can say of itself."""

from planledger.model.document import Block, Document, Guess, Repair
from planledger.model.findings import (
    Citation,
    Contradiction,
    Exemption,
    Finding,
    Fulfilment,
    NearMiss,
    Severity,
    Verdict,
)
from planledger.model.ledger import Ledger
from planledger.model.offsets import OffsetMap, Span
from planledger.model.places import Box, Format, Grid, GridCell, Page, Place
from planledger.model.problem import Problem
from planledger.model.project import Project
from planledger.model.statement import Commitment, Extraction, Relation, Statement
from planledger.model.tables import ColumnCorrection, ColumnReading, TableCorrection, TableReading

__all__ = [
    "Block",
    "Box",
    "Citation",
    "ColumnCorrection",
    "ColumnReading",
    "Commitment",
    "Contradiction",
    "Document",
    "Exemption",
    "Extraction",
    "Finding",
    "Format",
    "Fulfilment",
    "Grid",
    "GridCell",
    "Guess",
    "Ledger",
    "NearMiss",
    "OffsetMap",
    "Page",
    "Place",
    "Problem",
    "Project",
    "Relation",
    "Repair",
    "Severity",
    "Span",
    "Statement",
    "TableCorrection",
    "TableReading",
    "Verdict",
]
