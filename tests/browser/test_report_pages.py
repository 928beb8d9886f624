"""The pictures of pages that the report opens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.browser.conftest import OpenReport
from tests.unit.ledger.report_ledgers import city_ledger

from planledger.model import Box, Ledger, Page, Place

pytestmark = pytest.mark.browser

MISSED = "view=promises&open=0.plan%2331"


def printed_ledger() -> Ledger:
    """The city's ledger, as if its plan had been read from a PDF."""
    ledger = city_ledger()
    plan, *others = ledger.documents
    place = Place(0, len(plan.source), page=3, box=Box(60.0, 400.0, 540.0, 414.0))
    printed = replace(plan, format="pdf", pages=(Page(3, 600.0, 800.0),), places=(place,))
    return replace(ledger, documents=(printed, *others))


@pytest.fixture
def pictures(tmp_path: Path) -> dict[str, dict[int, str]]:
    image = pytest.importorskip("PIL.Image", reason="Pillow comes with the extras pdf and ocr")
    (tmp_path / "pages").mkdir()
    image.new("RGB", (600, 800), "white").save(tmp_path / "pages" / "plan-3.webp")
    return {city_ledger().documents[0].id: {3: "pages/plan-3.webp"}}


def test_a_quote_opens_its_page_with_the_passage_marked(
    open_report: OpenReport, pictures: dict[str, dict[int, str]]
) -> None:
    report = open_report(printed_ledger(), pictures=pictures)
    tab = report.show(MISSED)
    button = tab.locator(".detail button.where").first
    assert button.inner_text() == "第3页"
    button.click()
    picture = tab.locator("#page img")
    tab.wait_for_function("document.querySelector('#page img').naturalWidth === 600")
    shown, spot = picture.bounding_box(), tab.locator("#page .spot").bounding_box()
    share = (spot["y"] + spot["height"] / 2 - shown["y"]) / shown["height"]
    assert 0.49 < share < 0.53
    assert 0 <= spot["y"] <= 768
    tab.keyboard.press("Escape")
    assert not tab.locator("#page").is_visible()
    assert tab.evaluate("document.activeElement.className") == "where"
    assert report.complaints == []


def test_the_list_of_documents_says_what_kind_of_file_each_was(open_report: OpenReport) -> None:
    report = open_report(printed_ledger())
    rows = report.show("view=documents").locator("table.documents tbody tr")
    assert [row.locator(".c-format").inner_text().split() for row in rows.all()] == [["PDF"], ["文本", "utf-8"]]
    assert report.complaints == []


def test_without_its_folder_the_report_says_what_is_missing(open_report: OpenReport) -> None:
    report = open_report(printed_ledger(), pictures={city_ledger().documents[0].id: {3: "pages/gone.webp"}})
    tab = report.show(MISSED + "&lang=en")
    button = tab.locator(".detail button.where").first
    assert button.inner_text() == "page 3"
    button.click()
    tab.wait_for_selector("#page .empty:visible")


def test_a_place_without_a_picture_is_said_in_words(open_report: OpenReport) -> None:
    ledger = city_ledger()
    plan, *others = ledger.documents
    typed = replace(plan, format="docx", places=(Place(0, len(plan.source), "table:2:3:4"),))
    tab = open_report(replace(ledger, documents=(typed, *others))).show(MISSED)
    assert tab.locator(".detail span.where").first.inner_text() == "表2第3行第4列"
    assert tab.locator(".detail button.where").count() == 0
