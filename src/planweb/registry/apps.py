"""The application as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """Plans, indicators and targets."""

    name = "planweb.registry"
    verbose_name = _("规划")

    def ready(self) -> None:
        """Load the catalogue after migrations, let duties pass on, and let plans and indicators be found."""
        from planweb.registry import searching, starting

        starting.connect()
        searching.connect()  # behind it, so that what a migration loads is found
