"""Documents in a browser: brought in, read beside their list, followed to a place; no finding of axe-core."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.web.browser.test_web_pages import AXE, SIZES, OpenTab, open_tab
from tests.web.evidence.making import TEXT, read_text, stored

from planweb.accounts.models import User
from planweb.evidence.models import Document
from planweb.evidence.records import store_reading

__all__ = ["open_tab"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core comes with a checkout, not with a source distribution"),
]
DROP = """(text) => {
  const files = new DataTransfer();
  files.items.add(new File([text], "dropped.txt", {type: "text/plain"}));
  dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
}"""
IN_VIEW = """(mark) => {
  const place = document.getElementById(mark).getBoundingClientRect();
  return place.top >= 0 && place.bottom <= innerHeight;
}"""


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_file_is_dropped_and_read(open_tab: OpenTab, administrator: User, language: str) -> None:
    tab = open_tab(language)
    tab.log_in("admin")
    page = tab.go("/documents/")
    assert tab.findings(f"documents-empty-{language}") == []
    page.click(".empty a")
    page.wait_for_url("**/documents/new/")
    page.evaluate(DROP, TEXT)
    assert "dropped.txt" in page.inner_text(".chosen")
    assert tab.findings(f"upload-{language}") == []
    page.click("main button.primary")
    page.wait_for_selector(".text .said")
    document = Document.objects.get()
    assert document.name == "dropped.txt"
    assert tab.findings(f"document-{language}") == []
    assert tab.complaints == []


def test_the_list_keeps_step_with_the_text(open_tab: OpenTab, administrator: User, tmp_path: Path) -> None:
    paragraphs = "".join(f"第{number}镇粮食产量达到{number}万吨以上。\n" for number in range(11, 150))
    outcome = read_text(tmp_path, TEXT + paragraphs)
    assert outcome.document is not None
    assert outcome.extraction is not None
    made = Document.objects.create(name="long.txt", sha256="0" * 64, file="x.txt")
    document = store_reading(made, outcome.document, outcome.extraction)
    rows = list(document.statements.all())
    tab = open_tab()
    tab.log_in("admin")
    page = tab.go(f"/documents/{document.pk}/")
    page.mouse.move(400, 500)
    page.mouse.wheel(0, 1500)
    page.wait_for_selector(".list a[aria-current]")
    first = page.get_attribute(".list a[aria-current]", "data-mark")
    assert page.evaluate(IN_VIEW, first)
    last = f"s{rows[-1].pk}"
    page.click(f"[data-mark={last}]")
    page.wait_for_selector("#statement .statement")
    assert rows[-1].text in page.inner_text("#statement mark")
    assert page.evaluate(IN_VIEW, last)
    page.keyboard.press("k")
    assert page.get_attribute(".list a[aria-current]", "data-mark") == f"s{rows[-2].pk}"
    middle = rows[len(rows) // 2]
    page = tab.go(f"/documents/{document.pk}/?at={middle.start}#s{middle.pk}")
    page.wait_for_selector("#statement .statement")
    assert page.evaluate(IN_VIEW, f"s{middle.pk}")
    assert page.get_attribute(".list a[aria-current]", "data-mark") == f"s{middle.pk}"
    assert tab.complaints == []


def test_a_document_is_withdrawn_and_taken_back(open_tab: OpenTab, administrator: User) -> None:
    document = stored()
    tab = open_tab()
    tab.log_in("admin")
    page = tab.go(f"/documents/{document.pk}/")
    page.click("summary.button")
    assert tab.findings("document-menu") == []
    page.click(".menu form[action$=withdraw\\/] button")
    page.click(".notice form button")
    page.wait_for_selector(".text .said")
    document.refresh_from_db()
    assert document.state == "read"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_pages_are_open_to_everyone(open_tab: OpenTab, administrator: User, language: str, size: str) -> None:
    first = stored()
    second = stored(version_of=first, version=2)
    statement = first.statements.get(text="90")
    second.statements.filter(text="90").update(low=95, text="95")
    failed = Document.objects.create(
        name="x.pdf", sha256="0" * 64, file="x.pdf", state="failed", problem="坏的", problem_english="bad"
    )
    waiting = Document.objects.create(name="y.pdf", sha256="0" * 64, file="y.pdf", state="reading", progress=40)
    tab = open_tab(language, size)
    tab.log_in("admin")
    paths: dict[str, Any] = {
        "documents": "/documents/",
        "document": f"/documents/{second.pk}/",
        "document-page": f"/documents/{first.pk}/pages/1/?statement={statement.pk}",
        "document-reading": f"/documents/{first.pk}/reading/",
        "document-correct": f"/documents/{first.pk}/correct/",
        "document-changes": f"/documents/{second.pk}/changes/{first.pk}/",
        "document-version": f"/documents/{first.pk}/versions/new/",
        "document-failed": f"/documents/{failed.pk}/",
        "document-waiting": f"/documents/{waiting.pk}/",
        "statements": "/statements/",
        "statement": f"/statements/{statement.pk}/",
    }
    for name, path in paths.items():
        page = tab.go(path)
        assert tab.findings(f"{name}-{language}-{size}") == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
