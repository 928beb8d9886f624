"""What readers do with the report: look, filter, open, go to the source, print, use keys alone."""

from __future__ import annotations

import csv
import re
from dataclasses import replace

import pytest
from tests.browser.conftest import OpenReport
from tests.unit.ledger.report_ledgers import (
    city_ledger,
    empty_ledger,
    hostile_ledger,
    large_ledger,
    silent_ledger,
    single_ledger,
)

pytestmark = pytest.mark.browser

VIEWS = ["overview", "promises", "documents", "statements", "near", "contradictions", "damage", "help", "print"]
OWN_WORDS = """() => {
  const all = document.body.cloneNode(true);
  all.querySelectorAll('[lang="zh-CN"], script, option, #lang-button, .toggle').forEach((node) => node.remove());
  return all.textContent;
}"""
CELLS = """() => [...document.querySelectorAll('table')].map((table) => ['thead tr', 'tbody tr'].map((row) => {
  const cells = [...table.querySelector(row).children];
  return cells.filter((cell) => getComputedStyle(cell).display !== 'none').length;
}))"""
MISSED = "0.plan%2331"


def test_first_look_says_the_state_and_what_was_dropped(open_report: OpenReport) -> None:
    tab = open_report(city_ledger()).show()
    assert tab.locator("h1").inner_text().startswith("临江市2020年政府工作报告的5项量化目标")
    assert tab.locator(".attention").first.inner_text().split("\n")[0].endswith("后来没有再提：1 项")
    assert "差1.5个百分点" in tab.locator(".attention").nth(1).inner_text()
    # All of it on the smallest screen that officials have, without scrolling.
    assert tab.locator(".attention").nth(1).bounding_box()["y"] < 500


def test_language_switches_everything_but_the_documents_and_is_remembered(open_report: OpenReport) -> None:
    report = open_report(city_ledger())
    tab = report.show()
    tab.click("#lang-button")
    for view in VIEWS[:-1]:
        # Within the page: a browser under load may be late with what it remembers, which is asked once below.
        if view != "overview":
            tab.evaluate(f"location.hash = 'view={view}'")
            tab.locator(f'[aria-current="page"][href*="{view}"]').wait_for()
        own = tab.evaluate(OWN_WORDS)
        # Names of documents hold their region, areas may be headings, values have their unit.
        rest = re.sub(r"临江市|经济|[\d.]+(?:万人|户|公里)|[增提][长高]?", "", own)
        assert not re.findall(r"[\u4e00-\u9fff]+", rest), view
        assert tab.locator("html").get_attribute("lang") == "en"
    tab = report.show("view=doc&doc=plan")
    assert tab.locator("html").get_attribute("lang") == "en"
    assert "地区生产总值增长5%以上" in tab.locator(".body").inner_text()


def test_filters_search_and_order_are_kept_in_the_address(open_report: OpenReport) -> None:
    report = open_report(city_ledger())
    tab = report.show("view=promises")
    assert tab.locator("tr.row").count() == 5
    tab.select_option("select[name=type]", "qualitative")
    assert tab.locator("tr.row .toggle").all_inner_texts() == ["建成东环大桥"]
    tab.select_option("select[name=type]", "all")
    tab.click("button.chip.missed")
    assert tab.locator("tr.row .toggle").all_inner_texts() == ["地区生产总值"]
    assert tab.evaluate("document.activeElement.dataset.verdict") == "missed"
    tab.click("button.chip.missed")
    tab.fill("#search", "就业")
    tab.locator("tr.row").nth(2).wait_for(state="detached")
    assert "2 项" in tab.locator("#live").inner_text()
    tab.click("button[data-column=indicator]")
    assert tab.locator("th[aria-sort=ascending]").inner_text().startswith("指标")
    kept = report.hash()
    for part in ("view=promises", "type=all", "sort=indicator", "q="):
        assert part in kept
    names = tab.locator("tr.row .toggle").all_inner_texts()
    tab = report.show(kept[1:])
    assert tab.locator("tr.row .toggle").all_inner_texts() == names
    assert tab.input_value("#search") == "就业"


def test_what_is_seen_can_be_taken_to_a_spreadsheet(open_report: OpenReport) -> None:
    tab = open_report(city_ledger()).show("view=promises&verdict=missed")
    with tab.expect_download() as download:
        tab.click("button.export")
    text = download.value.path().read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(text.splitlines()))
    assert len(rows) == 2
    found = dict(zip(*rows, strict=True))
    assert (found["指标"], found["目标"], found["完成"]) == ("地区生产总值", "增长5%以上", "增长3.5%")
    assert found["报告"] == "全年地区生产总值增长3.5%(预计)。"
    hostile = replace(city_ledger().fulfilments[0], reason_zh="=1+1")
    tab = open_report(replace(city_ledger(), fulfilments=(hostile,))).show("view=promises")
    with tab.expect_download() as download:
        tab.click("button.export")
    assert '"\'=1+1"' in download.value.path().read_text(encoding="utf-8-sig")


def test_dropped_promises_stand_on_top(open_report: OpenReport) -> None:
    tab = open_report(city_ledger()).show("view=promises&type=all")
    verdicts = [text.split(" ")[-1] for text in tab.locator("tr.row .verdict").all_inner_texts()]
    assert verdicts == ["未报告", "未兑现", "部分兑现", "不可比", "推进中", "兑现"]


def test_row_opens_in_place_and_leads_to_the_sentence(open_report: OpenReport) -> None:
    report = open_report(city_ledger())
    tab = report.show("view=promises")
    row = tab.locator("tr.row", has_text="地区生产总值")
    row.locator("button").click()
    detail = tab.locator("tr.detail:not([hidden])")
    assert detail.locator("blockquote mark").all_inner_texts() == ["5", "3.5", "7"]
    assert "open=0.plan%2331" in report.hash()
    assert "𠮷地区生产总值增长５%以上" in detail.locator(".source").first.text_content()
    detail.locator("a[data-source]").first.click()
    here = tab.locator("mark.here")
    assert here.inner_text() == "5"
    box = here.bounding_box()
    assert 0 < box["y"] < 768
    assert tab.locator(".block.beside .source").inner_text() == "𠮷地区生产总值增长５%以上,就业稳定。"
    assert tab.locator(".side .current").inner_text().startswith("目标")
    tab.go_back()
    assert tab.locator("tr.detail:not([hidden])").count() == 1


def test_statements_are_underlined_by_role(open_report: OpenReport) -> None:
    tab = open_report(city_ledger()).show("view=doc&doc=report")
    assert tab.locator(".body .st.actual").all_inner_texts() == ["3.5", "4.2", "300", "6.1"]
    assert tab.locator(".body .st.target").all_inner_texts() == ["7"]
    looks = [
        tab.locator(f".body .st.{role}").first.evaluate("e => getComputedStyle(e).borderBottomStyle")
        for role in ("actual", "target")
    ]
    assert looks == ["double", "solid"]


def test_lists_show_what_is_doubtful(open_report: OpenReport) -> None:
    report = open_report(city_ledger())
    assert "存量对增量" in report.show("view=near").locator("main").inner_text()
    contradiction = report.show("view=contradictions").locator(".cards").inner_text()
    assert "4.2%与6.1%" in contradiction
    assert contradiction.count("财政收入增长") == 2
    tab = report.show("view=damage")
    assert "没有这个文件" in tab.locator("main").inner_text()
    assert "全角数字转半角" in tab.locator("main").inner_text()
    tab.click("text=3032762810名")
    assert tab.locator("mark.here").inner_text() == "3032762810"


def test_keys_do_everything(open_report: OpenReport) -> None:
    report = open_report(city_ledger())
    tab = report.show("view=promises")
    focused = "document.activeElement.innerText"
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    assert tab.evaluate(focused) == "地区生产总值"
    tab.keyboard.press("k")
    assert tab.evaluate(focused) == "城镇新增就业"
    tab.keyboard.press("j")
    tab.keyboard.press("Enter")
    assert tab.locator("tr.detail:not([hidden])").count() == 1
    tab.keyboard.press("Escape")
    assert tab.locator("tr.detail:not([hidden])").count() == 0
    tab.keyboard.press("?")
    assert tab.locator("dialog[open]").count() == 1
    tab.keyboard.press("Escape")
    assert tab.locator("dialog[open]").count() == 0
    tab.keyboard.press("o")
    assert tab.locator("mark.here").inner_text() == "5"
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.id") == "search"
    tab.keyboard.type("j?")
    assert tab.input_value("#search") == "j?"
    tab.keyboard.press("Escape")
    assert tab.input_value("#search") == ""


def test_single_keys_can_be_switched_off(open_report: OpenReport) -> None:
    tab = open_report(city_ledger()).show("view=promises")
    tab.keyboard.press("?")
    tab.locator("dialog input").uncheck()
    tab.keyboard.press("Escape")
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.id") != "search"


def test_skip_link_comes_first_and_leads_to_the_content(open_report: OpenReport) -> None:
    tab = open_report(city_ledger()).show()
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.id") == "skip"
    assert tab.locator("#skip").bounding_box()["y"] >= 0


def test_skip_link_keeps_the_view(open_report: OpenReport) -> None:
    tab = open_report(city_ledger()).show("view=promises")
    tab.locator("#skip").focus()
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    assert tab.locator("tr.row").count() == 5


def test_large_ledgers_come_in_pages(open_report: OpenReport) -> None:
    report = open_report(large_ledger(10_000, 50))
    tab = report.show("view=promises")
    assert tab.locator("tr.row").count() == 50
    tab.locator(".pager button").last.click()
    assert "page=200" in report.hash()
    assert tab.locator("tr.row").count() == 50
    assert tab.evaluate("document.querySelectorAll('*').length") < 3000
    tab = report.show("view=doc&doc=d7")
    assert tab.locator(".block").count() == 201
    assert report.complaints == []


def test_paper_has_every_row_and_no_controls(open_report: OpenReport) -> None:
    tab = open_report(large_ledger(120, 2)).show("view=promises")
    assert tab.locator("tr.row").count() == 50
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    tab.emulate_media(media="print")
    assert tab.locator("tr.row").count() == 120
    for hidden in (".top", ".views", ".filters", ".foot"):
        assert not tab.locator(hidden).first.is_visible()
    assert tab.locator("thead").evaluate("e => getComputedStyle(e).display") == "table-header-group"
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.locator("tr.row").count() == 50
    assert tab.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("width", [390, 768, 1366, 1920])
def test_nothing_is_wider_than_the_screen(open_report: OpenReport, width: int) -> None:
    report = open_report(city_ledger(), width=width)
    for view in (*VIEWS, "doc&doc=plan", f"promises&open={MISSED}"):
        tab = report.show(f"view={view}")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, view
    assert report.complaints == []


@pytest.mark.parametrize("width", [390, 768, 1000, 1366])
def test_every_table_has_as_many_heads_as_cells(open_report: OpenReport, width: int) -> None:
    report = open_report(city_ledger(), width=width)
    for view in VIEWS[:-1]:
        counts = report.show(f"view={view}").evaluate(CELLS)
        assert all(heads == cells for heads, cells in counts), (view, counts)


def test_little_motion_is_wanted_and_none_is_given(open_report: OpenReport) -> None:
    tab = open_report(city_ledger(), reduced_motion="reduce").show("view=promises")
    assert tab.locator("tr.row").first.evaluate("e => getComputedStyle(e).transitionDuration") == "0s"


def test_documents_cannot_bring_programs(open_report: OpenReport) -> None:
    report = open_report(hostile_ledger())
    for view in (*VIEWS, "doc&doc=plan&at=3-9", "promises&type=all&q=img", "statements&doc=%3Cscript%3E"):
        tab = report.show(f"view={view}")
        for line in tab.locator("tr.row button.toggle").all():
            line.click()
        assert tab.evaluate("window.hacked") is None, view
        assert tab.locator("img, main script, iframe").count() == 0, view
    assert "<img src=x" in report.show("view=doc&doc=plan").locator(".body").inner_text()
    assert report.complaints == []
    assert all(request.startswith(("file:", "about:")) for request in report.requests)


def test_policy_stops_what_would_run_all_the_same(open_report: OpenReport) -> None:
    report = open_report(city_ledger())
    tab = report.show()
    tab.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hacked=1\">')")
    tab.wait_for_timeout(50)
    assert tab.evaluate("window.hacked") is None
    assert any("Content Security Policy" in complaint for complaint in report.complaints)


def test_nothing_to_show_teaches_what_to_do(open_report: OpenReport) -> None:
    single = open_report(single_ledger()).show().locator("main").inner_text()
    assert "还没有可以对照的文件" in single
    assert "planledger compare" in single
    assert "planledger run" in open_report(empty_ledger()).show().locator("main").inner_text()
    silent = open_report(silent_ledger()).show("view=statements").locator("main").inner_text()
    assert "没有量化表述" in silent
    assert "损坏与修复" in silent
    for ledger in (single_ledger(), empty_ledger(), silent_ledger()):
        report = open_report(ledger)
        for view in (*VIEWS, "doc&doc=none"):
            report.show(f"view={view}")
        assert report.complaints == []


def test_the_side_list_shows_the_place_that_a_link_leads_to(open_report: OpenReport) -> None:
    report = open_report(large_ledger(40, 8))
    address = report.show("view=doc&doc=d7").locator(".side li a").nth(2).get_attribute("href")
    tab = report.show(address.removeprefix("#"))
    tab.evaluate("() => { dispatchEvent(new Event('scroll')); }")
    tab.wait_for_timeout(200)
    assert tab.locator(".side .current a").first.get_attribute("href") == address
