"""Adding to the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.utils import timezone

from planweb.audit.hashing import canonical_json, hash_of, seal_of
from planweb.audit.models import AuditEntry, AuditHead
from planweb.audit.turns import note_written


class OutsideTransaction(Exception):
    """An audit entry would not stand or fall with the write that it records."""


class Change(NamedTuple):
    """One of many writes that are recorded together."""

    subject: models.Model
    before: Mapping[str, Any]
    after: Mapping[str, Any]


_TOGETHER = 500


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
    return record_many(by, action, [Change(subject, before or {}, after or {})], why=why)[0]


def record_many(by: models.Model | None, action: str, changes: Sequence[Change], *, why: str = "") -> list[AuditEntry]:
    """The entries of many writes, each chained to the one before; thousands take seconds."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(action)
    if not changes:
        return []
    # The row lock makes writers take turns: two entries never follow the same one.
    head = AuditHead.objects.select_for_update(no_key=True).get(pk=1)
    at, entries = timezone.now(), []
    for change in changes:
        entry = AuditEntry(
            number=head.count + 1,
            at=at,
            who_id=by.pk if by else None,
            who=str(by) if by else "",
            action=action,
            object_kind=change.subject._meta.label_lower,  # noqa: SLF001  # what Django documents
            object_id=str(change.subject.pk),
            object_label=str(change.subject)[:300],
            before=canonical_json(change.before),
            after=canonical_json(change.after),
            why=why,
            previous_hash=head.hash,
        )
        entry.hash = hash_of(entry)
        head.count, head.hash = entry.number, entry.hash
        entries.append(entry)
    # The manager of entries refuses to write many at once, lest somebody change what is there; these are new.
    models.QuerySet[AuditEntry](AuditEntry).bulk_create(entries, batch_size=_TOGETHER)
    head.seal = seal_of(head.count, head.hash)
    head.save()
    transaction.on_commit(note_written)
    return entries
