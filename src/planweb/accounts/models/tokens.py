"""Tokens by which programs reach the API as a person."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models.people import User
from planweb.accounts.models.scope import NOWHERE, Scope


class Token(models.Model):
    """A key of a program (接口令牌) that acts as a person; only its digest is kept, so it can be shown once.

    ``hint`` is its beginning, by which people tell their tokens apart.
    """

    class Access(models.TextChoices):
        """What it lets a program do."""

        READ = "read", _("只读")
        WRITE = "write", _("读写")

    permission_kind = "token"

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(_("用途"), max_length=100)
    access = models.CharField(_("权限"), max_length=5, choices=Access.choices, default=Access.READ)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(_("开头"), max_length=12)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    expires_at = models.DateTimeField(_("到期时间"))
    last_used_at = models.DateTimeField(_("最近使用"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.user} {self.name}（{self.hint}…）"

    @property
    def permission_state(self) -> str:
        """``open``, ``expired`` or ``revoked``."""
        if self.revoked_at is not None:
            return "revoked"
        end: datetime | None = self.expires_at  # of one that is not made yet
        return "open" if end is None or end > timezone.now() else "expired"

    @property
    def is_open(self) -> bool:
        """Whether it still lets somebody in."""
        return self.permission_state == "open" and self.user.is_active

    @property
    def scope(self) -> Scope:
        """Tokens lie in no region, so of the roles only those that hold everywhere count."""
        return NOWHERE

    def belongs_to(self, user: User) -> bool:
        """Whether it acts as ``user``."""
        return self.user_id == user.pk
