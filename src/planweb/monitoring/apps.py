"""The application as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    """Figures, reports and lights."""

    name = "planweb.monitoring"
    verbose_name = _("监测")

    def ready(self) -> None:
        """Listen for figures and targets that change; let what bodies still have to report pass on to their successors."""
        from planweb.accounts.duties import register_duties
        from planweb.monitoring import duties, tasks

        register_duties(duties.OPEN_FIGURES)
        register_duties(duties.OPEN_PROGRESS)
        tasks.connect()
