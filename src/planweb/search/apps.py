"""The application as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """The index of everything."""

    name = "planweb.search"
    verbose_name = _("查找")

    def ready(self) -> None:
        """Let bodies be found; the features above do the same for what is theirs."""
        from planweb.search import bodies

        bodies.connect()
