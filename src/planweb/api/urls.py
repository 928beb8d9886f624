"""Addresses of the API."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path

from planweb.api import views
from planweb.api.application import API

app_name = "api"


def _operations() -> list[URLPattern]:
    """Addresses of the operations, which ask for a token themselves instead of leading to the log-in page."""
    patterns = [pattern for pattern in API.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    for pattern in patterns:
        login_not_required(pattern.callback)
    return patterns


urlpatterns = [
    path("", views.reference, name="reference"),
    path("openapi.json", views.schema, name="openapi"),
    *_operations(),
]
