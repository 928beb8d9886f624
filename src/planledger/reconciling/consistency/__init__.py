"""Consistency inside a plan and with the reports of its place (一致性)."""

from planledger.reconciling.consistency.checking import check_documents, check_figures

__all__ = ["check_documents", "check_figures"]
