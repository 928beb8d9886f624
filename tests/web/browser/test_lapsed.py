"""A log-in runs out while somebody fills in a form: nothing that was typed is lost, nor shown to somebody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.web.browser.test_web_pages import AXE, OpenTab, open_tab
from tests.web.conftest import CITY, PASSWORD
from tests.web.registry.conftest import plan

from planweb.accounts.models import Session, User
from planweb.registry.models import Plan

__all__ = ["open_tab", "plan"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core comes with a checkout, not with a source distribution"),
]


@pytest.mark.parametrize("again", ["planner", "other"])
def test_what_was_typed_is_back_after_the_log_in(
    open_tab: OpenTab, plan: Plan, person: Callable[..., User], again: str
) -> None:
    person("other", "planner", region=CITY)
    title = plan.title
    tab = open_tab()
    tab.log_in("planner")
    page = tab.go(f"/plans/{plan.pk}/edit/")
    page.fill("#id_title", "另一个名称")
    page.select_option("#id_tier", "special")
    Session.objects.all().delete()
    page.click("main form button.primary")
    page.wait_for_url("**/log-in/**")
    assert page.is_visible("#lapsed")
    page.fill("#id_username", again)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_title")
    mine = again == "planner"
    assert page.is_visible("#kept") is mine
    assert page.input_value("#id_title") == ("另一个名称" if mine else title)
    assert page.input_value("#id_tier") == ("special" if mine else "development")
    plan.refresh_from_db()
    assert plan.title == title  # nothing was sent
    page.click("main form button.primary")
    page.wait_for_url(f"**/plans/{plan.pk}/")
    assert not page.is_visible("#kept")
    assert tab.complaints == []
