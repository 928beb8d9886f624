"""What stands at the left of every page, by what a person may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from planweb.accounts import policies
from planweb.accounts.frame import frame_of
from planweb.accounts.models import User


class Entry(NamedTuple):
    """One entry as a page shows it."""

    label: str | Promise
    address: str
    current: bool
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One page that the navigation may lead to, and those that are shown below it while one of them is open."""

    label: str | Promise
    route: str
    shown: Callable[[User], bool]
    below: tuple[Place, ...] = ()


PLACES = (
    Place(_("首页"), "home", lambda _user: True),
    Place(
        _("文献"),
        "evidence:documents",
        lambda user: policies.may_somewhere(user, "view", "document"),
        (Place(_("量化表述"), "evidence:statements", lambda user: policies.may_somewhere(user, "view", "statement")),),
    ),
    Place(_("规划"), "registry:plans", lambda user: policies.may_somewhere(user, "view", "plan")),
    Place(
        _("规划指标"),
        "monitoring:indicators",
        lambda user: policies.may_somewhere(user, "view", "target"),
        (Place(_("对比"), "monitoring:compare", lambda user: policies.may_somewhere(user, "view", "figure")),),
    ),
    Place(_("兑现"), "evidence:comparisons", lambda user: policies.may_somewhere(user, "view", "comparison")),
    Place(
        _("报送"),
        "monitoring:reports",
        lambda user: policies.may_somewhere(user, "create", "figure"),
        (Place(_("数据"), "monitoring:figures", lambda user: policies.may_somewhere(user, "view", "figure")),),
    ),
    Place(_("责任单位"), "accounts:bodies", lambda user: policies.may_everywhere(user, "view", "body")),
    Place(
        _("管理"),
        "manage",
        lambda user: any(policies.may_everywhere(user, "view", kind) for kind in ("user", "session", "trail", "chore")),
        (
            Place(_("用户与角色"), "accounts:users", lambda user: policies.may_everywhere(user, "view", "user")),
            Place(_("登录会话"), "sessions", lambda user: policies.may_everywhere(user, "view", "session")),
            Place(_("审计记录"), "oversight:trail", lambda user: policies.may_everywhere(user, "view", "trail")),
            Place(_("系统"), "system", lambda user: policies.may_everywhere(user, "view", "chore")),
        ),
    ),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of a page needs; no navigation for who is not logged in."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"navigation": []}
    return {"frame": frame_of(request), "navigation": _entries(PLACES, user, request.path)}


def _entries(places: tuple[Place, ...], user: User, path: str) -> tuple[Entry, ...]:
    """The entries of ``places``; those below one are shown while it or one of them is open."""
    made: list[Entry] = []
    for place in places:
        below = _entries(place.below, user, path)
        if not below and not place.shown(user):
            continue
        if not place.shown(user) and len(below) == 1:  # the only page there stands for itself
            made += below
            continue
        # Who may not open the page itself gets to the first one below it.
        address = reverse(place.route) if place.shown(user) else below[0].address
        inside = any(entry.current for entry in below)
        here = path == address or (address != reverse("home") and path.startswith(address))
        made.append(Entry(place.label, address, here and not inside, below if here or inside else ()))
    return tuple(made)
