"""Records of the app."""

from planweb.registry.models.adoptions import Adoption
from planweb.registry.models.indicators import Indicator, PlanIndicator, Target
from planweb.registry.models.plans import Chapter, Plan, PlanVersion

__all__ = ["Adoption", "Chapter", "Indicator", "Plan", "PlanIndicator", "PlanVersion", "Target"]
