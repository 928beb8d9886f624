"""Region and plan period that a person has chosen for the whole site, from the address or else the session."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.db.models import Q
from django.http import HttpRequest

from planweb.accounts.models import Region

REGION, PERIOD = "at", "during"
_KEY = "frame"
_YEARS = re.compile(r"((?:19|20)\d\d)-((?:19|20)\d\d)")


class Frame(NamedTuple):
    """What the site is looked at through; empty parts leave everything in.

    Attributes:
        region: Code of the region.
        name: What people call it.
        path: ``Region.path`` of it.
        first: First year.
        last: Last year.
    """

    region: str = ""
    name: str = ""
    path: str = ""
    first: int = 0
    last: int = 0

    @property
    def period(self) -> str:
        """The years as the address has them."""
        return f"{self.first}-{self.last}" if self.first else ""

    @property
    def years(self) -> str:
        """The years as people write them."""
        return f"{self.first}—{self.last}" if self.first else ""

    def plans(self, prefix: str = "", *, below: bool = False) -> Q:
        """Condition of the plans in it; with ``below`` those of the regions below too."""
        found = Q()
        if self.region and below:
            found &= Q(**{f"{prefix}region__path__startswith": self.path})
        elif self.region:
            found &= Q(**{f"{prefix}region": self.region})
        if self.first:
            found &= Q(**{f"{prefix}first_year__gte": self.first, f"{prefix}last_year__lte": self.last})
        return found


def frame_of(request: HttpRequest) -> Frame:
    """What was chosen; what the address says is kept for the next page."""
    known: Frame | None = request.__dict__.get("_frame")
    if known is None:
        known = _read(request)
        request.__dict__["_frame"] = known
    return known


def choose_frame(request: HttpRequest, *, region: str, period: str) -> Frame:
    """The frame of this region and period, kept in the session; parts that are not known are left empty."""
    found = Region.objects.filter(pk=region).first() if region else None
    years = _YEARS.fullmatch(period)
    first, last = (int(years[1]), int(years[2])) if years and years[1] <= years[2] else (0, 0)
    frame = Frame(found.code if found else "", found.name if found else "", found.path if found else "", first, last)
    request.session[_KEY] = list(frame)
    request.__dict__["_frame"] = frame
    return frame


def with_frame(address: str, frame: Frame) -> str:
    """``address`` with the frame in it, so that it can be passed on.

    >>> with_frame("/indicators/?light=red&at=1", Frame("220200", "", "", 2021, 2025))
    '/indicators/?light=red&at=220200&during=2021-2025'
    """
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name not in {REGION, PERIOD}]
    query += [(name, value) for name, value in ((REGION, frame.region), (PERIOD, frame.period)) if value]
    return urlunsplit(("", "", parts.path, urlencode(query), ""))


def _read(request: HttpRequest) -> Frame:
    session = getattr(request, "session", None)
    kept = Frame(*session[_KEY]) if session is not None and _KEY in session else Frame()
    if session is None or not {REGION, PERIOD} & set(request.GET):
        return kept
    region, period = request.GET.get(REGION, kept.region), request.GET.get(PERIOD, kept.period)
    if (region, period) == (kept.region, kept.period):
        return kept
    return choose_frame(request, region=region, period=period)
