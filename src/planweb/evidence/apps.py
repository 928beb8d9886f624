"""The application as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    """Documents, statements and their review."""

    name = "planweb.evidence"
    verbose_name = _("文献")

    def ready(self) -> None:
        """Let what documents say be found, and hold them against each other."""
        from planweb.evidence import following, searching

        searching.connect()
        following.connect()
