"""How an entry is hashed, and how the end of the chain is sealed."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from planweb.audit.models import AuditEntry


def canonical_json(value: Any) -> str:
    """``value`` as JSON that is the same text for equal values.

    >>> canonical_json({"b": 1, "a": None})
    '{"a":null,"b":1}'
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_as_text
    )


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 over everything that the entry says, and the hash before it."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    said = [entry.number, at, entry.who_id, entry.who, entry.action, entry.object_kind, entry.object_id]
    said += [entry.object_label, entry.before, entry.after, entry.why, entry.previous_hash]
    return hashlib.sha256(canonical_json(said).encode()).hexdigest()


def seal_of(count: int, last_hash: str) -> str:
    """Seal on a chain of ``count`` entries; without the audit key nobody can make one for a shortened chain."""
    return hmac.new(settings.AUDIT_KEY.encode(), f"{count}:{last_hash}".encode(), hashlib.sha256).hexdigest()


def _as_text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
