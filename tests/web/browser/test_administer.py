"""Administering in a browser: system, backup, export, sessions; no finding of axe-core in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests.web.browser.test_web_pages import AXE, SIZES, OpenTab, open_tab

from planweb.accounts.models import User
from planweb.site.models import Chore

__all__ = ["open_tab"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core comes with a checkout, not with a source distribution"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own."""
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setattr(settings, "DATA", data)
    monkeypatch.setattr(settings, "DOCUMENTS", data / "documents")
    monkeypatch.setattr(settings, "AUDIT_ANCHOR", data / "audit-anchor.json")
    return data


def test_a_backup_is_made_and_taken_home(open_tab: OpenTab, folder: Path, administrator: User) -> None:
    tab = open_tab()
    page = tab.log_in("admin")
    page.click("nav.entries >> text=管理")
    page.click("nav.entries >> text=系统")
    page.click("text=核验审计记录 >> nth=-1")
    page.wait_for_selector(".notice")
    page.click("text=立即备份")
    page.locator("#chores tr", has_text="备份").get_by_text("已完成").wait_for()
    with page.expect_download() as taken:
        page.click("#chores >> text=下载")
    assert taken.value.suggested_filename.endswith(".zip")
    assert Path(taken.value.path()).stat().st_size > 1000
    assert Chore.objects.filter(state="done").count() == 2
    assert tab.complaints == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_pages_are_open_to_everyone(
    open_tab: OpenTab, folder: Path, administrator: User, language: str, size: str
) -> None:
    for kind, state in (("backup", "done"), ("export", "running"), ("import", "failed")):
        numbers = {"rows": 1000, "documents": 3, "entries": 7}
        Chore.objects.create(kind=kind, state=state, numbers=numbers, problem="原因" if state == "failed" else "")
    tab = open_tab(language, size)
    tab.log_in("admin")
    for path in ("/manage/", "/manage/system/", "/manage/system/import/", "/manage/sessions/"):
        page: Any = tab.go(path)
        name = path.strip("/").replace("/", "-")
        assert tab.findings(f"{name}-{language}-{size}") == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
    assert tab.complaints == []
