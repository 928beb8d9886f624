"""Addresses of people and bodies."""

from django.contrib.auth.views import LogoutView, PasswordResetDoneView
from django.urls import path

from planweb.accounts.views import access, bodies, regions, tokens, users

app_name = "accounts"
urlpatterns = [
    path("log-in/", access.LogIn.as_view(), name="log-in"),
    path("log-out/", LogoutView.as_view(), name="log-out"),
    path("first-run/<str:token>/", access.first_run, name="first-run"),
    path("password/forgotten/", access.Forgotten.as_view(), name="forgotten"),
    path(
        "password/forgotten/sent/",
        PasswordResetDoneView.as_view(template_name="accounts/forgotten_sent.html"),
        name="forgotten-sent",
    ),
    path("password/set/<str:uidb64>/<str:token>/", access.SetPassword.as_view(), name="set-password"),
    path("account/", access.account, name="account"),
    path("account/password/", access.change_password, name="change-password"),
    path("sessions/<slug:handle>/end/", access.revoke_session, name="revoke-session"),
    path("account/tokens/new/", tokens.new, name="token-new"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token-revoke"),
    path("users/<int:pk>/tokens/new/", tokens.new, name="user-token-new"),
    path("users/", users.listing, name="users"),
    path("users/new/", users.new, name="user-new"),
    path("users/<int:pk>/", users.detail, name="user"),
    path("users/<int:pk>/edit/", users.edit, name="user-edit"),
    path("users/<int:pk>/roles/", users.grant, name="grant"),
    path("users/<int:pk>/roles/<int:grant_pk>/revoke/", users.revoke, name="revoke"),
    path("users/<int:pk>/deactivate/", users.deactivate, name="deactivate"),
    path("users/<int:pk>/activate/", users.activate, name="activate"),
    path("users/<int:pk>/invite/", users.invite, name="invite"),
    path("regions/", regions.listing, name="regions"),
    path("regions/new/", regions.new, name="region-new"),
    path("regions/<slug:code>/rename/", regions.rename, name="region-rename"),
    path("bodies/", bodies.listing, name="bodies"),
    path("bodies/new/", bodies.new, name="body-new"),
    path("bodies/<int:pk>/", bodies.detail, name="body"),
    path("bodies/<int:pk>/rename/", bodies.rename, name="body-rename"),
    path("bodies/<int:pk>/merge/", bodies.merge, name="body-merge"),
    path("bodies/<int:pk>/split/", bodies.split, name="body-split"),
]
