"""Reporting in a browser: an owner by keyboard and by Excel, a planner by keyboard; no finding of axe-core."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from tests.web.browser.test_web_pages import AXE, SIZES, Tab
from tests.web.conftest import PASSWORD

from planweb.accounts.models import Body, Session, User
from planweb.evidence.models import Document, Statement
from planweb.monitoring.actions import figures as actions
from planweb.monitoring.models import Figure, Progress, Reminder, Round
from planweb.registry.models import Indicator, Plan, PlanIndicator, Target

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core comes with a checkout, not with a source distribution"),
]
OpenTab = Callable[..., Tab]


@pytest.fixture
def open_tab(chromium: Any, live_server: Any) -> Iterator[OpenTab]:
    contexts = []

    def opened(language: str = "zh-CN", size: str = "desktop") -> Tab:
        width, height = SIZES[size]
        contexts.append(
            chromium.new_context(viewport={"width": width, "height": height}, locale=language, accept_downloads=True)
        )
        return Tab(contexts[-1], live_server.url)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(autouse=True)
def _documents(tmp_path: Path, settings: Any) -> None:
    settings.DOCUMENTS = tmp_path / "documents"


@pytest.fixture
def city(body: Callable[..., Body], person: Callable[..., User]) -> dict[str, Any]:
    """A plan with four indicators, its lead body with an owner, a planner, and a round that is open."""
    industry = body("示例市工业和信息化局", short_name="工信局")
    people = {
        "owner": person("owner", "owner", body=industry),
        "planner": person("planner", "planner", region="220200"),
    }
    plan = Plan.objects.create(
        title="示例市“十四五”规划",
        tier="development",
        region=industry.region,
        first_year=2021,
        last_year=2030,
        status="in_force",
    )
    names = [("规模以上工业总产值", "亿元", 860.0), ("高技术产业产值占比", "%", 18.2), ("新增规上企业", "户", 26.0)]
    wanted = []
    for position, (name, unit, last) in enumerate([*names, ("工业技改投资", "亿元", 45.0)]):
        indicator = Indicator.objects.create(code=f"own-{position}", name=name, unit=unit)
        said: dict[str, Any] = {"plan": plan, "indicator": indicator, "name": name, "unit": unit, "position": position}
        of = PlanIndicator.objects.create(**said, frequency="quarter", lead=industry)
        Target.objects.create(of=of, kind="annual", year=2026, low=last * 4)
        figure = Figure(
            indicator=indicator, region=industry.region, period="2026Q1", value=last, unit=unit, reported_by=industry
        )
        actions.enter_figure(figure, by=people["planner"])
        wanted.append(of)
    today = timezone.localdate()
    days = {"opens_on": today - dt.timedelta(days=9), "due_on": today + dt.timedelta(days=2)}
    made = Round.objects.create(region=industry.region, period="2026Q2", frequency="quarter", **days)
    return {**people, "body": industry, "wanted": wanted, "round": made, "plan": plan}


def path_of(city: dict[str, Any]) -> str:
    return f"/reports/{city['round'].pk}/{city['body'].pk}/"


def test_an_owner_enters_a_report_by_keyboard(open_tab: OpenTab, city: dict[str, Any]) -> None:
    tab = open_tab()
    page = tab.log_in("owner")
    tab.go("/reports/")
    page.keyboard.press("Tab")
    page.click("text=填报 >> nth=-1")
    page.wait_for_url("**" + path_of(city))
    first, second, third, _fourth = (of.pk for of in city["wanted"])
    assert page.evaluate("document.activeElement.id") == f"value-{first}"
    page.keyboard.type("9321500万元")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == f"value-{second}"
    page.keyboard.type("19.4")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("3000")
    assert page.is_visible(f"tr:has(#value-{third}) [data-odd]")
    page.fill(f"#text-{first}", "二季度新投产3户，产值继续回升。")
    assert "草稿" in page.inner_text("#saved")
    _log_in_again(tab, city, f"#value-{third}")
    assert page.input_value(f"#value-{first}") == "9321500万元"
    page.set_input_files(f"#file-{first}", {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    page.fill(f"#value-{second}", "十九")
    page.focus(f"#value-{second}")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#errors")
    assert tab.findings("report-errors") == []
    assert not Figure.objects.filter(period="2026Q2").exists()
    page.fill(f"#value-{second}", "19.4")
    page.focus(f"#value-{second}")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".notice:visible >> text=已提交3项数据")
    assert not page.is_visible("#restored")
    tab.go(path_of(city))
    assert not page.is_visible("#restored")
    assert {row.value for row in Figure.objects.filter(period="2026Q2")} == {932.15, 19.4, 3000}
    assert tab.findings("report-submitted") == []
    assert tab.complaints == []


def _log_in_again(tab: Tab, city: dict[str, Any], field: str) -> None:
    """The session ends while somebody types; what was typed is still there after logging in again."""
    page = tab.page
    Session.objects.all().delete()
    page.focus(field)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/log-in/**")
    page.fill("#id_username", "owner")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**" + path_of(city))
    page.wait_for_selector("#restored:visible")


def test_a_report_by_excel(open_tab: OpenTab, city: dict[str, Any], tmp_path: Path) -> None:
    tab = open_tab()
    page = tab.log_in("owner")
    tab.go(path_of(city))
    with page.expect_download() as download:
        page.click("text=下载 Excel 模板")
    path = tmp_path / "report.xlsx"
    download.value.save_as(path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet["B4"].value == "规模以上工业总产值"
    sheet["F4"], sheet["F5"], sheet["F6"] = 932.15, "=1+1", "很多"
    book.save(path)
    page.set_input_files("#workbook", str(path))
    page.click("text=读入")
    page.wait_for_selector("#errors")
    assert "F5" in page.inner_text("#errors")
    assert "F6" in page.inner_text("#errors")
    assert tab.findings("report-uploaded") == []
    assert page.input_value(f"#value-{city['wanted'][0].pk}") == "932.15"
    assert not Figure.objects.filter(period="2026Q2").exists()
    page.click("button.primary:has-text('提交')")
    page.wait_for_selector("text=已提交1项数据")
    assert Figure.objects.get(period="2026Q2").value == 932.15
    out = io.BytesIO(b"no workbook")
    page.set_input_files("#workbook", {"name": "a.xlsx", "mimeType": "x", "buffer": out.getvalue()})
    page.click("text=读入")
    page.wait_for_selector("#errors >> text=不是可以读取的")
    assert tab.complaints == []


def test_a_planner_decides_by_keyboard(open_tab: OpenTab, city: dict[str, Any]) -> None:
    for of, value in zip(city["wanted"], (932.15, 19.4, 3000.0, 47.0), strict=True):
        said: dict[str, Any] = {"indicator": of.indicator, "region": city["body"].region, "unit": of.unit}
        figure = Figure(period="2026Q2", value=value, reported_by=city["body"], **said)
        actions.enter_figure(figure, by=city["owner"])
    Progress.objects.create(
        of=city["wanted"][0], body=city["body"], period="2026Q2", text="新投产3户。", by=city["owner"]
    )
    tab = open_tab()
    page = tab.log_in("planner")
    tab.go("/reports/")
    assert tab.findings("reports-planner") == []
    page.click("text=项等待审核")
    page.wait_for_url("**/reports/queue/")
    assert tab.findings("queue") == []
    page.wait_for_selector("tr[data-row]:focus")
    page.keyboard.press("Enter")
    page.wait_for_selector("tr.done >> text=已采用")
    page.wait_for_selector("tr[data-row]:focus >> text=高技术")
    page.keyboard.press("j")
    page.wait_for_selector("tr[data-row]:focus >> text=新增规上")
    page.keyboard.press("r")
    page.keyboard.type("比上期多一百倍，请核对")
    page.keyboard.press("Enter")
    page.wait_for_selector("tr.done >> text=已退回")
    assert tab.findings("queue-decided") == []
    page.wait_for_selector("tr[data-row]:focus >> text=工业技改")
    for _row in range(3):
        page.keyboard.press("k")
    page.keyboard.press("u")
    page.wait_for_selector("tr[data-row]:not(.done):focus >> text=规模以上")
    states = {row.indicator.name: row.state for row in Figure.objects.filter(period="2026Q2")}
    assert states["新增规上企业"] == "returned"
    assert list(states.values()).count("submitted") == 3
    tab.go("/reports/queue/")
    page.click("text=采用本页无异常的")
    page.wait_for_selector(".notice >> text=已采用3项")
    page.click(".notice form button")  # undo
    page.wait_for_selector("text=已撤销3项")
    assert Figure.objects.filter(period="2026Q2", state="submitted").count() == 3
    assert tab.complaints == []


@pytest.fixture
def document(city: dict[str, Any]) -> Document:
    """A communique that states two results."""
    region = city["body"].region
    document = Document.objects.create(
        name="示例公报.txt",
        title="示例市统计公报",
        kind="communique",
        region=region,
        sha256="0" * 64,
        file="x",
        state="read",
    )
    for position, (period, value) in enumerate((("2025", 3400), ("2024", 3200))):
        Statement.objects.create(
            document=document,
            indicator="地区生产总值",
            indicator_id="gdp",
            measure="level",
            role="actual",
            low=value,
            high=value,
            unit="亿元",
            period=period,
            region=region,
            bound="exact",
            state="confirmed",
            text=f"{value}亿元",
            start=position,
            end=position + 1,
            sentence=f"全市地区生产总值{value}亿元。",
            sentence_start=0,
            sentence_end=20,
        )
    return document


@pytest.fixture
def said_of(city: dict[str, Any]) -> tuple[Figure, Figure, Any]:
    """A figure that waits, one that is contested, and the contest; and one that was returned, and a reminder."""
    of, region = city["wanted"][0], city["body"].region
    said: dict[str, Any] = {"indicator": of.indicator, "region": region, "unit": "亿元", "reported_by": city["body"]}
    waiting = actions.enter_figure(Figure(period="2026Q2", value=93215, **said), by=city["owner"])
    standing = Figure.objects.get(period="2026Q1", indicator=of.indicator)
    contest = actions.contest_figure(
        standing, reason="与统计公报口径不同", source="统计公报第3页", other_value=850, by=city["owner"]
    )
    returned = Figure(**{**said, "indicator": city["wanted"][1].indicator, "unit": "%"}, period="2026Q2", value=3)
    actions.enter_figure(returned, by=city["owner"])
    actions.return_figure(returned, reason="请核对分母", by=city["planner"])
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    late = Round.objects.create(
        region=region, period="2026Q1", frequency="quarter", opens_on=yesterday, due_on=yesterday
    )
    Figure.objects.filter(indicator=city["wanted"][3].indicator).update(state="returned")
    Reminder.objects.create(round=late, body=city["body"], user=city["owner"], days=-1, text="提醒")
    return waiting, standing, contest


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_pages_of_figures_are_open_to_everyone(
    open_tab: OpenTab, city: dict[str, Any], document: Document, said_of: Any, language: str, size: str
) -> None:
    waiting, standing, contest = said_of
    pages = {
        "planner": [
            "/figures/",
            "/figures/new/",
            f"/figures/{waiting.pk}/",
            f"/figures/{standing.pk}/",
            f"/figures/{standing.pk}/revise/",
            f"/contests/{contest.pk}/resolve/",
            f"/documents/{document.pk}/figures/",
            "/rounds/",
            "/rounds/new/",
            f"/rounds/{city['round'].pk}/",
            f"/rounds/{city['round'].pk}/edit/",
            "/reports/",
            "/reports/overdue/",
            "/reports/queue/",
        ],
        "owner": ["/reports/", path_of(city), "/reminders/", "/figures/", f"/figures/{standing.pk}/contest/"],
    }
    for who, paths in pages.items():
        tab = open_tab(language, size)
        tab.log_in(who)
        for number, path in enumerate(paths):
            page = tab.go(path)
            assert tab.findings(f"monitoring-{who}-{number}-{language}-{size}") == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
        assert tab.complaints == []
