"""Every address."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from planweb.site import managing, views
from planweb.site.demo.views import enter
from planweb.site.framing import frame_page
from planweb.site.home.views import home

urlpatterns = [
    path("", home, name="home"),
    path("frame/", frame_page, name="frame"),
    path("healthz", views.health, name="health"),
    path("demo/<str:token>/", enter, name="demo"),
    path("manage/", managing.manage, name="manage"),
    path("manage/sessions/", managing.sessions, name="sessions"),
    path("manage/system/", managing.system, name="system"),
    path("manage/system/import/", managing.bring_in, name="import"),
    path("manage/system/<int:pk>/file/", managing.download, name="chore-file"),
    path("manage/system/<slug:kind>/", managing.ask, name="chore"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("api/v1/", include("planweb.api.urls")),
    path("", include("planweb.accounts.urls")),
    path("", include("planweb.evidence.urls")),
    path("", include("planweb.registry.urls")),
    path("", include("planweb.monitoring.urls")),
    path("", include("planweb.search.urls")),
    path("", include("planweb.oversight.urls")),
]
