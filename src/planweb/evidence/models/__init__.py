"""Records of the app."""

from planweb.evidence.models.comparisons import Comparison, Contradiction, Examination, Fulfilment
from planweb.evidence.models.documents import Document, Reading
from planweb.evidence.models.reviewing import ReviewStep
from planweb.evidence.models.said import Commitment, Said, Statement

__all__ = [
    "Commitment",
    "Comparison",
    "Contradiction",
    "Document",
    "Examination",
    "Fulfilment",
    "Reading",
    "ReviewStep",
    "Said",
    "Statement",
]
