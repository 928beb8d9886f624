"""Addresses of evidence."""

from django.urls import path

from planweb.evidence.views import comparisons

app_name = "evidence"
urlpatterns = [
    path("comparisons/", comparisons.listing, name="comparisons"),
    path("comparisons/new/", comparisons.new, name="comparison-new"),
    path("comparisons/<int:pk>/", comparisons.detail, name="comparison"),
    path("comparisons/<int:pk>/redo/", comparisons.redo, name="comparison-redo"),
    path("documents/<int:pk>/contradictions/", comparisons.contradictions, name="contradictions"),
]
