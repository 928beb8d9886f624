"""Consistency inside a plan and with the reports of its place (一致性)."""

from planledger.reconciling.consistency.checking import check_documents, check_figures
from planledger.reconciling.consistency.tables import Parts

__all__ = ["Parts", "check_documents", "check_figures"]
