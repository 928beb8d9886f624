"""Plans held against the plans above and beside them (衔接)."""

from planledger.reconciling.aligning.checking import Alignment, Coverage, align
from planledger.reconciling.aligning.documents import plan_of
from planledger.reconciling.aligning.exempting import Exempted, exempt
from planledger.reconciling.aligning.plans import Heading, Plan, Work

__all__ = ["Alignment", "Coverage", "Exempted", "Heading", "Plan", "Work", "align", "exempt", "plan_of"]
