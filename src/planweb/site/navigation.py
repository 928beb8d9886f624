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
from planweb.accounts.models import User


class Entry(NamedTuple):
    """One entry as a page shows it."""

    label: str | Promise
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Place:
    """One page that the navigation may lead to."""

    label: str | Promise
    route: str
    shown: Callable[[User], bool]


PLACES = (
    Place(_("首页"), "home", lambda _user: True),
    Place(_("规划"), "registry:plans", lambda user: policies.may_somewhere(user, "view", "plan")),
    Place(_("文献"), "evidence:documents", lambda user: policies.may_somewhere(user, "view", "document")),
    Place(_("量化表述"), "evidence:statements", lambda user: policies.may_somewhere(user, "view", "statement")),
    Place(_("报送"), "monitoring:reports", lambda user: policies.may_somewhere(user, "create", "figure")),
    Place(_("数据"), "monitoring:figures", lambda user: policies.may_somewhere(user, "view", "figure")),
    Place(_("责任单位"), "accounts:bodies", lambda user: policies.may_everywhere(user, "view", "body")),
    Place(_("用户与角色"), "accounts:users", lambda user: policies.may_everywhere(user, "view", "user")),
    Place(_("审计记录"), "oversight:trail", lambda user: policies.may_everywhere(user, "view", "trail")),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of a page needs; no navigation for who is not logged in."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"navigation": []}
    entries = [(place, reverse(place.route)) for place in PLACES if place.shown(user)]
    path, top = request.path, reverse("home")
    return {
        "navigation": [
            Entry(place.label, address, path == address or (address != top and path.startswith(address)))
            for place, address in entries
        ]
    }
