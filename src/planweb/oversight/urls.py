"""Addresses of oversight."""

from django.urls import path

from planweb.oversight import views

app_name = "oversight"
urlpatterns = [
    path("audit/", views.trail, name="trail"),
    path("audit/<int:number>/", views.entry, name="entry"),
]
