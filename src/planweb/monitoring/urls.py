"""Addresses of monitoring."""

from django.urls import path

from planweb.monitoring.views import comparing, indicators, standing

app_name = "monitoring"
urlpatterns = [
    path("indicators/", indicators.listing, name="indicators"),
    path("indicators/<int:pk>/", indicators.detail, name="indicator"),
    path("indicators/<int:pk>/overrule/", indicators.overrule, name="overrule"),
    path("indicators/<int:pk>/lift/", indicators.lift, name="lift"),
    path("series/<int:pk>/", indicators.series, name="series"),
    path("compare/", comparing.compare, name="compare"),
    path("bodies/<int:pk>/standing/", standing.body, name="body-standing"),
]
