"""People come, change, go, and hold roles."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.models import Body, Grant, Region, Role, Session, Token, User
from planweb.accounts.warnings import warn
from planweb.audit.recording import record_audit


@transaction.atomic
def create_user(user: User, *, by: User) -> User:
    """``user``, new and not yet saved, as somebody who can log in once a password is set."""
    policies.require(by, "create", user)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    record_audit(by, "user.create", user, after=_said_of(user))
    return user


@transaction.atomic
def edit_user(user: User, *, name: str, email: str, by: User) -> User:
    """``user`` with another name and address."""
    user = _locked(user)
    policies.require(by, "edit", user)
    before, address = _said_of(user), user.email
    user.name, user.email = name, email
    user.full_clean()
    user.save(update_fields=["name", "email"])
    if address != email:
        warn(user, _("您的账户改用了另一个电子邮箱。"), address=address)
    record_audit(by, "user.edit", user, before=before, after=_said_of(user))
    return user


@transaction.atomic
def deactivate_user(user: User, *, by: User) -> User:
    """``user``, who can no longer log in and whose sessions and tokens end."""
    user = _locked(user)
    policies.require(by, "deactivate", user)
    _keep_an_administrator(without=Grant.objects.filter(user=user))
    user.is_active = False
    user.save(update_fields=["is_active"])
    Session.objects.filter(user=user).delete()
    Token.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())
    record_audit(by, "user.deactivate", user, before={"is_active": True}, after={"is_active": False})
    return user


@transaction.atomic
def activate_user(user: User, *, by: User) -> User:
    """``user``, who can log in again."""
    user = _locked(user)
    policies.require(by, "activate", user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record_audit(by, "user.activate", user, before={"is_active": False}, after={"is_active": True})
    return user


@transaction.atomic
def invite_user(user: User, *, by: User) -> User:
    """``user``, for whom a link to set a password may be made now."""
    policies.require(by, "invite", user)
    record_audit(by, "user.invite", user)
    return user


@transaction.atomic
def grant_role(user: User, *, role: str, region: Region | None = None, body: Body | None = None, by: User) -> Grant:
    """The role that ``user`` now holds."""
    policies.require(by, "grant", _locked(user))
    grant = Grant(user=user, role=role, region=region, body=body)
    try:
        grant.full_clean()
    except ValidationError as error:
        if "__all__" in error.message_dict:  # the constraint, which has no words for people
            raise ValidationError(_("该用户已有此角色。"), code="held") from error
        raise
    grant.save()
    record_audit(by, "user.grant", user, after=_role_of(grant))
    policies.forget_grants(user)
    return grant


@transaction.atomic
def revoke_role(grant: Grant, *, by: User) -> Grant:
    """The role that its holder no longer has."""
    policies.require(by, "revoke", grant.user)
    _keep_an_administrator(without=Grant.objects.filter(pk=grant.pk))
    record_audit(by, "user.revoke", grant.user, before=_role_of(grant))
    Grant.objects.filter(pk=grant.pk).delete()
    policies.forget_grants(grant.user)
    return grant


def _keep_an_administrator(without: models.QuerySet[Grant]) -> None:
    """Refuses to leave the ledger without anybody who may give roles."""
    full = Grant.objects.filter(role=Role.ADMINISTRATOR, region=None, body=None, user__is_active=True)
    rows = list(full.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    gone = set(without.values_list("pk", flat=True))
    if rows and not set(rows) - gone and set(rows) & gone:
        raise ValidationError(_("这是最后一位系统管理员，请先授权另一位。"), code="last_administrator")


def _locked(user: User) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _said_of(user: User) -> dict[str, object]:
    return {"username": user.username, "name": user.name, "email": user.email}


def _role_of(grant: Grant) -> dict[str, object]:
    return {"role": grant.role, "region": grant.region_id, "body": str(grant.body) if grant.body else None}
