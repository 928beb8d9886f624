"""Records held against each other: promises against results, statements against statements."""

from planledger.reconciling.contradicting import find_contradictions
from planledger.reconciling.fulfilling import reconcile
from planledger.reconciling.pairing import find_pairs, find_rivals

__all__ = ["find_contradictions", "find_pairs", "find_rivals", "reconcile"]
