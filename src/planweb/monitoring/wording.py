"""Values, targets, periods and lights as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from planledger.ledger.phrasing import number_text
from planweb.monitoring.models import Light, LightChange, Standing
from planweb.monitoring.periods import WrongPeriod, parse_period
from planweb.registry.models import PlanIndicator, Target

MARKS = {Light.GREEN: "good", Light.AMBER: "late", Light.RED: "bad", Light.GREY: "off"}

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


def reason_of(standing: Standing | LightChange) -> str:
    """Why, in the language of the page."""
    return standing.reason_zh if (get_language() or "").startswith("zh") else standing.reason


def number(value: float | None) -> str:
    """A number with thousands apart, without exponent; what has no value is a dash.

    >>> number(12000.5), number(0.30), number(None)
    ('12,000.5', '0.3', '—')
    """
    if value is None:
        return "—"
    whole, point, part = number_text(round(value, 4)).partition(".")
    return f"{int(whole):,}{point}{part}" if whole not in {"-0", "0"} else f"{whole}{point}{part}"


def share_text(share: float | None) -> str:
    """How much of its way is done; in words where it went back behind its start, a dash where that says nothing.

    >>> share_text(0.756), share_text(None), share_text(31.0)
    ('75.6%', '—', '—')
    """
    if share is None or share > _LONGEST_SHARE:
        return "—"
    return _("不及起点") if share < 0 else f"{share * 100:.1f}%"


def target_text(target: Target, unit: str = "") -> str:
    """The value of a target, with ``unit`` behind the number, and the word for how exact it is meant."""
    low, high = target.low, target.high
    if low is None and high is None:
        return target.reference
    if low is not None and high is not None and low != high:
        text = f"{number(low)}—{with_unit(high, unit)}"
    else:
        value = with_unit(low if low is not None else high, unit)
        bounds = {
            "about": _("%(value)s左右"),
            "at_least": _("%(value)s以上"),
            "at_most": _("%(value)s以内"),
        }
        text = bounds.get(target.bound, "%(value)s") % {"value": value}
    if target.first_year and target.measure == PlanIndicator.Measure.GROWTH:
        text = _("年均%(value)s") % {"value": text}
    elif target.first_year:
        text = _("累计%(value)s") % {"value": text}
    return _("力争%(value)s") % {"value": text} if target.striving else text


def with_unit(value: float | None, unit: str) -> str:
    """A number with its unit: 14%, 2,050亿元, and apart in English: 2,050 亿元."""
    close = not unit or unit in {"%", "‰"} or (get_language() or "").startswith("zh")
    return f"{number(value)}{unit}" if close else f"{number(value)} {unit}"


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
