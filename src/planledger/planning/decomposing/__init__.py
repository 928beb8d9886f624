"""A plan's target into years, and years into parts, so that everything closes (目标分解)."""

from planledger.planning.decomposing.checking import broken_constraints
from planledger.planning.decomposing.conditions import Condition
from planledger.planning.decomposing.records import (
    Aim,
    Ceiling,
    Conflict,
    Decomposed,
    Limit,
    Part,
    PartTarget,
    Reached,
    Refusal,
    Task,
    Use,
    YearTarget,
)
from planledger.planning.decomposing.solving import decompose
from planledger.planning.decomposing.words import condition_words, conflict_words

__all__ = [
    "Aim",
    "Ceiling",
    "Condition",
    "Conflict",
    "Decomposed",
    "Limit",
    "Part",
    "PartTarget",
    "Reached",
    "Refusal",
    "Task",
    "Use",
    "YearTarget",
    "broken_constraints",
    "condition_words",
    "conflict_words",
    "decompose",
]
