"""Tokens and the description of the API in a browser."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web.browser.test_web_pages import OpenTab, open_tab, pytestmark  # noqa: F401  # a fixture and the marks

from planweb.accounts.models import Token, User


@pytest.mark.parametrize("size", ["desktop", "tablet"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_from_the_account_to_a_token_and_its_end(
    open_tab: OpenTab,  # noqa: F811
    administrator: User,
    language: str,
    size: str,
) -> None:
    tab = open_tab(language, size)
    tab.log_in("admin")
    page = tab.go("/account/")
    page.click("a[href='/account/tokens/new/']")
    assert tab.findings(f"token-new-{language}-{size}") == []
    page.fill("#id_name", "统计系统月度推送")
    page.select_option("#id_access", "write")
    page.keyboard.press("Tab")
    page.click("main button.primary")
    page.wait_for_selector("code.secret")
    assert page.inner_text("code.secret").startswith("planledger_")
    assert tab.findings(f"token-made-{language}-{size}") == []
    assert _fits(page)
    page = tab.go("/account/")
    assert tab.findings(f"account-token-{language}-{size}") == []
    assert _fits(page)
    page.click("form[action*='/revoke/'] button")
    page.wait_for_selector(".notice")
    assert Token.objects.get().permission_state == "revoked"
    page = tab.go("/api/v1/")
    page.click("#list_figures summary")
    assert page.is_visible("#list_figures table")
    assert tab.findings(f"api-{language}-{size}") == []
    assert _fits(page)
    assert tab.complaints == []


def _fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
