"""Records of the app."""

from planweb.registry.models.indicators import Indicator, PlanIndicator, Target
from planweb.registry.models.plans import Chapter, Plan, PlanVersion

__all__ = ["Chapter", "Indicator", "Plan", "PlanIndicator", "PlanVersion", "Target"]
