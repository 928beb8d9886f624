"""Review in a browser, by keyboard alone: every action, two people, no finding of axe-core, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.web.browser.test_web_pages import AXE, SIZES, OpenTab, Tab, open_tab
from tests.web.conftest import PASSWORD
from tests.web.evidence.conftest import document, make_document

from planweb.accounts.models import User
from planweb.evidence.models import Document, Statement

__all__ = ["document", "make_document", "open_tab"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core comes with a checkout, not with a source distribution"),
]
SELECT = """(words) => {
  const walk = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode()); ) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
}"""
CURRENT = "document.querySelector('#items a[aria-current]').closest('li').dataset.key"


def gdp(document: Document) -> Statement:
    return document.statements.filter(indicator="地区生产总值", role="target").get()


def reviewing(tab: Tab, document: Document, rest: str = "") -> Any:
    """The review page, as far as its script is there."""
    page = tab.go(f"/documents/{document.pk}/review/{rest}")
    page.wait_for_selector("#text .here")
    return page


def told(page: Any, words: str) -> None:
    page.locator("#told-text", has_text=words).wait_for()


def test_what_waits_is_confirmed_one_key_a_row(open_tab: OpenTab, document: Document, planner: User) -> None:
    tab = open_tab()
    tab.log_in("planner")
    page = reviewing(tab, document)
    page.evaluate("window.here = true")
    keys = [li.get_attribute("data-key") for li in page.query_selector_all("#items > li")]
    for number, key in enumerate(keys, 1):
        assert page.evaluate(CURRENT) == key
        page.keyboard.press("Enter")
        page.wait_for_selector(f"#item-{key}.confirmed")
        assert f"{number} / {len(keys)}" in page.inner_text("#progress")
        assert "confirmed" in page.get_attribute(f'#text [data-keys~="{key}"]', "class")
    told(page, "没有更多待审核的内容")
    assert page.evaluate("window.here") is True
    assert not document.statements.exclude(state="confirmed").exists()
    assert not document.commitments.exclude(state="confirmed").exists()
    for key in reversed(keys):
        page.keyboard.press("u")
        page.wait_for_selector(f"#item-{key}.proposed")
        assert page.evaluate(CURRENT) == key
    assert tab.complaints == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_correcting_by_keyboard_and_for_everyone(
    open_tab: OpenTab, document: Document, planner: User, language: str, size: str
) -> None:
    tab, name = open_tab(language, size), f"{language}-{size}"
    tab.log_in("planner")
    row = gdp(document)
    page = reviewing(tab, document, f"?item={row.key}")
    assert tab.findings(f"review-{name}") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("?")
    assert page.is_visible("#keys")
    page.keyboard.press("Escape")

    page.keyboard.press("e")
    page.wait_for_selector("#panel #id_low")
    assert tab.findings(f"review-correct-{name}") == []
    page.fill("#id_unit", "尺寸")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#panel #errors")
    assert tab.findings(f"review-correct-errors-{name}") == []
    assert page.input_value("#id_unit") == "尺寸"
    page.fill("#id_unit", "%")
    page.fill("#id_low", "6.5")
    page.fill("#id_high", "")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f"#item-{row.key}.corrected .corrections")
    row.refresh_from_db()
    assert (row.low, row.high, row.base_low) == (6.5, 6.5, 6.5)
    assert page.evaluate(CURRENT) != row.key
    assert page.evaluate("document.activeElement.matches('#items a[aria-current]')")

    assert [said for said in tab.complaints if "422" not in said] == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_rejecting_and_merging_by_keyboard(
    open_tab: OpenTab, document: Document, planner: User, language: str, size: str
) -> None:
    tab, name = open_tab(language, size), f"{language}-{size}"
    tab.log_in("planner")
    page = reviewing(tab, document, f"?item={gdp(document).key}")
    rejected = page.evaluate(CURRENT)
    page.keyboard.press("x")
    page.wait_for_selector(f"#item-{rejected}.rejected")
    merged = page.evaluate(CURRENT)
    page.keyboard.press("m")
    page.wait_for_selector("#panel [name=into]")
    assert tab.findings(f"review-merge-{name}") == []
    page.keyboard.press("Escape")
    assert page.is_visible("#items")
    page.keyboard.press("m")
    page.wait_for_selector("#panel [name=into]")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f"#item-{merged}.rejected")
    assert Statement.objects.get(pk=merged[1:]).merged_into is not None
    page.keyboard.press("u")
    page.wait_for_selector(f"#item-{merged}.proposed")
    assert tab.findings(f"review-done-{name}") == []
    assert tab.complaints == []


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_what_the_reader_missed_is_added_by_selecting_it(
    open_tab: OpenTab, document: Document, planner: User, language: str
) -> None:
    row = gdp(document)
    Statement.objects.filter(pk=row.pk).delete()
    tab = open_tab(language)
    tab.log_in("planner")
    page = reviewing(tab, document)
    page.keyboard.press("a")
    page.wait_for_selector("#panel #id_passage")
    assert tab.findings(f"review-passage-{language}") == []
    page.keyboard.press("Escape")
    page.evaluate(SELECT, "地区生产总值增长6%左右")
    page.keyboard.press("a")
    page.wait_for_selector("#panel #id_indicator")
    assert tab.findings(f"review-add-{language}") == []
    assert page.input_value("#id_indicator") == "地区生产总值"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".notice")
    page.wait_for_selector("#text .here")
    added = gdp(document)
    assert (added.start, added.by_hand, added.state) == (row.start, True, "confirmed")
    assert page.evaluate(CURRENT) == added.key
    page.keyboard.press("u")
    page.wait_for_selector(f"#item-{added.key}.rejected")
    assert tab.complaints == []


def test_offsets_of_a_selection_count_characters(open_tab: OpenTab, document: Document, planner: User) -> None:
    reading = document.reading
    reading.text = reading.text.replace("各位代表", "𠮷位代表")  # a character that JavaScript counts as two
    reading.save()
    tab = open_tab()
    tab.log_in("planner")
    page = reviewing(tab, document)
    page.evaluate(SELECT, "位代表")
    page.keyboard.press("a")
    page.wait_for_selector("#panel form")
    start, end = (int(page.get_attribute(f"#panel [name={name}]", "value")) for name in ("start", "end"))
    assert reading.text[start:end] == "位代表"


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_many_at_once_and_back(open_tab: OpenTab, document: Document, planner: User, language: str) -> None:
    tab = open_tab(language)
    tab.log_in("planner")
    page = reviewing(tab, document, "?kind=statement&role=target")
    page.keyboard.press("b")
    page.wait_for_url("**/bulk/**")
    assert tab.findings(f"review-bulk-{language}") == []
    assert page.input_value("#id_role") == "target"
    count = document.statements.filter(role="target", confidence__gte=0.9).count()
    page.click("main form[method=post] button.primary")
    page.wait_for_selector(".notice")
    assert document.statements.filter(state="confirmed").count() == count
    assert tab.findings(f"review-bulk-done-{language}") == []
    page.keyboard.press("u")
    page.wait_for_selector("#items .confirmed", state="detached")
    assert not document.statements.filter(state="confirmed").exists()
    assert tab.complaints == []


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_of_two_people_the_second_is_told_and_keeps_the_input(
    open_tab: OpenTab, document: Document, planner: User, person: Callable[..., User], language: str
) -> None:
    person("second", "planner")
    row = gdp(document)
    first, second = open_tab(language), open_tab(language)
    pages = []
    for tab, name in ((first, "planner"), (second, "second")):
        tab.log_in(name)
        pages.append(reviewing(tab, document, f"?item={row.key}"))
        pages[-1].keyboard.press("e")
        pages[-1].wait_for_selector("#panel #id_low")
    one, two = pages
    one.fill("#id_low", "6.5")
    one.fill("#id_high", "")
    one.keyboard.press("Control+Enter")
    one.wait_for_selector(f"#item-{row.key}.corrected")
    two.fill("#id_low", "7")
    two.fill("#id_high", "")
    two.fill("#id_note", "以公报为准")
    two.keyboard.press("Control+Enter")
    two.wait_for_selector("#panel [data-focus]")
    assert second.findings(f"review-conflict-{language}") == []
    assert "人员planner" in two.inner_text("#panel [data-focus]")
    assert (two.input_value("#id_low"), two.input_value("#id_note")) == ("7", "以公报为准")
    row.refresh_from_db()
    assert row.low == 6.5
    two.keyboard.press("Tab")
    two.focus("#panel #id_note")
    two.keyboard.press("Control+Enter")
    two.wait_for_selector(f"#item-{row.key}.corrected .corrections")
    row.refresh_from_db()
    assert (row.low, row.note) == (7.0, "以公报为准")

    one.keyboard.press("k")
    assert one.evaluate(CURRENT) == row.key
    one.keyboard.press("x")
    one.wait_for_selector("#panel [data-focus]")
    assert first.findings(f"review-conflict-reject-{language}") == []
    one.keyboard.press("Escape")
    assert one.is_visible("#items")
    row.refresh_from_db()
    assert row.state == "corrected"
    assert [said for tab in (first, second) for said in tab.complaints if "409" not in said] == []


def test_what_another_person_did_meanwhile_is_passed_over(
    open_tab: OpenTab, document: Document, planner: User, person: Callable[..., User]
) -> None:
    person("second", "planner")
    pages = []
    for name in ("planner", "second"):
        tab = open_tab()
        tab.log_in(name)
        pages.append(reviewing(tab, document))
    one, two = pages
    keys = [li.get_attribute("data-key") for li in one.query_selector_all("#items > li")]
    for key in keys[1:3]:
        one.keyboard.press("j")
        assert one.evaluate(CURRENT) == key
        one.keyboard.press("x")
        one.wait_for_selector(f"#item-{key}.rejected")
        one.keyboard.press("k")
    two.keyboard.press("Enter")
    for key in keys[1:3]:
        two.wait_for_selector(f"#item-{key}.rejected")
    two.wait_for_selector(f"#item-{keys[3]} a[aria-current]")


def test_nothing_typed_is_lost_when_the_log_in_has_expired(
    open_tab: OpenTab, document: Document, planner: User
) -> None:
    tab = open_tab()
    tab.log_in("planner")
    row = gdp(document)
    page = reviewing(tab, document, f"?item={row.key}")
    page.keyboard.press("e")
    page.wait_for_selector("#panel #id_low")
    page.fill("#id_note", "说明")
    planner.sessions.all().delete()
    page.keyboard.press("Control+Enter")
    told(page, "登录已过期")
    assert page.input_value("#id_note") == "说明"
    other = page.context.new_page()
    other.goto(tab.address + "/log-in/")
    other.fill("#id_username", "planner")
    other.fill("#id_password", PASSWORD)
    other.keyboard.press("Enter")
    other.wait_for_url(tab.address + "/")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f"#item-{row.key}.confirmed")


def test_the_review_works_without_script(chromium: Any, live_server: Any, document: Document, planner: User) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    tab = Tab(context, live_server.url)
    tab.log_in("planner")
    row = gdp(document)
    page = tab.go(f"/documents/{document.pk}/review/")
    page.click(f"#item-{row.key} a")
    page.click(".tools [data-do=correct]")
    page.fill("#id_low", "6.5")
    page.fill("#id_high", "")
    page.click("main form[method=post] button.primary")
    assert "已更正" in page.inner_text(".notice")
    page.click(".tools [data-do=reject] button")
    assert "已否决" in page.inner_text(".notice")
    page.click(".notice button")
    assert "已撤销" in page.inner_text(".notice")
    row.refresh_from_db()
    assert (row.low, row.state) == (6.5, "corrected")
    page.click("#add")
    page.fill("#id_passage", "开工建设环城铁路")
    page.click("main form[method=get] button.primary")
    assert page.is_visible("#id_object")
    context.close()
