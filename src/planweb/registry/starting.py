"""What the app does when the application starts or the database was migrated."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from planweb.accounts.duties import register_duties
from planweb.accounts.links import BodyLink, register_body_link
from planweb.registry.catalogue import load_indicators
from planweb.registry.duties import LEADS, SHARES, SUPPORTS


def connect() -> None:
    """Register the receiver and the duties of this app."""
    for kind in (LEADS, SUPPORTS, SHARES):
        register_duties(kind)
    register_body_link(BodyLink(_("承担的目标"), "registry:body-targets"))
    post_migrate.connect(_load_indicators, dispatch_uid="registry.load_indicators")


def _load_indicators(*, app_config: Any, **_kwargs: Any) -> None:
    if app_config.label == "registry":
        load_indicators()
