"""Statements that cannot all be true (矛盾)."""

from __future__ import annotations

from collections.abc import Sequence

from planledger.catalogue import Catalogue
from planledger.model import Contradiction, Document, Extraction


def find_contradictions(
    extractions: Sequence[Extraction], documents: Sequence[Document], catalogue: Catalogue
) -> tuple[Contradiction, ...]:
    """Contradictions within each document and between documents of one region and date."""
    return ()
