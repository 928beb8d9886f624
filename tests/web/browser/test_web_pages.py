"""The pages in a browser: tasks by hand and keyboard, and no finding of axe-core, in both languages."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import PASSWORD

from planweb.accounts.actions.access import issue_first_run_token
from planweb.accounts.models import Body, Grant, User

AXE = Path(__file__).parents[2] / "browser" / "vendor" / "axe-core" / "axe.min.js"
SHOTS = os.environ.get("PLANLEDGER_SHOTS")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core comes with a checkout, not with a source distribution"),
]
SIZES = {"desktop": (1366, 768), "tablet": (820, 1180)}


class Tab:
    """A tab of the browser, with what its pages complained of."""

    def __init__(self, context: Any, address: str) -> None:
        self.address, self.complaints = address, list[str]()
        self.page = context.new_page()
        self.page.set_default_timeout(60_000)  # a wait ends when what it waits for is there; this is for busy machines
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def go(self, path: str) -> Any:
        """The page at ``path``."""
        self.page.goto(self.address + path)
        return self.page

    def log_in(self, username: str) -> Any:
        """The home page of somebody."""
        page = self.go("/log-in/")
        page.fill("#id_username", username)
        page.fill("#id_password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(self.address + "/")
        return page

    def findings(self, name: str) -> list[str]:
        """What axe-core finds on the page that is shown."""
        if SHOTS:
            self.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))
        # Through the debugger, since the policy of the pages lets no script in.
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [f"{item['impact']} {item['id']}: {item['nodes'][0]['html'][:200]}" for item in found["violations"]]


OpenTab = Callable[..., Tab]


@pytest.fixture
def open_tab(chromium: Any, live_server: Any) -> Iterator[OpenTab]:
    contexts = []

    def opened(language: str = "zh-CN", size: str = "desktop") -> Tab:
        width, height = SIZES[size]
        contexts.append(chromium.new_context(viewport={"width": width, "height": height}, locale=language))
        return Tab(contexts[-1], live_server.url)

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_from_the_first_run_to_a_person_with_a_role(open_tab: OpenTab, language: str) -> None:
    token = issue_first_run_token()
    tab = open_tab(language)
    page = tab.go("/log-in/")
    assert tab.findings(f"log-in-empty-{language}") == []
    page = tab.go(f"/first-run/{token}/")
    assert tab.findings(f"first-run-{language}") == []
    page.click("main button.primary")
    assert page.evaluate("document.activeElement.id") == "errors"
    assert tab.findings(f"first-run-errors-{language}") == []
    for field, value in (("name", "王敏"), ("username", "admin"), ("password1", PASSWORD), ("password2", PASSWORD)):
        page.fill(f"#id_{field}", value)
    page.keyboard.press("Enter")
    page.wait_for_url(tab.address + "/")
    assert tab.findings(f"home-{language}") == []
    tab.go("/users/new/")
    page.fill("#id_name", "李强")
    page.fill("#id_username", "liqiang")
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice")
    page.select_option("#id_role", "planner")
    page.select_option("#id_region", "220200")
    page.click("main form:has(#id_role) button.primary")
    page.wait_for_selector(".notice form button")
    assert tab.findings(f"user-{language}") == []
    page.click(".notice form button")  # undo
    page.wait_for_selector(".empty")
    assert not User.objects.get(username="liqiang").grants.exists()
    assert tab.complaints == []


PAGES = [
    "/users/",
    "/regions/",
    "/regions/new/",
    "/bodies/",
    "/bodies/new/",
    "/bodies/{body}/",
    "/bodies/{body}/rename/",
    "/bodies/{body}/merge/",
    "/bodies/{body}/split/",
    "/account/",
    "/account/password/",
    "/audit/",
    "/audit/1/",
    "/nowhere/",
]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_pages_are_open_to_everyone(
    open_tab: OpenTab, administrator: User, body: Callable[..., Body], language: str, size: str
) -> None:
    first = body("示例市工业局", short_name="工业局")
    body("示例市信息化办公室")
    body("示例高新技术产业开发区", kind="zone")
    Grant.objects.create(user=administrator, role="owner", body=first)
    tab = open_tab(language, size)
    tab.log_in("admin")
    for path in PAGES:
        page = tab.go(path.format(body=first.pk))
        name = path.strip("/").format(body="one").replace("/", "-")
        assert tab.findings(f"{name}-{language}-{size}") == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
    assert [said for said in tab.complaints if "404" not in said] == []


def test_log_in_with_a_mistake(open_tab: OpenTab, administrator: User) -> None:
    tab = open_tab()
    page = tab.go("/log-in/")
    assert tab.findings("log-in") == []
    page.fill("#id_username", "admin")
    page.fill("#id_password", "wrong")
    page.keyboard.press("Enter")
    page.wait_for_selector("#errors")
    assert tab.findings("log-in-errors") == []


def test_a_list_by_keyboard_and_without_loading_the_page(
    open_tab: OpenTab, administrator: User, body: Callable[..., Body]
) -> None:
    for number in range(120):
        body(f"示例单位{number:03}", kind="zone" if number % 2 else "department")
    tab = open_tab()
    tab.log_in("admin")
    page = tab.go("/bodies/")
    page.evaluate("window.here = true")
    page.keyboard.press("f")
    page.keyboard.type("单位00")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bodies/?name=*")
    assert "共 10 行" in page.inner_text(".count")
    page.click("#sort-kind")
    page.wait_for_url("**sort=kind*")
    assert page.evaluate("document.activeElement.id") == "sort-kind"
    page.select_option("#id_kind", "zone")
    page.wait_for_url("**kind=zone*")
    assert "共 5 行" in page.inner_text(".count")
    assert page.evaluate("window.here") is True
    page.go_back()
    page.locator(".count", has_text="共 10 行").wait_for()
    page.keyboard.press("?")
    assert page.is_visible("#keys")
    assert tab.findings("keys") == []
    page.keyboard.press("Escape")
    assert not page.is_visible("#keys")
    tab.go("/bodies/")
    assert tab.findings("bodies-many") == []
    assert tab.complaints == []


def test_lists_work_without_script(chromium: Any, live_server: Any, administrator: User, body: Any) -> None:
    for number in range(60):
        body(f"示例单位{number:03}")
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    tab = Tab(context, live_server.url)
    tab.log_in("admin")
    page = tab.go("/bodies/")
    page.click("text=下一页")
    page.fill("#id_name", "05")
    page.click(".filters button")
    assert "共 11 行" in page.inner_text(".count")
    context.close()


def test_paper_shows_the_table_and_not_the_frame(
    open_tab: OpenTab, administrator: User, body: Callable[..., Body]
) -> None:
    made = body()
    tab = open_tab()
    tab.log_in("admin")
    page = tab.go(f"/bodies/{made.pk}/")
    page.emulate_media(media="print")
    assert not page.is_visible(".entries")
    assert page.is_visible("h1")
