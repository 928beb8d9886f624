"""Adding to the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection, models
from django.utils import timezone

from planweb.audit.hashing import canonical_json, hash_of, seal_of
from planweb.audit.models import AuditEntry, AuditHead


class OutsideTransaction(Exception):
    """An audit entry would not stand or fall with the write that it records."""


def record_audit(
    by: models.Model | None,
    action: str,
    subject: models.Model,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    why: str = "",
) -> AuditEntry:
    """The entry of one write, added to the chain in the transaction of the write.

    Args:
        by: Who did it; None for the application itself.
        action: ``kind.verb``, such as ``body.merge``.
        subject: What it was done to, saved already.
        before: Fields that changed, as they were.
        after: The same, as they are now.
        why: Reason that the person gave.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(action)
    # The row lock makes writers take turns: two entries never follow the same one.
    head = AuditHead.objects.select_for_update().get(pk=1)
    entry = AuditEntry(
        number=head.count + 1,
        at=timezone.now(),
        who_id=by.pk if by else None,
        who=str(by) if by else "",
        action=action,
        object_kind=subject._meta.label_lower,  # noqa: SLF001  # what Django documents
        object_id=str(subject.pk),
        object_label=str(subject)[:300],
        before=canonical_json(before or {}),
        after=canonical_json(after or {}),
        why=why,
        previous_hash=head.hash,
    )
    entry.hash = hash_of(entry)
    entry.save()
    head.count, head.hash, head.seal = entry.number, entry.hash, seal_of(entry.number, entry.hash)
    head.save()
    return entry
