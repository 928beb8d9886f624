"""The application as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    """Figures, reports and lights."""

    name = "planweb.monitoring"
    verbose_name = _("监测")

    def ready(self) -> None:
        """Listen for figures and targets that change."""
        from planweb.monitoring import tasks

        tasks.connect()
