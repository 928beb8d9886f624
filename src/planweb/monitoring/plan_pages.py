"""What monitoring adds to the pages of plans and bodies: lights, and the way to the pages of indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from planweb.accounts.links import BodyLink, register_body_link
from planweb.layout.tables import Column
from planweb.monitoring.models import Light
from planweb.monitoring.queries.indicators import SEVERITY
from planweb.monitoring.wording import light_of, shown
from planweb.registry.hooks import (
    Mark,
    PlanColumn,
    register_check_page,
    register_column,
    register_indicator_page,
    register_marks,
    register_split_page,
)
from planweb.registry.models import Plan, PlanIndicator


def register() -> None:
    """Tell the registry and the accounts."""
    column = Column("light", _("状态"), _word, ("standing__shown",), mark=lambda row: light_of(row).mark)
    register_column(PlanColumn(column, related=("standing",)))
    register_marks(marks_of_chapters)
    register_indicator_page("monitoring:indicator")
    register_split_page("monitoring:split")
    register_check_page("monitoring:check")
    register_body_link(BodyLink(_("完成情况"), "monitoring:body-standing"))


def marks_of_chapters(plan: Plan) -> Mapping[int | None, Sequence[Mark]]:
    """How many indicators of each chapter stand how, the worst first; one query."""
    counted: dict[int | None, dict[str, int]] = {}
    rows = plan.indicators.order_by().values_list("chapter", "standing__shown").annotate(Count("pk"))
    for chapter, light, number in rows:
        lights = counted.setdefault(chapter, {})
        known = light or Light.GREY
        lights[known] = lights.get(known, 0) + number
    return {
        chapter: [Mark(*shown(light)[:2], lights[light]) for light in SEVERITY if light in lights]
        for chapter, lights in counted.items()
    }


def _word(row: PlanIndicator) -> str:
    found = light_of(row)
    return f"{found.word}（{_('曾滞后')}）" if found.lapsed else found.word
