"""Entries of the audit trail, and the seal on its end."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnly(Exception):
    """Something tried to change or remove an entry of the audit trail."""


class AuditEntries(models.QuerySet["AuditEntry"]):
    """Entries that can be read and added, not changed."""

    def update(self, **_kwargs: Any) -> NoReturn:
        """Refused."""
        raise AppendOnly("audit entries are never changed")

    def delete(self) -> NoReturn:
        """Refused."""
        raise AppendOnly("audit entries are never removed")

    bulk_update = bulk_create = update  # type: ignore[assignment]


class AuditEntry(models.Model):
    """One write (审计记录): who did what to which object, when and why, with the hash of the entry before it.

    ``before`` and ``after`` are canonical JSON as text, since a database may rewrite JSON in a column of its own type.
    """

    number = models.PositiveBigIntegerField(_("序号"), primary_key=True)
    at = models.DateTimeField(_("时间"), db_index=True)
    who_id = models.BigIntegerField(null=True, db_index=True)
    who = models.CharField(_("操作人"), max_length=200)
    action = models.CharField(_("操作"), max_length=100, db_index=True)
    object_kind = models.CharField(max_length=100)
    object_id = models.CharField(max_length=100)
    object_label = models.CharField(_("对象"), max_length=300)
    before = models.TextField(_("之前"))
    after = models.TextField(_("之后"))
    why = models.TextField(_("理由"))
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(_("哈希"), max_length=64)

    objects = AuditEntries.as_manager()

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=["object_kind", "object_id"]),)

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.object_label}"

    def save(self, **kwargs: Any) -> None:
        """Add the entry; refused for one that is there already."""
        if not self._state.adding:
            raise AppendOnly("audit entries are never changed")
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, using: Any = None, keep_parents: bool = False) -> NoReturn:
        """Refused."""
        raise AppendOnly("audit entries are never removed")


class AuditHead(models.Model):
    """The end of the chain: how many entries there are and the hash of the last, sealed with the audit key."""

    count = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.count}:{self.hash}"
