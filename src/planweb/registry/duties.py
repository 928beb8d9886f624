"""What bodies answer for in plans, so that it passes on when they merge and split."""

from __future__ import annotations

from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from planweb.accounts.duties import DutyKind
from planweb.accounts.models import Body
from planweb.registry.models import PlanIndicator, Target
from planweb.registry.signals import announce


def _move_lead(row: PlanIndicator, heir: Body) -> None:
    row.lead = heir
    row.save(update_fields=["lead"])
    row.supporting.remove(heir)  # who leads does not support besides
    announce([row.pk])


def _move_support(row: PlanIndicator, heir: Body) -> None:
    row.supporting.remove(row.moving)  # type: ignore[attr-defined]  # annotated below
    if row.lead_id != heir.pk:
        row.supporting.add(heir)
    announce([row.pk])


def _move_share(target: Target, heir: Body) -> None:
    target.body = heir
    target.save(update_fields=["body"])
    announce([target.of_id])


LEADS = DutyKind(
    "lead",
    _("牵头指标"),
    lambda body: PlanIndicator.objects.filter(lead=body).select_related("plan"),
    lambda row: f"{row.plan} · {row.name}",
    _move_lead,
)
SUPPORTS = DutyKind(
    "support",
    _("配合指标"),
    lambda body: PlanIndicator.objects.filter(supporting=body).select_related("plan").annotate(moving=Value(body.pk)),
    lambda row: f"{row.plan} · {row.name}",
    _move_support,
)
SHARES = DutyKind(
    "share",
    _("分解目标"),
    lambda body: Target.objects.filter(body=body).select_related("of__plan"),
    lambda row: f"{row.of.plan} · {row.of.name} {row.year}",
    _move_share,
)
