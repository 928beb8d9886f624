"""Records of the app."""

from planweb.monitoring.models.figures import Contest, Figure
from planweb.monitoring.models.lights import Overruling, Standing
from planweb.monitoring.models.reports import Progress, Reminder, Round

__all__ = ["Contest", "Figure", "Overruling", "Progress", "Reminder", "Round", "Standing"]
