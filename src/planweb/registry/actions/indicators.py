"""Indicators that the office adds to the catalogue."""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.models import User
from planweb.audit.recording import record_audit
from planweb.registry.models import Indicator

EDITED = ("name", "region", "english", "category", "unit", "direction", "kind")


@transaction.atomic
def create_indicator(indicator: Indicator, *, by: User) -> Indicator:
    """``indicator``, new and not yet saved, as one of the office's own."""
    policies.require(by, "create", indicator)
    indicator.code = f"own-{secrets.token_hex(5)}"
    _check(indicator)
    indicator.full_clean()
    indicator.save()
    record_audit(by, "indicator.create", indicator, after=_said_of(indicator))
    return indicator


@transaction.atomic
def edit_indicator(changed: Indicator, *, by: User) -> Indicator:
    """The office's own indicator as ``changed`` has it; those of the catalogue come with the program."""
    row = Indicator.objects.select_for_update(no_key=True).get(pk=changed.pk)
    policies.require(by, "edit", row)
    if not row.code.startswith("own-"):
        raise ValidationError(_("目录自带的指标不能修改。"), code="catalogue")
    before = _said_of(row)
    for name in EDITED:
        setattr(row, name, getattr(changed, name))
    policies.require(by, "edit", row)  # nobody gives an indicator to a region that is not theirs
    _check(row)
    row.full_clean()
    row.save(update_fields=list(EDITED))
    record_audit(by, "indicator.edit", row, before=before, after=_said_of(row))
    return row


def _check(indicator: Indicator) -> None:
    if indicator.region is None:
        raise ValidationError({"region": _("请选择地区。")})
    same = Indicator.objects.filter(name=indicator.name).exclude(pk=indicator.pk)
    if same.filter(region=None).exists() or same.filter(region=indicator.region).exists():
        raise ValidationError({"name": _("已有同名的指标。")})


def _said_of(indicator: Indicator) -> dict[str, object]:
    return {"code": indicator.code, **{name: str(getattr(indicator, name) or "") for name in EDITED}}
