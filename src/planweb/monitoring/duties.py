"""What bodies still have to report or to get decided, which passes to their successors."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from planweb.accounts.duties import DutyKind
from planweb.accounts.models import Body
from planweb.monitoring.models import Figure, Progress
from planweb.monitoring.wording import period_text

OPEN_FIGURES = DutyKind(
    "figure",
    _("待审核或被退回的数据"),
    lambda body: Figure.objects.filter(reported_by=body, state__in=("submitted", "returned")).select_related(
        "indicator", "region"
    ),
    lambda figure: f"{figure.indicator} {figure.region} {period_text(figure.period)}",
    lambda figure, heir: _move(figure, heir, "reported_by"),
)
OPEN_PROGRESS = DutyKind(
    "progress",
    _("待审核或被退回的进展报告"),
    lambda body: Progress.objects.filter(body=body, state__in=("draft", "submitted", "returned")).select_related("of"),
    str,
    lambda report, heir: _move(report, heir, "body"),
)


def _move(row: Any, heir: Body, field: str) -> None:
    setattr(row, field, heir)
    row.save(update_fields=[field])
