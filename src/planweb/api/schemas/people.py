"""Regions, bodies, people and the audit trail."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from ninja import Field, Schema

from planweb.accounts.models import Body
from planweb.audit.models import AuditEntry


class RegionOut(Schema):
    """A division (地区)."""

    code: str
    name: str
    level: str
    parent: str | None = Field(None, alias="parent_id")
    path: str


class BodyOut(Schema):
    """A responsible body (责任单位)."""

    id: int
    name: str
    short_name: str
    kind: str
    region: str = Field(alias="region_id")
    valid_from: dt.date
    valid_to: dt.date | None
    successors: list[int]

    @staticmethod
    def resolve_successors(body: Body) -> list[int]:
        """Keys of the bodies that follow."""
        return [successor.pk for successor in body.successors.all()]


class RoleOut(Schema):
    """A role that a person holds (角色), and where."""

    role: str
    region: str | None = Field(None, alias="region_id")
    body: int | None = Field(None, alias="body_id")


class TokenOut(Schema):
    """The token of the request (接口令牌)."""

    name: str
    access: str
    expires_at: dt.datetime


class MeOut(Schema):
    """The person as whom the request is made."""

    id: int
    username: str
    name: str
    email: str
    roles: list[RoleOut]
    token: TokenOut


class EntryOut(Schema):
    """An entry of the audit trail (审计记录)."""

    number: int
    at: dt.datetime
    who: str
    who_id: int | None
    action: str
    object_kind: str
    object_id: str
    object_label: str
    before: dict[str, Any]
    after: dict[str, Any]
    why: str
    previous_hash: str
    hash: str

    @staticmethod
    def resolve_before(entry: AuditEntry) -> Any:
        """Fields that changed, as they were."""
        return json.loads(entry.before)

    @staticmethod
    def resolve_after(entry: AuditEntry) -> Any:
        """The same, as they became."""
        return json.loads(entry.after)
