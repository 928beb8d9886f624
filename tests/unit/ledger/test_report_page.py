"""The page is whole, closed to the outside, and leads every figure back to its place."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.ledger.report_ledgers import (
    HOSTILE,
    city_ledger,
    empty_ledger,
    hostile_ledger,
    make_document,
    make_statement,
    silent_ledger,
    single_ledger,
)

from planledger.errors import OutputNotWritten
from planledger.ledger.report import page, page_text, write_report
from planledger.ledger.report.areas import MOST, find_areas
from planledger.ledger.report.payload import script_json
from planledger.ledger.report.places import Places
from planledger.ledger.report.wording import NOTHING, Both
from planledger.model import Ledger, Problem

ASSETS = Path(page.__file__).parent / "assets"
STRINGS = json.loads((ASSETS / "strings.json").read_text(encoding="utf-8"))


def data_of(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def counted(text: str, start: int, end: int) -> str:
    """Stretch of ``text`` as JavaScript counts."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def test_every_figure_points_at_its_place_in_the_cleaned_text() -> None:
    data = data_of(page_text(city_ledger()))
    values = []
    for record in data["records"]:
        text = data["docs"][record[0]]["text"]
        values.append(counted(text, record[1], record[2]))
        assert counted(text, record[3], record[4]).endswith("。")
    # The first stands behind a character of two code units and was full-width in the source.
    assert values == ["5", "3", "8", "200", "120", "建成东环大桥", "3.5", "4.2", "300", "7", "6.1"]
    assert data["sources"] == {"0": "𠮷地区生产总值增长５%以上,就业稳定。"}
    assert data["docs"][0]["sources"] == {"2": "𠮷地区生产总值增长５%以上,就业稳定。"}
    assert data["docs"][0]["repairs"] == [["width", 1, [["５", "5", 32, 33]]]]


def test_rows_name_their_records_by_number() -> None:
    data = data_of(page_text(city_ledger()))
    missed = data["rows"][0]
    assert (missed["promise"], missed["result"], missed["next"]) == (0, 6, 9)
    assert missed["points"] == [5.0, 3.5, 7.0]
    assert missed["margin"] == ["差1.5个百分点", "1.5 points worse"]
    assert data["rows"][3]["near"] == [[8, "存量对增量", "a stock for an increment"]]
    assert data["pairs"] == [[0, 1]]


def test_problems_of_a_whole_file_name_its_document() -> None:
    ledger = city_ledger()
    problem = Problem("document.unplaced", "papers/plan.txt", -1, -1, "", "no region", "没有地区")
    data = data_of(page_text(replace(ledger, problems=(*ledger.problems, problem))))
    assert [item[1] for item in data["problems"]] == [1, -1, 0]
    assert [item[7] for item in data["problems"]] == ["", "papers/none.txt", ""]


@given(st.text(max_size=60), st.text(alphabet="<>/!-scriptSCRIPT\u2028\u2029&", max_size=40))
def test_json_cannot_leave_its_script_element(first: str, second: str) -> None:
    text = script_json([first, second])
    assert not set(text) & set("<>&\u2028\u2029")
    if not re.search(r"[\ud800-\udfff]", first):
        assert json.loads(text) == [first, second]


def test_hostile_text_brings_no_element_of_its_own() -> None:
    plain, hostile = page_text(city_ledger()), page_text(hostile_ledger())
    assert hostile.count("<script") == plain.count("<script")
    assert hostile.count("<img") == 0
    assert data_of(hostile)["records"][0][5] == HOSTILE


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_policy_admits_only_what_is_in_the_page(lang: Any) -> None:
    text = page_text(city_ledger(), lang=lang)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    for tag in ("style", "script"):
        found = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert found
        digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]
    # The name of the SVG vocabulary is no address that is fetched.
    assert set(re.findall(r"https?://[^'\"\s]+", text)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"\s(?:style|on\w+)=\"", text)


def test_both_languages_say_everything() -> None:
    assert STRINGS["zh"].keys() == STRINGS["en"].keys()
    for key, text in STRINGS["zh"].items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", STRINGS["en"][key])), key
    program = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ASSETS / "js").glob("*.js")))
    asked = set(re.findall(r"\bt\('([\w.]+)'", program))
    assert len(asked) > 80
    assert {key for key in asked if not key.endswith(".")} <= STRINGS["zh"].keys()


def test_all_of_the_program_is_in_the_page() -> None:
    assert {path.stem for path in (ASSETS / "js").glob("*.js")} == set(page._SCRIPTS)
    assert "innerHTML" not in page_text(empty_ledger())


def test_page_says_the_state_without_its_program() -> None:
    text = page_text(city_ledger())
    assert "<h1>临江市2020年政府工作报告的5项量化目标，对照临江市2021年计划报告：兑现1项" in text
    assert '<html lang="en">' in page_text(city_ledger(), lang="en")


@pytest.mark.parametrize("make", [single_ledger, silent_ledger, empty_ledger])
def test_nothing_to_compare_is_no_error(make: Callable[[], Ledger]) -> None:
    data = data_of(page_text(make()))
    assert data["rows"] == []
    assert "没有可以前后对照的文件" in data["headlines"][0][0][0]


def test_equal_ledgers_give_equal_pages() -> None:
    assert page_text(city_ledger()) == page_text(city_ledger())


def test_report_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out" / "report.html"
    write_report(city_ledger(), path)
    assert path.read_text(encoding="utf-8") == page_text(city_ledger())
    assert [item.name for item in path.parent.iterdir()] == ["report.html"]
    with pytest.raises(OutputNotWritten):
        write_report(city_ledger(), path / "report.html")
    assert path.read_text(encoding="utf-8") == page_text(city_ledger())


def test_lone_surrogates_do_not_stop_the_report(tmp_path: Path) -> None:
    document = make_document("broken", ["标\ud800题", "增长5%"])
    ledger = silent_ledger()
    broken = type(ledger)((document,), ledger.extractions, (), (), (), "0.1.0")
    write_report(broken, tmp_path / "report.html")
    assert "\ufffd" in data_of((tmp_path / "report.html").read_text(encoding="utf-8"))["docs"][0]["text"]


def test_places_stay_inside_the_text() -> None:
    places = Places(make_document("short", ["短"]))
    assert places.of_source(-5, 99) == (0, 2)
    assert places.of_clean(7, 3) == (2, 2)


def test_areas_are_categories_or_headings_that_enough_share() -> None:
    document = make_document("plan", ["标题", "增长5%"])
    sections = [("二、乡村振兴", f"（{number}）第{number}件") for number in range(5)] + [
        ("三、其他工作", "（一）交通")
    ] * 3
    records = [make_statement(document, 1, "5", section=section) for section in sections]
    records += [make_statement(document, 1, "5", section=()), make_statement(document, 1, "5", indicator_id="gdp")]
    areas = find_areas(records, lambda indicator: Both("经济", "economy") if indicator == "gdp" else NOTHING)
    assert [area.zh for area in areas] == ["乡村振兴"] * 5 + ["交通"] * 3 + ["", "经济"]
    headings = [("二、2020年重点工作",), ("一、总体要求",), ("四、“十四五”发展目标",)]
    timely = [make_statement(document, 1, "5", section=section) for section in headings] * 3
    assert {area.zh for area in find_areas(timely, lambda indicator: NOTHING)} == {""}
    many = [make_statement(document, 1, "5", section=(f"{number}、甲{number}",)) for number in range(20)] * 2
    assert len({area for area in find_areas(many, lambda indicator: NOTHING) if area.zh}) <= MOST
