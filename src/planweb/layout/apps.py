"""The application as Django knows it."""

from django.apps import AppConfig


class LayoutConfig(AppConfig):
    """What all pages share."""

    name = "planweb.layout"
