"""A plan in a browser: made, filled from its document, decided, assigned and printed; no finding of axe-core."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.web.browser.test_web_pages import AXE, SIZES, OpenTab, Tab, open_tab
from tests.web.registry.conftest import make_filled, make_outline, plan

from planweb.accounts.models import Body, Grant, User
from planweb.evidence.models import Document
from planweb.registry.actions.adopting import adopt_targets
from planweb.registry.actions.versions import begin_version
from planweb.registry.models import Indicator, Plan, PlanIndicator, Target

__all__ = ["make_filled", "make_outline", "open_tab", "plan"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core comes with a checkout, not with a source distribution"),
]
MakeFilled = Callable[..., tuple[Plan, Document]]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_from_a_document_to_a_plan_with_owners(
    open_tab: OpenTab, planner: User, body: Callable[..., Body], make_outline: Any, language: str
) -> None:
    make_outline()
    lead, helper = body("示例市农业局"), body("示例市财政局")
    tab = open_tab(language)
    tab.log_in("planner")
    _make_plan(tab, language)
    _adopt_and_decide(tab, language)
    made = Plan.objects.get()
    page = tab.go(f"/plans/{made.pk}/owners/")
    page.check("[data-select-all]")
    assert page.inner_text("[data-selected]") == "7"
    page.select_option("#id_lead", str(lead.pk))
    page.select_option("#id_supporting", [str(helper.pk)])
    page.click("aside button.primary")
    page.wait_for_selector(".notice")
    assert made.indicators.filter(lead=lead, supporting=helper).count() == 7
    assert tab.findings(f"owners-{language}") == []
    page = tab.go(f"/plans/{made.pk}/")
    page.click(".chapters a:has-text('现代农业')")
    page.wait_for_url("**chapter=*")
    assert page.locator("#table tbody tr").count() == 2
    assert tab.findings(f"plan-{language}") == []
    assert tab.complaints == []


def _make_plan(tab: Tab, language: str) -> None:
    """From the empty list to a plan with its document."""
    page = tab.go("/plans/")
    assert tab.findings(f"plans-empty-{language}") == []
    page.click(".actions .primary")
    for field, value in (("title", "吉林市“十四五”规划纲要"), ("first_year", "2021"), ("last_year", "2025")):
        page.fill(f"#id_{field}", value)
    page.select_option("#id_tier", "development")
    page.select_option("#id_region", "220200")
    page.click("main button.primary")
    page.wait_for_url("**/versions/")
    assert tab.findings(f"versions-empty-{language}") == []
    page.select_option("#id_document", index=1)
    page.click("main form.filters button")


def _adopt_and_decide(tab: Tab, language: str) -> None:
    """From the document to its targets, certain and doubtful."""
    page = tab.page
    page.click("table a.button.primary")
    page.wait_for_url("**/adopt/*/")
    assert tab.findings(f"adopt-{language}") == []
    page.click("main button.primary")  # everything certain is ticked
    page.wait_for_selector(".notice form button")
    assert PlanIndicator.objects.count() == 6
    page.click(".steps a >> nth=0")
    page.wait_for_url("**/doubts/*/")
    assert tab.findings(f"doubts-{language}") == []
    page.select_option("tbody tr:nth-child(1) select", "own")
    page.select_option("tbody tr:nth-child(2) select", "none")
    page.click("main button.primary")
    page.wait_for_selector(".empty")
    assert Indicator.objects.filter(code__startswith="own-").count() == 1


@pytest.fixture
def pages(make_filled: MakeFilled, planner: User, body: Callable[..., Body]) -> list[str]:
    """Addresses of a plan with everything in it."""
    made, document = make_filled()
    adopt_targets(made, document, chosen=["grain_output", "new_urban_jobs"], by=planner)
    row = made.indicators.get(indicator__code="new_urban_jobs")
    lead = body("示例市人力资源和社会保障局")
    row.lead = lead
    row.save()
    target = Target.objects.create(of=row, kind="annual", year=2024, low=6)
    Target.objects.create(of=row, kind="share", year=2025, low=10, body=lead)
    own = Indicator.objects.create(code="own-1", name="示例指标", region=made.region)
    begin_version(made, note="中期调整", effective_on=dt.date(2023, 7, 1), by=planner)
    row.targets.filter(year=2025, kind="five_year").update(low=32)
    names = (
        *("", "edit/", "status/", "delete/", "versions/", "versions/new/", "differences/", "indicators/new/"),
        *("owners/", "owners/upload/", "duties/"),
    )
    of_row = ("", "edit/", "remove/", "targets/new/", "targets/new/?kind=share")
    return [
        *("/plans/", "/plans/new/", "/catalogue/", "/catalogue/new/", f"/catalogue/{own.pk}/edit/"),
        *(f"/plans/{made.pk}/{name}" for name in names),
        *(f"/plan-indicators/{row.pk}/{name}" for name in of_row),
        *(f"/targets/{target.pk}/edit/", f"/bodies/{lead.pk}/targets/"),
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_pages_are_open_to_everyone(
    open_tab: OpenTab, planner: User, pages: list[str], language: str, size: str
) -> None:
    tab = open_tab(language, size)
    tab.log_in("planner")
    for path in pages:
        page = tab.go(path)
        name = path.strip("/").replace("/", "-").replace("?", "-")
        assert tab.findings(f"{name}-{language}-{size}") == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
    assert tab.complaints == []


def test_a_workbook_goes_out_and_comes_back(
    open_tab: OpenTab, planner: User, pages: list[str], body: Callable[..., Body], tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    body("示例市农业局")
    row = PlanIndicator.objects.get(indicator__code="grain_output")
    tab = open_tab()
    tab.log_in("planner")
    page = tab.go(f"/plans/{row.plan_id}/owners/")
    with page.expect_download() as download:
        page.click("text=下载 Excel 模板")
    file = tmp_path / "表.xlsx"
    download.value.save_as(file)
    book = load_workbook(file)
    at = next(cell.row for cell in book.worksheets[0]["A"] if cell.value == row.pk)
    book.worksheets[0][f"F{at}"] = "示例市农业局"
    book.save(file)
    tab.go(f"/plans/{row.plan_id}/owners/upload/")
    page.set_input_files("#id_file", file)
    page.click("main button.primary")
    page.wait_for_selector("input[name=packed]", state="attached")
    assert tab.findings("owners-preview") == []
    page.click("main button.primary >> nth=0")
    page.wait_for_selector(".notice")
    row.refresh_from_db()
    assert str(row.lead) == "示例市农业局"
    assert tab.complaints == []


def test_the_table_of_duties_on_paper(open_tab: OpenTab, planner: User, pages: list[str]) -> None:
    tab = open_tab()
    tab.log_in("planner")
    page = tab.go(f"/plans/{Plan.objects.get().pk}/duties/")
    page.emulate_media(media="print")
    assert not page.is_visible(".entries")
    assert not page.is_visible("[data-print]")
    assert page.is_visible("text=示例市人力资源和社会保障局")


def test_a_leader_reads_and_changes_nothing(open_tab: OpenTab, person: Callable[..., User], pages: list[str]) -> None:
    leader = person("leader")
    Grant.objects.create(user=leader, role="leader", region_id="220200")
    tab = open_tab()
    tab.log_in("leader")
    page = tab.go(f"/plans/{Plan.objects.get().pk}/")
    assert page.locator(".title .actions .button").all_inner_texts() == ["版本与文献", "衔接与自查", "任务分解表"]
    assert tab.findings("plan-leader") == []
