"""The home page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from planweb.accounts import policies
from planweb.accounts.frame import Frame, frame_of
from planweb.accounts.models import Body, Role, User
from planweb.accounts.visitors import visitor
from planweb.audit.models import AuditEntry
from planweb.evidence.models import Document
from planweb.monitoring.queries.bodies import with_last_word
from planweb.monitoring.queries.indicators import by_severity, live_indicators
from planweb.oversight.words import action_word
from planweb.registry.models import Plan
from planweb.site.home import own, roles, state, waiting
from planweb.site.needs import needs_now

MOST_ENTRIES = 8


def home(request: HttpRequest) -> HttpResponse:
    """What a person is here for; people with several roles see one page a tab."""
    user = visitor(request)
    tabs = roles.tabs_of(user)
    tab = roles.chosen(tabs, request.GET.get("as", ""))
    context: dict[str, Any] = {"tabs": tabs if len(tabs) > 1 else [], "tab": tab}
    if tab is None:
        return render(request, "site/home_none.html", context)
    return render(request, f"site/home_{tab.code}.html", context | _PAGES[tab.code](user, frame_of(request)))


def _leader(user: User, frame: Frame) -> dict[str, Any]:
    scope = state.scope_of(user, frame, (Role.LEADER,))
    return {
        **state.state_of(user, scope),
        "red": state.red_of(user, scope),
        "changes": state.changes_since(user, scope, since := state.look(user)),
        "since": since,
        "decisions": state.decisions_of(user, scope),
    }


def _planner(user: User, frame: Frame) -> dict[str, Any]:
    scope = state.scope_of(user, frame, (Role.PLANNER,))
    return {
        **state.state_of(user, scope),
        **waiting.waiting_of(user, scope),
        "changes": state.changes_since(user, scope, since := state.look(user)),
        "since": since,
    }


def _owner(user: User, _frame: Frame) -> dict[str, Any]:
    return own.own_of(user)


def _reader(user: User, frame: Frame) -> dict[str, Any]:
    scope = state.scope_of(user, frame, (Role.CONGRESS, Role.AUDITOR, Role.READER))
    worst = with_last_word(by_severity(live_indicators(user, scope).filter(standing__shown__in=("red", "amber"))))
    trail = policies.may_everywhere(user, "view", "trail")
    entries = list(AuditEntry.objects.order_by("-number")[:MOST_ENTRIES]) if trail else []
    return {
        **state.state_of(user, scope),
        "worst": list(worst[: state.MOST_RED]),
        "changes": state.changes_since(user, scope, since := state.look(user)),
        "since": since,
        "decisions": state.decisions_of(user, scope),
        "trail": trail,
        "entries": [(entry, action_word(entry.action)) for entry in entries],
    }


def _administrator(user: User, _frame: Frame) -> dict[str, Any]:
    sets_up = policies.may_everywhere(user, "create", "user")
    bodies = Body.objects.current().count()
    people = User.objects.filter(is_active=True).count() if sets_up else 0
    documents = Document.objects.exclude(state=Document.State.WITHDRAWN).count() if sets_up else 0
    plans = Plan.objects.count() if sets_up else 0
    return {
        "grants": policies.grants_of(user),
        "sets_up": sets_up,
        "begun": sets_up and all((bodies, people > 1, documents, plans)),
        "needs": needs_now() if policies.may_everywhere(user, "view", "chore") else None,
        "bodies": bodies,
        "people": people,
        "documents": documents,
        "plans": plans,
    }


_PAGES: dict[str, Callable[[User, Frame], dict[str, Any]]] = {
    "leader": _leader,
    "planner": _planner,
    "owner": _owner,
    "reader": _reader,
    "administrator": _administrator,
}
