"""Session engine whose rows name the person and the device."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils.dateparse import parse_datetime

from planweb.accounts.models import Session


class SessionStore(DatabaseStore):
    """Sessions in the database, in rows of ``Session``."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The model of the rows."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of the session ``data``."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        row.user_id = data.get("_auth_user_id")
        row.handle, row.address, row.device = (data.get(key, "") for key in ("handle", "address", "device"))
        row.started_at, row.seen_at = (parse_datetime(data.get(key, "")) for key in ("started_at", "seen_at"))
        return row
