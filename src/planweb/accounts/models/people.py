"""People and the roles they hold."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models.bodies import Body, Region
from planweb.accounts.models.scope import NOWHERE, Scope


class Role(models.TextChoices):
    """What somebody is to the ledger (角色)."""

    ADMINISTRATOR = "administrator", _("系统管理员")
    PLANNER = "planner", _("规划人员")
    OWNER = "owner", _("责任单位人员")
    LEADER = "leader", _("领导")
    CONGRESS = "congress", _("人大")
    AUDITOR = "auditor", _("审计")
    READER = "reader", _("公众读者")


class Users(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """A user; without a password one who cannot log in until one is set."""
        fields["email"] = self.normalize_email(fields.get("email"))
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who logs in (用户). People are deactivated, never deleted: the ledger names them."""

    permission_kind = "user"

    username = models.CharField(
        _("用户名"),
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("已有这个用户名。")},
    )
    name = models.CharField(_("姓名"), max_length=100)
    email = models.EmailField(_("电子邮箱"), blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    USERNAME_FIELD, EMAIL_FIELD = "username", "email"
    REQUIRED_FIELDS = ["name"]
    objects = Users()

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return f"{self.name}（{self.username}）"

    @property
    def permission_state(self) -> str:
        """``active`` or ``inactive``."""
        return "active" if self.is_active else "inactive"

    @property
    def scope(self) -> Scope:
        """People lie in no region, so only roles that hold everywhere count for them."""
        return NOWHERE

    def belongs_to(self, user: User) -> bool:
        """Whether ``user`` is this person."""
        return not self._state.adding and self.pk == user.pk

    def get_full_name(self) -> str:
        """The name."""
        return self.name

    get_short_name = get_full_name


class Grant(models.Model):
    """A role that a person holds (授权), for a region with all below it, for a body, for both, or everywhere."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name=_("地区"))
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, verbose_name=_("单位"), related_name="grants")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("role", "pk")
        constraints = (
            # Coalesce, because databases hold two nulls for different.
            models.UniqueConstraint(
                "user", "role", Coalesce("region", Value("")), Coalesce("body", Value(0)), name="one_grant_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="known_role"),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.place}"

    @property
    def place(self) -> str:
        """Where the role holds."""
        return " · ".join(str(part) for part in (self.region, self.body) if part) or str(_("全部范围"))

    def covers(self, scope: Scope, *, wide: bool = False) -> bool:
        """Whether the role holds for something at ``scope``; a ``wide`` one for a body for its whole region."""
        in_region = self.region is None or scope.path.startswith(self.region.path)
        if self.body is None or not in_region:
            return in_region
        return self.body_id in scope.bodies or (wide and scope.path.startswith(self.body.region.path))
