"""The application as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """Interface for programs."""

    name = "planweb.api"
    verbose_name = _("接口")
