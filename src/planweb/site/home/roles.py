"""Which home pages a person has."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from planweb.accounts import policies
from planweb.accounts.models import Role, User


class Tab(NamedTuple):
    """One home page."""

    code: str
    label: str | Promise


LEADER, PLANNER, OWNER = Tab("leader", _("领导")), Tab("planner", _("规划人员")), Tab("owner", _("责任单位"))
READER, ADMINISTRATOR = Tab("reader", _("监督与查阅")), Tab("administrator", _("系统管理"))
_OF_ROLE = {
    Role.LEADER: LEADER,
    Role.PLANNER: PLANNER,
    Role.OWNER: OWNER,
    Role.CONGRESS: READER,
    Role.AUDITOR: READER,
    Role.READER: READER,
    Role.ADMINISTRATOR: ADMINISTRATOR,
}


def tabs_of(user: User) -> list[Tab]:
    """The home pages of ``user``, the one that they see first first."""
    held = {_OF_ROLE[Role(grant.role)] for grant in policies.grants_of(user)}
    return [tab for tab in (LEADER, PLANNER, OWNER, READER, ADMINISTRATOR) if tab in held]


def chosen(tabs: list[Tab], wanted: str) -> Tab | None:
    """The home page that is asked for; the first where it is none of them."""
    return next((tab for tab in tabs if tab.code == wanted), tabs[0] if tabs else None)
