"""Regions that the catalogue lacks come, and are renamed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.models import Region, User
from planweb.accounts.regions import LEVELS_BELOW
from planweb.audit.recording import record_audit


@transaction.atomic
def create_region(*, code: str, name: str, level: str, above: Region, by: User) -> Region:
    """A region right below ``above``, for a place that the catalogue lacks."""
    region = Region(code=code, name=name, level=level, parent=above, path=f"{above.path}{code}/")
    policies.require(by, "create", region)
    if level not in LEVELS_BELOW[above.level]:
        raise ValidationError({"level": _("须低于上级地区的级别。")}, code="level")
    _require_name(region)
    region.full_clean()
    region.save(force_insert=True)
    record_audit(by, "region.create", region, after={"code": code, "name": name, "level": level, "above": above.code})
    return region


@transaction.atomic
def rename_region(region: Region, *, name: str, by: User, why: str = "") -> Region:
    """``region`` under another name; its code stays, and with it all that lies there."""
    region = Region.objects.select_for_update(of=("self",), no_key=True).get(pk=region.pk)
    policies.require(by, "rename", region)
    before, region.name = region.name, name
    _require_name(region)
    region.full_clean()
    region.save(update_fields=["name"])
    record_audit(by, "region.rename", region, before={"name": before}, after={"name": name}, why=why)
    return region


def _require_name(region: Region) -> None:
    """Two of one name side by side could not be told apart in any list."""
    beside = Region.objects.filter(parent=region.parent_id, name=region.name).exclude(pk=region.pk)
    if beside.exists():
        raise ValidationError({"name": _("上级地区之下已有同名地区。")}, code="name_taken")
