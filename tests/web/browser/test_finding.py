"""Task 5 in a browser: finding things, and reading what became of promises, in both languages, by hand and keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.browser.test_web_pages import AXE, SIZES, OpenTab, Tab
from tests.web.evidence.making import read_text
from tests.web.evidence.test_comparisons import CONFUSED, PROMISES, RESULTS

from planweb.accounts.models import User
from planweb.evidence.models import Comparison, Document
from planweb.evidence.records import store_reading
from planweb.evidence.signals import document_read

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core comes with a checkout, not with a source distribution"),
]


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


@pytest.fixture
def comparison(live_server: Any, regions: None, tmp_path: Path) -> Comparison:
    """Two documents that answer each other and one that contradicts itself, brought in."""
    for name, text in (("report-2023", PROMISES), ("report-2024", RESULTS), ("report-2022", CONFUSED)):
        outcome = read_text(tmp_path, text, name=name)
        assert outcome.document is not None
        assert outcome.extraction is not None
        made = Document.objects.create(name=f"{name}.txt", sha256=name, file=name)
        document_read.send(Document, document=store_reading(made, outcome.document, outcome.extraction))
    return Comparison.objects.get(promises__year=2023)


@pytest.fixture
def regions(live_server: Any, transactional_db: None) -> None:
    """The regions, which tests that empty the database take away."""
    from planweb.accounts.regions import load_regions

    load_regions()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_pages_are_open_to_everyone(
    open_tab: OpenTab, comparison: Comparison, administrator: User, language: str, size: str
) -> None:
    confused = Document.objects.get(year=2022)
    tab = open_tab(language, size)
    tab.log_in("admin")
    pages = {
        "search-empty": "/search/",
        "search": "/search/?q=就业",
        "search-kind": "/search/?q=就业&kind=statement&year=2023",
        "search-none": "/search/?q=就业&year=1999",
        "comparisons": "/comparisons/",
        "comparison": f"/comparisons/{comparison.pk}/",
        "comparison-missed": f"/comparisons/{comparison.pk}/?verdict=missed",
        "comparison-none": f"/comparisons/{comparison.pk}/?words=nothing",
        "comparison-new": "/comparisons/new/",
        "contradictions": f"/documents/{confused.pk}/contradictions/",
    }
    for name, path in pages.items():
        page = tab.go(path)
        assert tab.findings(f"{name}-{language}-{size}") == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
    assert tab.complaints == []


def test_a_word_and_a_number_are_found_from_any_page(
    open_tab: OpenTab, comparison: Comparison, administrator: User
) -> None:
    tab = open_tab()
    tab.log_in("admin")
    page = tab.go("/account/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("就业")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator(".hits mark").first.inner_text() == "就业"
    page.click(".tabs a:has-text('量化表述')")
    page.wait_for_url("**kind=statement*")
    page.click(".hits a >> nth=0")
    page.wait_for_url("**/documents/**")
    assert "就业" in page.inner_text("main")
    page.keyboard.press("/")
    page.keyboard.type("1,500亿元")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator(".hits mark").first.inner_text() == "1500亿元"
    assert tab.complaints == []


def test_promises_are_read_by_keyboard_and_lead_to_their_sentences(
    open_tab: OpenTab, comparison: Comparison, administrator: User
) -> None:
    tab = open_tab()
    tab.log_in("admin")
    page = tab.go(f"/comparisons/{comparison.pk}/")
    assert "未报告" in page.inner_text("#fulfilments tbody tr >> nth=0")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.evaluate("document.activeElement.id")
    assert first == page.locator("#fulfilments tbody tr").first.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/documents/{comparison.promises_id}/?at=**")
    page.go_back()
    page.click(".tabs a:has-text('未兑现')")
    page.wait_for_url("**verdict=missed*")
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.wait_for_url(f"**/documents/{comparison.results_id}/?at=**")
    mark = page.locator(f"#{page.url.rpartition('#')[2]}")
    assert mark.is_visible()
    assert "5.1" in mark.inner_text()
    assert tab.complaints == []


def test_paper_shows_the_rows_and_not_the_frame(open_tab: OpenTab, comparison: Comparison, administrator: User) -> None:
    tab = open_tab()
    tab.log_in("admin")
    page = tab.go(f"/comparisons/{comparison.pk}/")
    page.emulate_media(media="print")
    for hidden in (".entries", ".filters", "#find", ".tabs"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.is_visible("#fulfilments")
    assert re.search(r"共 \d+ 项承诺", page.inner_text(".lead"))


def test_lists_and_search_work_without_script(
    chromium: Any, live_server: Any, comparison: Comparison, administrator: User
) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    tab = Tab(context, live_server.url)
    tab.log_in("admin")
    page = tab.go(f"/comparisons/{comparison.pk}/")
    page.fill("#id_words", "公园")
    page.click(".filters button")
    assert "共 1 项" in page.inner_text(".count")
    page.fill("#find", "粮食")
    page.press("#find", "Enter")
    assert page.locator(".hits li").count() > 0
    context.close()
