"""The application as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, roles, regions and bodies."""

    name = "planweb.accounts"
    verbose_name = _("用户与单位")

    def ready(self) -> None:
        """Listen for what Django says of log-ins and migrations."""
        from planweb.accounts import signals

        signals.connect()
