"""The application as Django knows it."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The site as a whole."""

    name = "planweb.site"
