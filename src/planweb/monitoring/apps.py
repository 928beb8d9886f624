"""The application as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    """Figures, reports and lights."""

    name = "planweb.monitoring"
    verbose_name = _("监测")

    def ready(self) -> None:
        """Judge lights when figures and targets change; let open reports pass on to the successors of bodies."""
        from planweb.accounts.duties import register_duties
        from planweb.monitoring import duties, plan_pages, tasks

        register_duties(duties.OPEN_FIGURES)
        register_duties(duties.OPEN_PROGRESS)
        plan_pages.register()
        tasks.connect()
