"""Every address."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from planweb.site import views
from planweb.site.framing import frame_page
from planweb.site.home.views import home

urlpatterns = [
    path("", home, name="home"),
    path("frame/", frame_page, name="frame"),
    path("healthz", views.health, name="health"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("api/v1/", include("planweb.api.urls")),
    path("", include("planweb.accounts.urls")),
    path("", include("planweb.evidence.urls")),
    path("", include("planweb.registry.urls")),
    path("", include("planweb.monitoring.urls")),
    path("", include("planweb.search.urls")),
    path("", include("planweb.oversight.urls")),
]
