"""Every address, as every role and as nobody: who gets in is written down here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from tests.web.evidence.making import make_places

from planweb.accounts.actions.tokens import create_token
from planweb.accounts.models import Body, Region, Role, Session, User
from planweb.api import urls as api_urls
from planweb.api import views as api_views
from planweb.audit.models import AuditEntry
from planweb.evidence.models import Comparison, Document
from planweb.monitoring.models import Contest, Figure, Overruling, Progress, Round, Standing
from planweb.registry.models import Indicator, Plan, PlanIndicator, PlanVersion, Target
from planweb.site.models import Chore

A, P, O, L, C, U, R = Role.values  # noqa: E741
NOBODY, NO_ROLE = "nobody", "no role"
ROLES = {*Role.values}
SIGNED_IN = {*ROLES, NO_ROLE}


class Page(NamedTuple):
    """One address of the site: how it is asked for, and who is let in."""

    path: str
    allowed: set[str]
    method: str = "get"


# Route → page; ``{user}`` is somebody else, ``{grant}`` and ``{handle}`` a role and a session of theirs.
PAGES = {
    "": Page("/", SIGNED_IN),
    "healthz": Page("/healthz", SIGNED_IN | {NOBODY}),
    "language/": Page("/language/", SIGNED_IN | {NOBODY}, "post"),
    "log-in/": Page("/log-in/", SIGNED_IN | {NOBODY}),
    "log-out/": Page("/log-out/", SIGNED_IN, "post"),
    "first-run/<str:token>/": Page("/first-run/wrong/", set()),
    "password/forgotten/": Page("/password/forgotten/", SIGNED_IN | {NOBODY}),
    "password/forgotten/sent/": Page("/password/forgotten/sent/", SIGNED_IN | {NOBODY}),
    "password/set/<str:uidb64>/<str:token>/": Page("/password/set/x/y/", SIGNED_IN | {NOBODY}),
    "account/": Page("/account/", SIGNED_IN),
    "account/password/": Page("/account/password/", SIGNED_IN),
    "sessions/<slug:handle>/end/": Page("/sessions/{handle}/end/", {A}, "post"),
    "account/tokens/new/": Page("/account/tokens/new/", SIGNED_IN),
    "tokens/<int:pk>/revoke/": Page("/tokens/{token}/revoke/", {A}, "post"),
    "users/<int:pk>/tokens/new/": Page("/users/{user}/tokens/new/", {A}),
    "users/": Page("/users/", {A, U}),
    "users/new/": Page("/users/new/", {A}),
    "users/<int:pk>/": Page("/users/{user}/", {A, U}),
    "users/<int:pk>/edit/": Page("/users/{user}/edit/", {A}),
    "users/<int:pk>/roles/": Page("/users/{user}/roles/", {A}, "post"),
    "users/<int:pk>/roles/<int:grant_pk>/revoke/": Page("/users/{user}/roles/{grant}/revoke/", {A}, "post"),
    "users/<int:pk>/deactivate/": Page("/users/{user}/deactivate/", {A}, "post"),
    "users/<int:pk>/activate/": Page("/users/{inactive}/activate/", {A}, "post"),
    "users/<int:pk>/invite/": Page("/users/{user}/invite/", {A}, "post"),
    "regions/": Page("/regions/", SIGNED_IN),
    "regions/new/": Page("/regions/new/", {A, P}),
    "regions/<slug:code>/rename/": Page("/regions/{own_region}/rename/", {A, P}),
    "bodies/": Page("/bodies/", SIGNED_IN),
    "bodies/new/": Page("/bodies/new/", {A, P}),
    "bodies/<int:pk>/": Page("/bodies/{body}/", SIGNED_IN),
    "bodies/<int:pk>/rename/": Page("/bodies/{body}/rename/", {A, P}),
    "bodies/<int:pk>/merge/": Page("/bodies/{body}/merge/", {A, P}),
    "bodies/<int:pk>/split/": Page("/bodies/{body}/split/", {A, P}),
    # plans
    "plans/": Page("/plans/", set(Role.values)),
    "plans/new/": Page("/plans/new/", {A, P}),
    "plans/<int:pk>/": Page("/plans/{plan}/", set(Role.values)),
    "plans/<int:pk>/edit/": Page("/plans/{plan}/edit/", {A, P}),
    "plans/<int:pk>/status/": Page("/plans/{plan}/status/", {A, P}),
    "plans/<int:pk>/delete/": Page("/plans/{plan}/delete/", {A, P}),
    "plans/<int:pk>/versions/": Page("/plans/{plan}/versions/", set(Role.values)),
    "plans/<int:pk>/versions/new/": Page("/plans/{plan}/versions/new/", {A, P}),
    "plans/<int:pk>/versions/<int:number>/attach/": Page("/plans/{plan}/versions/1/attach/", {A, P}, "post"),
    "plans/<int:pk>/versions/<int:number>/detach/<int:document>/": Page(
        "/plans/{plan}/versions/1/detach/{plan_document}/", {A, P}, "post"
    ),
    "plans/<int:pk>/versions/<int:number>/chapters/<int:document>/": Page(
        "/plans/{plan}/versions/1/chapters/{plan_document}/", {A, P}, "post"
    ),
    "plans/<int:pk>/differences/": Page("/plans/{plan}/differences/", set(Role.values)),
    "plans/<int:pk>/corrections/": Page("/plans/{plan}/corrections/", {A, P}),
    "plans/<int:pk>/adopt/undo/": Page("/plans/{plan}/adopt/undo/", {A, P}, "post"),
    "plans/<int:pk>/adopt/<int:document>/": Page("/plans/{plan}/adopt/{plan_document}/", {A, P}),
    "plans/<int:pk>/doubts/<int:document>/": Page("/plans/{plan}/doubts/{plan_document}/", {A, P}),
    "plans/<int:pk>/indicators/new/": Page("/plans/{plan}/indicators/new/", {A, P}),
    "plans/<int:pk>/owners/": Page("/plans/{plan}/owners/", {A, P}),
    "plans/<int:pk>/owners/sheet/": Page("/plans/{plan}/owners/sheet/", {A, P}),
    "plans/<int:pk>/owners/upload/": Page("/plans/{plan}/owners/upload/", {A, P}),
    "plans/<int:pk>/owners/apply/": Page("/plans/{plan}/owners/apply/", {A, P}, "post"),
    "plans/<int:pk>/duties/": Page("/plans/{plan}/duties/", set(Role.values)),
    "plan-indicators/<int:pk>/": Page("/plan-indicators/{plan_indicator}/", set(Role.values)),
    "plan-indicators/<int:pk>/edit/": Page("/plan-indicators/{plan_indicator}/edit/", {A, P}),
    "plan-indicators/<int:pk>/remove/": Page("/plan-indicators/{plan_indicator}/remove/", {A, P}),
    "plan-indicators/<int:pk>/targets/new/": Page("/plan-indicators/{plan_indicator}/targets/new/", {A, P}),
    "targets/<int:pk>/edit/": Page("/targets/{target}/edit/", {A, P}),
    "targets/<int:pk>/remove/": Page("/targets/{target}/remove/", {A, P}, "post"),
    "catalogue/": Page("/catalogue/", SIGNED_IN),
    "catalogue/new/": Page("/catalogue/new/", {A, P}),
    "catalogue/<int:pk>/edit/": Page("/catalogue/{own_indicator}/edit/", {A, P}),
    "bodies/<int:pk>/targets/": Page("/bodies/{body}/targets/", SIGNED_IN),
    "comparisons/": Page("/comparisons/", ROLES),
    "comparisons/new/": Page("/comparisons/new/", {A, P}),
    "comparisons/<int:pk>/": Page("/comparisons/{comparison}/", ROLES),
    "comparisons/<int:pk>/redo/": Page("/comparisons/{comparison}/redo/", {A, P}, "post"),
    "documents/<int:pk>/contradictions/": Page("/documents/{promises}/contradictions/", ROLES),
    "search/": Page("/search/?q=就业", SIGNED_IN),
    "api/v1/": Page("/api/v1/", SIGNED_IN),
    "api/v1/openapi.json": Page("/api/v1/openapi.json", SIGNED_IN | {NOBODY}),
    "documents/<int:pk>/review/": Page("/documents/{document}/review/", {A, P}),
    "documents/<int:pk>/review/undo/": Page("/documents/{document}/review/undo/", {A, P}, "post"),
    "documents/<int:pk>/review/bulk/": Page("/documents/{document}/review/bulk/", {A, P}),
    "documents/<int:pk>/review/add/": Page("/documents/{document}/review/add/", {A, P}),
    "documents/<int:pk>/review/<slug:key>/confirm/": Page(
        "/documents/{document}/review/s{statement}/confirm/", {A, P}, "post"
    ),
    "documents/<int:pk>/review/<slug:key>/reject/": Page(
        "/documents/{document}/review/s{statement}/reject/", {A, P}, "post"
    ),
    "documents/<int:pk>/review/<slug:key>/reopen/": Page(
        "/documents/{document}/review/s{statement}/reopen/", {A, P}, "post"
    ),
    "documents/<int:pk>/review/<slug:key>/correct/": Page("/documents/{document}/review/s{statement}/correct/", {A, P}),
    "documents/<int:pk>/review/<slug:key>/picture/": Page("/documents/{document}/review/s{statement}/picture/", {A, P}),
    "documents/<int:pk>/review/<slug:key>/merge/": Page("/documents/{document}/review/s{statement}/merge/", {A, P}),
    "indicators/names/": Page("/indicators/names/", {A, P}),
    "documents/": Page("/documents/", ROLES),
    "documents/new/": Page("/documents/new/", {A, P}),
    "documents/under-way/": Page("/documents/under-way/", ROLES),
    "documents/<int:pk>/": Page("/documents/{document}/", ROLES),
    "documents/<int:pk>/progress/": Page("/documents/{document}/progress/", ROLES),
    "documents/<int:pk>/correct/": Page("/documents/{document}/correct/", {A, P}),
    "documents/<int:pk>/reread/": Page("/documents/{document}/reread/", {A, P}, "post"),
    "documents/<int:pk>/withdraw/": Page("/documents/{document}/withdraw/", {A, P}, "post"),
    "documents/<int:pk>/restore/": Page("/documents/{withdrawn}/restore/", {A, P}, "post"),
    "documents/<int:pk>/file/": Page("/documents/{document}/file/", ROLES),
    "documents/<int:pk>/reading/": Page("/documents/{document}/reading/", ROLES),
    "documents/<int:pk>/pages/<int:number>/": Page("/documents/{document}/pages/1/", ROLES),
    "documents/<int:pk>/pages/<int:number>/picture/": Page("/documents/{document}/pages/1/picture/", ROLES),
    "documents/<int:pk>/versions/new/": Page("/documents/{document}/versions/new/", {A, P}),
    "documents/<int:pk>/changes/<int:earlier>/": Page("/documents/{version}/changes/{document}/", ROLES),
    "statements/": Page("/statements/", ROLES),
    "statements/<int:pk>/": Page("/statements/{statement}/", ROLES),
    "demo/<str:token>/": Page("/demo/wrong/", set()),
    "manage/": Page("/manage/", {A, U, C}),
    "manage/sessions/": Page("/manage/sessions/", {A}),
    "manage/system/": Page("/manage/system/", {A, U}),
    "manage/system/import/": Page("/manage/system/import/", {A}),
    "manage/system/<int:pk>/file/": Page("/manage/system/{chore}/file/", {A}),
    "manage/system/<slug:kind>/": Page("/manage/system/verify/", {A}, "post"),
    "plans/<int:pk>/versions/<int:number>/approve/": Page("/plans/{plan}/versions/1/approve/", {A, P}, "post"),
    "audit/": Page("/audit/", {A, U, C}),
    "audit/<int:number>/": Page("/audit/1/", {A, U, C}),
    # lights and comparison
    "frame/": Page("/frame/", SIGNED_IN),
    "indicators/": Page("/indicators/", set(Role.values)),
    "indicators/<int:pk>/": Page("/indicators/{plan_indicator}/", set(Role.values)),
    "indicators/<int:pk>/overrule/": Page("/indicators/{plan_indicator}/overrule/", {A, P}),
    "indicators/<int:pk>/lift/": Page("/indicators/{plan_indicator}/lift/", {A, P}, "post"),
    "indicators/<int:pk>/split/": Page("/indicators/{plan_indicator}/split/", {A, P}),
    "indicators/<int:pk>/split/undo/": Page("/indicators/{plan_indicator}/split/undo/", {A, P}, "post"),
    "plans/<int:pk>/check/": Page("/plans/{plan}/check/", set(Role.values)),
    "series/<int:pk>/": Page("/series/{own_indicator}/", SIGNED_IN),
    "compare/": Page("/compare/", set(Role.values)),
    "bodies/<int:pk>/standing/": Page("/bodies/{body}/standing/", set(Role.values)),
    # figures and reports
    "figures/": Page("/figures/", set(Role.values)),
    "figures/new/": Page("/figures/new/", {A, P, O}),
    "figures/accept/": Page("/figures/accept/", {A, P}, "post"),
    "figures/undo/": Page("/figures/undo/", {A, P}, "post"),
    "figures/<int:pk>/": Page("/figures/{figure}/", set(Role.values)),
    "figures/<int:pk>/revise/": Page("/figures/{figure}/revise/", {A, P, O}),
    "figures/<int:pk>/contest/": Page("/figures/{contested}/contest/", {A, P, O}),
    "figures/<int:pk>/accept/": Page("/figures/{figure}/accept/", {A, P}, "post"),
    "figures/<int:pk>/return/": Page("/figures/{figure}/return/", {A, P}, "post"),
    "figures/<int:pk>/undo/": Page("/figures/{figure}/undo/", {A, P}, "post"),
    "contests/<int:pk>/resolve/": Page("/contests/{contest}/resolve/", {A, P}),
    "documents/<int:pk>/figures/": Page("/documents/{stating}/figures/", {A, P}),
    "rounds/": Page("/rounds/", set(Role.values)),
    "rounds/new/": Page("/rounds/new/", {A, P}),
    "rounds/<int:pk>/": Page("/rounds/{round}/", set(Role.values)),
    "rounds/<int:pk>/edit/": Page("/rounds/{round}/edit/", {A, P}),
    "rounds/<int:pk>/close/": Page("/rounds/{round}/close/", {A, P}, "post"),
    "rounds/<int:pk>/reopen/": Page("/rounds/{closed}/reopen/", {A, P}, "post"),
    "reports/": Page("/reports/", {A, P, O}),
    "reports/queue/": Page("/reports/queue/", {A, P}),
    "reports/overdue/": Page("/reports/overdue/", {A, P}),
    "reports/<int:pk>/<int:body_pk>/": Page("/reports/{round}/{body}/", {A, P, O}),
    "reports/<int:pk>/<int:body_pk>/template/": Page("/reports/{round}/{body}/template/", {A, P, O}),
    "reports/<int:pk>/<int:body_pk>/upload/": Page("/reports/{round}/{body}/upload/", {A, P, O}, "post"),
    "progress/<int:pk>/accept/": Page("/progress/{progress}/accept/", {A, P}, "post"),
    "progress/<int:pk>/return/": Page("/progress/{progress}/return/", {A, P}, "post"),
    "progress/<int:pk>/undo/": Page("/progress/{progress}/undo/", {A, P}, "post"),
    "progress/<int:pk>/evidence/": Page("/progress/{progress}/evidence/", set(Role.values)),
    "reminders/": Page("/reminders/", SIGNED_IN),
}


API_PAGES = {api_views.reference, api_views.schema}
Places = dict[str, object]


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern)


def test_every_address_is_written_down() -> None:
    # Operations of the API take no session: tests/web/api/test_operations.py walks them.
    api = {f"api/v1/{path.pattern}" for path in api_urls.urlpatterns if path.callback not in API_PAGES}
    assert sorted(set(routes(get_resolver().url_patterns)) - api) == sorted(PAGES)


@pytest.fixture
def places(person: Callable[..., User], body: Callable[..., Body]) -> Places:
    """An entry in the trail, and what the addresses name."""
    other, inactive = person("other", "owner"), person("inactive")
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    client = Client()
    client.force_login(other)
    assert AuditEntry.objects.filter(pk=1).exists()
    return {
        "user": other.pk,
        "inactive": inactive.pk,
        "grant": other.grants.get().pk,
        "handle": Session.objects.get(user=other).handle,
        "token": create_token(other, name="甲", access="read", days=1, by=other).token.pk,
        "chore": _chore(),
        "own_region": _own_region(),
        "body": (made := body()).pk,
        **_reported(made, other),
        **_overruled(plan_places(), other),
        **comparison_places(),
        **make_places(),
    }


def _own_region() -> str:
    city = Region.objects.get(pk="220200")
    place = {"level": "county", "parent": city, "path": f"{city.path}KFQ001/"}
    return str(Region.objects.create(code="KFQ001", name="示例开发区", **place).pk)


def plan_places() -> Places:
    """A draft plan with a document, an indicator and a target."""
    region = Region.objects.get(pk="220200")
    plan = Plan.objects.create(title="示例市规划", tier="development", region=region, first_year=2021, last_year=2025)
    document = Document.objects.create(name="p.txt", region=region, state="read", sha256="0", file="p")
    PlanVersion.objects.create(plan=plan, number=1).documents.add(document)
    own = Indicator.objects.create(code="own-1", name="示例指标", region=region)
    row = PlanIndicator.objects.create(plan=plan, indicator=own, name="示例指标")
    target = Target.objects.create(of=row, kind="five_year", year=2025, low=1, high=1)
    return {
        "plan": plan.pk,
        "plan_document": document.pk,
        "plan_indicator": row.pk,
        "target": target.pk,
        "own_indicator": own.pk,
    }


def _reported(body: Body, by: User) -> Places:
    """Figures, a report with evidence, reporting dates and a document that states something."""
    indicator = Indicator.objects.create(code="own-output", name="工业总产值", unit="亿元")
    said = {"indicator": indicator, "region": body.region, "through": dt.date(2025, 3, 31), "value": 1, "unit": "亿元"}
    waiting = Figure.objects.create(period="2025Q1", reported_by=body, **said)
    contested = Figure.objects.create(period="2024Q4", state="contested", **said)
    plan = Plan.objects.create(
        title="规划", tier="annual", region=body.region, first_year=2025, last_year=2025, status="in_force"
    )
    of = PlanIndicator.objects.create(plan=plan, indicator=indicator, name="工业总产值", frequency="quarter", lead=body)
    (settings.DOCUMENTS / "evidence").mkdir(parents=True, exist_ok=True)
    (settings.DOCUMENTS / "evidence" / "a.pdf").write_bytes(b"%PDF-")
    proof = {"evidence": "evidence/a.pdf", "evidence_name": "证明.pdf"}
    progress = Progress.objects.create(of=of, body=body, period="2025Q1", text="顺利", by=by, **proof)
    day = dt.date(2025, 4, 1)
    rounds = [
        Round.objects.create(region=body.region, frequency="quarter", period=period, opens_on=day, due_on=day)
        for period in ("2025Q1", "2024Q4")
    ]
    Round.objects.filter(pk=rounds[1].pk).update(closed_at=timezone.now())
    document = Document.objects.create(name="报告.txt", region=body.region, sha256="0" * 64, file="x", state="read")
    return {
        "figure": waiting.pk,
        "contested": contested.pk,
        "contest": Contest.objects.create(figure=contested, reason="口径", source="年鉴", by=by).pk,
        "round": rounds[0].pk,
        "closed": rounds[1].pk,
        "progress": progress.pk,
        "stating": document.pk,
    }


def _exported() -> None:
    """The file of an export."""
    folder = Path(settings.DATA) / "exports"
    folder.mkdir(exist_ok=True)
    (folder / "one.zip").write_bytes(b"x")


def _chore() -> int:
    """An export that was made."""
    _exported()
    return Chore.objects.create(kind="export", state="done", file="one.zip").pk


def _overruled(places: Places, by: User) -> Places:
    """The same places, the light of the plan's indicator set by hand."""
    said = {"light": "red", "shown": "green", "overruled": True, "as_of": dt.date(2025, 4, 1)}
    standing = Standing.objects.create(of_id=places["plan_indicator"], **said)
    Overruling.objects.create(standing=standing, light="green", reason="口径", by=by)
    return places


def comparison_places() -> Places:
    """Two documents that were compared."""
    promises, results = (
        Document.objects.create(name=name, sha256=name, file=name, state="read", region_id="220200", year=year)
        for name, year in (("a", 2023), ("b", 2024))
    )
    made = Comparison.objects.create(promises=promises, results=results, state="done")
    return {"comparison": made.pk, "promises": promises.pk}


@contextmanager
def undone() -> Iterator[None]:
    """What is written in the block is taken back, so that each address finds the same ledger."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("who", [*Role.values, NO_ROLE, NOBODY])
def test_only_who_may_gets_in(
    who: str, places: Places, person: Callable[..., User], log_in: Callable[[User | None], Client]
) -> None:
    user = None if who == NOBODY else person("visitor", "" if who == NO_ROLE else who)
    wrong = []
    for route, page in PAGES.items():
        with undone():
            client = log_in(user)
            entries = AuditEntry.objects.count()
            response = getattr(client, page.method)(page.path.format(**places))
            if response.streaming:
                b"".join(response.streaming_content)  # to its end, so that the file is closed
            if said := _not_as_written(response, route, who):
                wrong.append(f"{route}: {response.status_code} {said}")
            if who not in page.allowed and AuditEntry.objects.count() != entries:
                wrong.append(f"{route}: wrote something")
    assert wrong == []


def _not_as_written(response: Any, route: str, who: str) -> str:
    """What is not as ``PAGES`` says; empty when all is."""
    page, to = PAGES[route], response.headers.get("Location", "")
    policy = response.headers["Content-Security-Policy"]
    if "script-src" in policy or "unsafe" in policy:  # default-src 'self' holds for scripts
        return policy
    if who in page.allowed:
        let_in = response.status_code in {200, 302} and ("/log-in/" not in to or route == "log-out/")
        return "" if let_in else f"not let in {to}"
    if who == NOBODY and route not in {"first-run/<str:token>/", "demo/<str:token>/"}:
        led = response.status_code == 302 and to.startswith("/log-in/?next=/")
        return "" if led else f"not led to the log-in page {to}"
    return "" if response.status_code == 403 else f"not refused {to}"


def test_writes_take_a_post_with_a_token(
    places: Places, administrator: User, log_in: Callable[[User | None], Client]
) -> None:
    for route in (route for route, page in PAGES.items() if page.method == "post"):
        with undone():
            path = PAGES[route].path.format(**places)
            client = Client(enforce_csrf_checks=True)
            client.force_login(administrator)
            assert client.post(path).status_code == 403, route
            if route != "language/":  # Django answers a GET with the way back
                assert log_in(administrator).get(path).status_code == 405, route


def test_forms_that_change_something_take_a_token(places: Places, administrator: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)
    for page in PAGES.values():
        if page.allowed and page.path not in {"/healthz", "/log-in/"}:
            response = client.post(page.path.format(**places), {"name": "改名"})
            assert response.status_code in {403, 405}, page.path
