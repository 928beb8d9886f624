"""No finding of axe-core that is serious, in both languages, on a screen and on a telephone."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from tests.browser.conftest import OpenReport
from tests.unit.ledger.report_ledgers import city_ledger, printed_ledger, single_ledger, tabled_ledger

VENDOR = Path(__file__).parent / "vendor"
AXE = VENDOR / "axe-core" / "axe.min.js"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not VENDOR.exists(), reason="axe-core comes with a checkout, not with a source distribution"),
]
VIEWS = ["overview", "promises&open=0.plan%2331", "documents", "statements", "near", "contradictions", "damage", "help"]


def test_vendored_file_is_the_one_recorded() -> None:
    rows = re.findall(r"\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|", (VENDOR / "README.md").read_text(encoding="utf-8"))
    assert rows == [("axe-core/axe.min.js", hashlib.sha256(AXE.read_bytes()).hexdigest())]


def findings(tab: object) -> list[str]:
    tab.evaluate(AXE.read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")  # type: ignore[attr-defined]
    return [f"{item['impact']} {item['id']}: {item['nodes'][0]['html'][:200]}" for item in found["violations"]]


@pytest.mark.parametrize("view", [*VIEWS, "doc&doc=plan&at=32-33", "print"])
def test_views_are_open_to_everyone(open_report: OpenReport, view: str) -> None:
    report = open_report(city_ledger())
    assert findings(report.show(f"view={view}")) == []


@pytest.mark.parametrize("view", ["overview", "promises&open=0.plan%2331", "doc&doc=plan"])
def test_so_they_are_in_english_on_a_telephone(open_report: OpenReport, view: str) -> None:
    report = open_report(city_ledger(), width=390, height=844)
    assert findings(report.show(f"view={view}&lang=en")) == []


@pytest.mark.parametrize("view", ["documents", "doc&doc=plan"])
def test_so_are_tables_of_documents(open_report: OpenReport, view: str) -> None:
    assert findings(open_report(tabled_ledger(), width=500).show(f"view={view}")) == []


def test_so_is_the_picture_of_a_page(open_report: OpenReport, pictures: dict[str, dict[int, str]]) -> None:
    tab = open_report(printed_ledger(), pictures=pictures).show("view=promises&open=0.plan%2331")
    tab.locator(".detail button.where").first.click()
    tab.wait_for_selector("#page img:visible")
    assert findings(tab) == []
    tab.keyboard.press("Tab")
    tab.keyboard.press("Shift+Tab")
    assert tab.evaluate("document.querySelector('#page').contains(document.activeElement)")
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.className") == "where"


def test_so_are_the_keys_and_the_empty_state(open_report: OpenReport) -> None:
    tab = open_report(single_ledger()).show()
    tab.keyboard.press("?")
    assert findings(tab) == []
