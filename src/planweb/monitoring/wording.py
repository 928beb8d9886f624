"""Lights, states, periods and the target that counts, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from planledger.planning import WrongPeriod, parse_period
from planledger.planning.forecasting import Outlook
from planweb.layout.wording import in_english
from planweb.monitoring.models import Light, LightChange, Standing
from planweb.registry.models import PlanIndicator, Target

MARKS = {Light.GREEN: "good", Light.AMBER: "late", Light.RED: "bad", Light.GREY: "off"}
STATE_MARKS = {
    **dict.fromkeys(("due", "draft", "replaced"), "off"),
    **dict.fromkeys(("submitted", "contested"), "late"),
    "accepted": "good",
    "returned": "bad",
}
"""Symbol of what is due, of a figure, and of a progress report, by its state."""

_LONGEST_SHARE = 10
"""Beyond, the way was so short that its share says nothing; the reason of a light leaves it out too."""


class Shown(NamedTuple):
    """A light as a page shows it: mark, word, and whether it carries the notch of an earlier lapse."""

    mark: str
    word: str
    lapsed: bool


def light_of(row: PlanIndicator) -> Shown:
    """The light of an indicator whose standing came along."""
    standing = standing_of(row)
    if standing is None:
        return Shown("off", str(Light.GREY.label), lapsed=False)
    return shown(standing.shown, lapsed=is_marked(standing))


def is_marked(standing: Standing) -> bool:
    """Whether the notch of a lapse says more than the light does."""
    return standing.lapsed_on is not None and standing.shown != Light.RED


def shown(light: str, *, lapsed: bool = False) -> Shown:
    """A light by its code."""
    known = Light(light)
    return Shown(MARKS[known], str(known.label), lapsed)


def standing_of(row: PlanIndicator) -> Standing | None:
    """The standing of an indicator, None while it has none."""
    return getattr(row, "standing", None)


def reason_of(standing: Standing | LightChange | Outlook) -> str:
    """Why, in the language of the page."""
    return standing.reason if in_english() else standing.reason_zh


def share_text(share: float | None) -> str:
    """How much of its way is done; in words where it went back behind its start, a dash where that says nothing.

    >>> share_text(0.756), share_text(None), share_text(31.0)
    ('75.6%', '—', '—')
    """
    if share is None or share > _LONGEST_SHARE:
        return "—"
    return _("不及起点") if share < 0 else f"{share * 100:.1f}%"


def period_text(period: str) -> str:
    """A period as people call it; as it stands where it is none of ours."""
    try:
        return parse_period(period).label(get_language() or "zh-hans")
    except WrongPeriod:
        return period


def goal_of_page(row: PlanIndicator, targets: Iterable[Target]) -> Target | None:
    """The target that a list shows: of the year of the last figure, else the next one, else the last."""
    standing = standing_of(row)
    year = int(standing.last_period[:4]) if standing and standing.last_period else timezone.localdate().year
    own = [one for one in targets if one.kind != Target.Kind.SHARE]
    annual = next((one for one in own if one.kind == Target.Kind.ANNUAL and one.year == year), None)
    later = sorted((one for one in own if one.year >= year), key=lambda one: (one.kind != "five_year", one.year))
    return annual or next(iter(later), None) or (own[-1] if own else None)
