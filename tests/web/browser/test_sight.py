"""Seeing how things stand, in a browser: home by role, indicator, comparison, body; no finding of axe-core."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.web.browser.test_web_pages import SIZES, Tab, pytestmark  # noqa: F401  # the same browser and marks
from tests.web.monitoring.story import Story, tell

OpenTab = Callable[..., Tab]


@pytest.fixture
def story(transactional_db: None) -> Story:
    return tell()


@pytest.fixture
def open_tab(chromium: Any, live_server: Any) -> Iterator[OpenTab]:
    contexts = []

    def opened(language: str = "zh-CN", size: str = "desktop", **said: Any) -> Tab:
        width, height = SIZES[size]
        contexts.append(chromium.new_context(viewport={"width": width, "height": height}, locale=language, **said))
        return Tab(contexts[-1], live_server.url)

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_homes_and_pages_are_open_to_everyone(open_tab: OpenTab, story: Story, language: str, size: str) -> None:
    row, body = story.rows[2], story.bodies[2]
    paths = {
        "leader": ["/", f"/indicators/{row.pk}/", f"/bodies/{body.pk}/standing/", "/indicators/"],
        "planner": [
            "/?as=planner",
            f"/indicators/{row.pk}/overrule/",
            "/compare/",
            f"/indicators/{row.pk}/split/",
            f"/plans/{row.plan_id}/check/",
        ],
        "owner": ["/"],
        "auditor": ["/", f"/series/{story.rows[0].indicator_id}/", "/frame/"],
        "admin": ["/"],
    }
    for who, pages in paths.items():
        tab = open_tab(language, size)
        tab.log_in(who)
        for path in pages:
            page = tab.go(path)
            name = f"sight-{who}-{path.strip('/?').replace('/', '-').replace('?', '')}-{language}-{size}"
            assert tab.findings(name) == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
        assert tab.complaints == []


def test_from_red_to_the_rule_and_its_numbers(open_tab: OpenTab, story: Story) -> None:
    tab = open_tab()
    page = tab.log_in("leader")
    page.click("text=单位GDP能耗降低")
    page.wait_for_selector(".canvas canvas")
    page.click("text=判定规则与数据")
    page.wait_for_selector("text=已完成 / 时序应完成")
    assert "16.7" in page.inner_text(".verdict")
    assert tab.complaints == []


def test_a_chart_is_copied_as_data_and_as_picture(open_tab: OpenTab, story: Story) -> None:
    tab = open_tab(permissions=["clipboard-read", "clipboard-write"])
    tab.log_in("leader")
    page = tab.go(f"/indicators/{story.rows[0].pk}/")
    page.click("[data-copy=data]")
    page.locator(".chart [role=status]", has_text="已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").splitlines()[1].split("\t")[:3] == ["2020", "1450", "1450"]
    page.evaluate("document.querySelector('.chart [role=status]').textContent = ''")
    page.click("[data-copy=picture]")
    page.locator(".chart [role=status]", has_text="已").wait_for()
    assert tab.complaints == []


def test_the_frame_is_switched_from_the_top_bar(open_tab: OpenTab, story: Story) -> None:
    tab = open_tab()
    tab.log_in("auditor")
    page = tab.go("/indicators/?light=red")
    page.click(".frame summary")
    page.select_option("#frame-region", "220281")
    page.click(".frame-choice button")
    page.wait_for_url("**/indicators/?light=red&at=220281")
    assert "蛟河市" in page.inner_text(".frame summary")
    assert tab.findings("frame") == []
    assert tab.complaints == []


def test_a_page_without_script_has_the_data_as_a_table(chromium: Any, live_server: Any, story: Story) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    tab = Tab(context, live_server.url)
    tab.log_in("leader")
    page = tab.go(f"/indicators/{story.rows[0].pk}/")
    assert not page.is_visible(".canvas")
    assert "1,731" in page.inner_text("main")
    context.close()


def test_the_page_of_a_body_prints_without_the_frame(open_tab: OpenTab, story: Story) -> None:
    tab = open_tab()
    tab.log_in("leader")
    page = tab.go(f"/bodies/{story.bodies[2].pk}/standing/")
    page.emulate_media(media="print")
    assert not page.is_visible(".entries")
    assert page.is_visible("text=下一步")


def test_a_wide_table_is_printed_with_all_its_columns(open_tab: OpenTab, story: Story) -> None:
    tab = open_tab()
    tab.log_in("leader")
    for path in ("/indicators/", f"/plans/{story.plan.pk}/"):
        page = tab.go(path)
        page.set_viewport_size({"width": 1032, "height": 700})  # of a sheet across, within its margins
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        page.emulate_media(media="screen")
