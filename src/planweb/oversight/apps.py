"""The application as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    """Oversight."""

    name = "planweb.oversight"
    verbose_name = _("监督")
