"""Log-ins: sessions, failed tries, and the token of the first run."""

from __future__ import annotations

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models.people import User
from planweb.accounts.models.scope import NOWHERE, Scope

# In this order, since browsers also name those that they descend from.
_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


class Session(AbstractBaseSession):
    """A session (登录会话) with the person and the device it belongs to, so that people can end their own."""

    permission_kind = "session"
    permission_state = "open"

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    handle = models.CharField(max_length=32, blank=True, db_index=True)  # names it on pages; the key itself opens it
    address = models.CharField(_("地址"), max_length=45, blank=True)
    device = models.CharField(_("设备"), max_length=200, blank=True)
    started_at = models.DateTimeField(_("登录时间"), null=True)
    seen_at = models.DateTimeField(_("最近活动"), null=True)

    def belongs_to(self, user: User) -> bool:
        """Whether it is a session of ``user``."""
        return self.user_id is not None and self.user_id == user.pk

    @property
    def device_name(self) -> str:
        """Browser and system as people call them; what the browser says of itself when it is none of the known."""
        found = [next((name for sign, name in known if sign in self.device), "") for known in (_BROWSERS, _SYSTEMS)]
        return " · ".join(filter(None, found)) or self.device

    @property
    def scope(self) -> Scope:
        """Sessions lie in no region."""
        return NOWHERE

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """The store that reads and writes these rows."""
        from planweb.accounts.sessions import SessionStore

        return SessionStore


class FailedLogIn(models.Model):
    """A log-in that failed, kept as long as it counts against the next."""

    username = models.CharField(max_length=150, db_index=True)
    address = models.CharField(max_length=45, db_index=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.username} {self.address} {self.at:%Y-%m-%d %H:%M}"


class FirstRun(models.Model):
    """Digest of the one-time token that lets somebody become the first administrator."""

    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.expires_at:%Y-%m-%d %H:%M}"
