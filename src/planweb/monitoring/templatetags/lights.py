"""Lights, states, values, periods and places in templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from planledger.planning.forecasting import Outlook
from planweb.evidence.models import Said
from planweb.layout.wording import grouped, measured
from planweb.monitoring.models import LightChange, Standing
from planweb.monitoring.places import passage_address
from planweb.monitoring.queries.series import Cell
from planweb.monitoring.wording import (
    STATE_MARKS,
    Shown,
    is_marked,
    light_of,
    period_text,
    reason_of,
    share_text,
    shown,
)
from planweb.registry.models import PlanIndicator, Target
from planweb.registry.wording import in_column, with_unit

register = template.Library()
_DECIMALS = 4


@register.filter
def light(value: PlanIndicator | Standing | str) -> SafeString:
    """A light with its word and, after a lapse, its notch."""
    if isinstance(value, str):
        found = shown(value) if value else Shown("off", "—", lapsed=False)
    elif isinstance(value, Standing):
        found = shown(value.shown, lapsed=is_marked(value))
    else:
        found = light_of(value)
    notch: str = ""
    if found.lapsed:
        notch = format_html('<span class="notch" title="{0}"><span class="hidden">{0}</span></span>', _("曾滞后"))
    sign = format_html('<span class="mark {}" aria-hidden="true"></span>', found.mark)
    return format_html('<span class="light {}">{}{}{}</span>', found.mark, sign, found.word, notch)


@register.filter
def state_mark(state: str) -> str:
    """Symbol of a state."""
    return STATE_MARKS.get(state, "off")


@register.filter
def neat(value: float | None) -> str:
    """A number as it was entered."""
    return grouped(_known(value))


@register.filter
def number_of(value: float | None) -> str:
    """A number that was computed, to four decimals."""
    return grouped(_known(value), decimals=_DECIMALS)


@register.filter
def entry(cell: Cell) -> SafeString:
    """What a region has in a year: the value with the way to its sentence, its rank, and what it shall be."""
    said: list[str] = []
    if cell.value:
        number, statement = number_of(cell.value.value), cell.value.statement
        if statement:
            link = '<a href="{}" title="{}">{}</a>'
            said.append(format_html(link, passage_address(statement), statement.sentence, number))
        else:
            said.append(format_html("{}", number))
        if cell.rank:
            said.append(format_html(" <small>{}</small>", _("第%(rank)s") % {"rank": cell.rank}))
    if cell.goal is not None:
        goal = format_html("<small>{} {}</small>", _("目标"), number_of(cell.goal))
        said.append(format_html("<br>{}", goal) if said else goal)
    return format_html_join("", "{}", ((one,) for one in said or ["—"]))


@register.filter
def in_unit(value: float | None, unit: str) -> str:
    """The same with its unit."""
    found = _known(value)
    return "—" if found is None else measured(grouped(found, decimals=_DECIMALS), unit)


@register.filter
def percent(value: float | None) -> str:
    """A share in percent, to one decimal."""
    found = _known(value)
    return "—" if found is None else f"{found * 100:.1f}%"


@register.filter
def share(value: float | None) -> str:
    """How much of its way an indicator is past."""
    return share_text(_known(value))


@register.filter
def target(value: Target | None, unit: str = "") -> str:
    """A target, with its unit where ``unit`` is one."""
    if value is None:
        return "—"
    return with_unit(value, value.of) if unit else in_column(value, value.of)


@register.filter
def period(value: str) -> str:
    """A period as people call it."""
    return period_text(value) if value else "—"


@register.filter
def why(value: Standing | LightChange | Outlook | None) -> str:
    """The reason of a light, or of what is foretold, in the language of the page."""
    return reason_of(value) if isinstance(value, Standing | LightChange | Outlook) else ""


@register.filter
def place(value: Said | None) -> str:
    """Address of the place in the document."""
    return passage_address(value)


def _known(value: Any) -> float | None:
    # A template gives the empty text for what hangs on something that is not there.
    return value if isinstance(value, int | float) else None
