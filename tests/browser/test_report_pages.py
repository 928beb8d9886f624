"""The pictures of pages that the report opens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.browser.conftest import OpenReport
from tests.unit.ledger.report_ledgers import city_ledger, printed_ledger, tabled_ledger

from planledger.model import Place

pytestmark = pytest.mark.browser

MISSED = "view=promises&open=0.plan%2331"


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


def test_a_file_may_have_any_name(open_report: OpenReport, pictures: dict[str, dict[int, str]], tmp_path: Path) -> None:
    (tmp_path / "pages" / "plan-3.webp").rename(tmp_path / "pages" / "50% #1?-3.webp")
    tab = open_report(printed_ledger(), pictures={"plan": {3: "pages/50% #1?-3.webp"}}).show("view=doc&doc=plan")
    tab.locator(".side button.where").first.click()
    tab.wait_for_function("document.querySelector('#page img').naturalWidth === 600")


def test_keys_reach_nothing_below_an_open_page(open_report: OpenReport, pictures: dict[str, dict[int, str]]) -> None:
    report = open_report(printed_ledger(), pictures=pictures)
    tab = report.show("view=doc&doc=plan")
    tab.locator(".side button.where").first.click()
    tab.keyboard.press("j")
    assert tab.evaluate("document.querySelector('#page').contains(document.activeElement)")
    tab.keyboard.press("Escape")
    assert not tab.locator("#page").is_visible()
    assert report.hash() == "#view=doc&doc=plan"


def test_the_list_of_documents_says_what_kind_of_file_each_was(open_report: OpenReport) -> None:
    report = open_report(printed_ledger())
    rows = report.show("view=documents").locator("table.documents tbody tr")
    assert [row.locator(".c-format").inner_text().split() for row in rows.all()] == [["PDF"], ["文本", "utf-8"]]
    assert report.complaints == []


def test_a_table_is_shown_as_one_with_its_statements_marked(open_report: OpenReport) -> None:
    report = open_report(tabled_ledger())
    tab = report.show("view=doc&doc=plan")
    table = tab.locator(".body table")
    assert table.locator("th").all_inner_texts() == ["指标", "2020年计划"]
    assert [row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()] == [["粮食产量", "55.5"]]
    assert table.locator("td .st.target").inner_text() == "55.5"
    tab.locator(".side a").first.click()
    assert table.locator("mark.here").inner_text() == "55.5"
    assert report.complaints == []


def test_a_row_of_a_table_is_quoted_with_its_cells_apart(open_report: OpenReport) -> None:
    tab = open_report(tabled_ledger()).show("view=promises&open=0.plan%2322")
    assert tab.locator(".detail blockquote").first.inner_text().startswith("粮食产量 │ 55.5")


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
    tab.locator("#lang-button").click()
    assert tab.locator(".detail span.where").first.inner_text() == "table 2, row 3, column 4"
    assert tab.locator(".detail button.where").count() == 0
