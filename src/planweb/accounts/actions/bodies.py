"""Bodies come, are renamed, merge and split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.duties import pass_on
from planweb.accounts.models import Body, Succession, User
from planweb.audit.recording import record_audit


@transaction.atomic
def create_body(body: Body, *, by: User) -> Body:
    """``body``, new and not yet saved, as a body of the ledger."""
    policies.require(by, "create", body)
    body.full_clean()
    body.save()
    record_audit(by, "body.create", body, after=_said_of(body))
    return body


@transaction.atomic
def rename_body(body: Body, *, name: str, short_name: str, by: User, why: str = "") -> Body:
    """``body`` under another name; it stays the same body with the same duties."""
    body = _locked([body])[0]
    policies.require(by, "rename", body)
    before = {"name": body.name, "short_name": body.short_name}
    body.name, body.short_name = name, short_name
    body.full_clean()
    body.save(update_fields=["name", "short_name"])
    record_audit(by, "body.rename", body, before=before, after={"name": name, "short_name": short_name}, why=why)
    return body


@transaction.atomic
def merge_bodies(bodies: Sequence[Body], *, into: Body, by: User, why: str = "") -> Body:
    """The new body ``into``, with every duty of ``bodies``, which end on the day when it starts.

    Args:
        bodies: Two or more that exist.
        into: The successor, new and not yet saved.
        by: Who does it.
        why: The decision that it rests on.
    """
    bodies = _locked(bodies)
    if len(bodies) < 2:
        raise ValidationError(_("合并需要两个以上单位。"), code="too_few")
    for body in bodies:
        policies.require(by, "merge", body)
    policies.require(by, "create", into)
    for body in bodies:
        _end(body, into.valid_from)
    into.full_clean()
    into.save()
    for body in bodies:
        _follow(body, into, Succession.Kind.MERGER, why)
        duties = pass_on(body, into)
        record_audit(
            by, "body.merge", body, before=_said_of(body), after={"into": str(into), "duties": duties}, why=why
        )
    record_audit(by, "body.create", into, after=_said_of(into), why=why)
    return into


@transaction.atomic
def split_body(
    body: Body, *, parts: Sequence[Body], heirs: Mapping[str, int] | None = None, by: User, why: str = ""
) -> list[Body]:
    """The new bodies ``parts``, which share out the duties of ``body``; it ends on the day when they start.

    Args:
        body: One that exists.
        parts: Two or more successors, new and not yet saved; the first takes what ``heirs`` does not give to another.
        heirs: Position in ``parts`` by key of duty.
        by: Who does it.
        why: The decision that it rests on.
    """
    body = _locked([body])[0]
    if len(parts) < 2:
        raise ValidationError(_("拆分需要两个以上新单位。"), code="too_few")
    policies.require(by, "split", body)
    for part in parts:
        policies.require(by, "create", part)
    _end(body, parts[0].valid_from)
    for part in parts:
        part.full_clean()
        part.save()
        _follow(body, part, Succession.Kind.SPLIT, why)
    duties = pass_on(body, parts[0], others={key: parts[at] for key, at in (heirs or {}).items()})
    after = {"into": [str(part) for part in parts], "duties": duties}
    record_audit(by, "body.split", body, before=_said_of(body), after=after, why=why)
    for part in parts:
        record_audit(by, "body.create", part, after=_said_of(part), why=why)
    return list(parts)


def _locked(bodies: Sequence[Body]) -> list[Body]:
    """The same bodies as they are now, which nobody else can change before this transaction ends."""
    rows = (
        Body.objects.select_for_update(of=("self",), no_key=True)
        .select_related("region")
        .in_bulk([body.pk for body in bodies])
    )
    return [rows[body.pk] for body in bodies if body.pk in rows]


def _end(body: Body, on: date) -> None:
    if on < body.valid_from:
        raise ValidationError(
            _("%(body)s 设立于 %(day)s，不能在此之前终止。"),
            code="too_early",
            params={"body": body.name, "day": body.valid_from},
        )
    if on > timezone.localdate():
        raise ValidationError(_("日期不能晚于今天。"), code="too_late")
    body.valid_to = on
    body.save(update_fields=["valid_to"])


def _follow(body: Body, successor: Body, kind: str, why: str) -> None:
    Succession.objects.create(predecessor=body, successor=successor, kind=kind, on=successor.valid_from, why=why)


def _said_of(body: Body) -> dict[str, object]:
    return {
        "name": body.name,
        "short_name": body.short_name,
        "kind": body.kind,
        "region": body.region_id,
        "valid_from": body.valid_from,
        "valid_to": body.valid_to,
    }
