"""What a body has to do, kind by kind, so that it can pass to a successor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import Body, Grant


@dataclass(frozen=True, slots=True)
class DutyKind:
    """One kind of duty.

    Attributes:
        code: Short and stable.
        name: What people call it.
        rows: The duties of a body.
        text: What people call one of them.
        move: Gives one of them to another body.
    """

    code: str
    name: str | Promise
    rows: Callable[[Body], models.QuerySet[Any]]
    text: Callable[[Any], str]
    move: Callable[[Any, Body], None]


class Duty(NamedTuple):
    """One duty of a body; ``key`` names it in a form."""

    kind: DutyKind
    row: models.Model

    @property
    def key(self) -> str:
        """Name of the duty in a form."""
        return f"{self.kind.code}-{self.row.pk}"

    @property
    def text(self) -> str:
        """What people call it."""
        return self.kind.text(self.row)


_KINDS: dict[str, DutyKind] = {}


def register_duties(kind: DutyKind) -> None:
    """Let duties of this kind pass on when bodies merge and split; an app calls it when it starts."""
    _KINDS[kind.code] = kind


def duties_of(body: Body) -> Iterator[Duty]:
    """Every duty of ``body``."""
    for kind in _KINDS.values():
        for row in kind.rows(body):
            yield Duty(kind, row)


def pass_on(body: Body, successor: Body, *, others: Mapping[str, Body] | None = None) -> dict[str, str]:
    """Which duty went to which body: to ``successor``, or to the one that ``others`` names for its key."""
    went = {}
    for duty in list(duties_of(body)):
        heir = (others or {}).get(duty.key, successor)
        went[f"{duty.key} {duty.text}"] = str(heir)
        duty.kind.move(duty.row, heir)
    return went


def _move_grant(grant: Grant, heir: Body) -> None:
    same = Grant.objects.filter(user=grant.user_id, role=grant.role, region=grant.region_id, body=heir)
    if same.exists():
        grant.delete()  # the person holds it there already
    else:
        grant.body = heir
        grant.save(update_fields=["body"])


GRANTS = DutyKind(
    "grant",
    _("人员授权"),
    lambda body: Grant.objects.filter(body=body).select_related("user", "region", "body"),
    lambda grant: f"{grant.user.name} · {grant.get_role_display()}",
    _move_grant,
)
