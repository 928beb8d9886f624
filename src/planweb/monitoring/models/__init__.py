"""Records of the app."""

from planweb.monitoring.models.figures import Contest, Figure
from planweb.monitoring.models.lights import Light, LightChange, Overruling, Standing, Visit
from planweb.monitoring.models.reports import Progress, Reminder, Round

__all__ = [
    "Contest",
    "Figure",
    "Light",
    "LightChange",
    "Overruling",
    "Progress",
    "Reminder",
    "Round",
    "Standing",
    "Visit",
]
