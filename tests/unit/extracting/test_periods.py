"""Which period a value is for, by what its sentence, its section and its document say."""

from __future__ import annotations

import pytest
from tests.unit.extracting.paper import paper

from planledger.catalogue import load_catalogue
from planledger.extracting.periods import Time, frames_of, times_in
from planledger.extracting.statements import find_statements
from planledger.model.document import Kind, Part

CATALOGUE = load_catalogue()


def periods(text: str, part: Part, kind: Kind = "work_report", year: int = 2024, plan: str = "") -> list[str]:
    found, _ = find_statements(paper(text, part, kind=kind, year=year, plan=plan), CATALOGUE)
    return [one.period for one in found]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("到2025年，", "by", 2025),
        ("2025年底，", "by", 2025),
        ("2025年，", "year", 2025),
        ("比2020年增长", "base", 2020),
        ("“十四五”期间，", "plan", 2021),
        ("“十四五”末，", "end", 2021),
        ("“十三五”以来，", "since", 2016),
        ("过去五年，", "five", 5),
        ("近三年，", "recent", 3),
        ("今年，", "rel", 0),
        ("去年，", "rel", -1),
        ("明年，", "rel", 1),
    ],
)
def test_time_words(text: str, kind: str, number: int) -> None:
    [time] = times_in(text)
    assert isinstance(time, Time)
    assert (time.kind, time.number) == (kind, number)
    assert 0 <= time.start < time.end <= len(text)


@pytest.mark.parametrize("text", ["“十四五”规划，", "十分重要，", "新建2025户，"])
def test_what_names_no_time(text: str) -> None:
    assert times_in(text) == []


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("粮食产量达到30亿斤。", "review", "2023"),
        ("粮食产量达到30亿斤。", "outlook", "2024"),
        ("到2025年，粮食产量达到30亿斤。", "outlook", "2025"),
        ("2022年，粮食产量达到30亿斤。", "review", "2022"),
        ("去年，粮食产量达到30亿斤。", "review", "2023"),
        ("近三年累计植树30万棵。", "review", "2021/2023"),
        ("“十四五”期间，新建学校30所。", "outlook", "2021/2025"),
    ],
)
def test_annual_report(text: str, part: Part, expected: str) -> None:
    assert periods(text, part) == [expected]


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("粮食产量达到30亿斤。", "outlook", "2025"),
        ("粮食产量达到30亿斤。", "review", "2020"),
        ("新建学校30所。", "outlook", "2021/2025"),
        ("新建学校30所。", "review", "2016/2020"),
        ("粮食产量年均增长3%。", "outlook", "2021/2025"),
        ("到2035年，粮食产量达到40亿斤。", "outlook", "2035"),
        ("到2023年，粮食产量达到31亿斤。", "outlook", "2023"),
    ],
)
def test_five_year_plan(text: str, part: Part, expected: str) -> None:
    assert periods(text, part, "five_year_outline", 2021, "2021/2025") == [expected]


def test_communique_is_of_its_own_year() -> None:
    assert periods("粮食产量达到30亿斤。", "review", "communique", 2023) == ["2023"]


def test_no_year_no_period() -> None:
    assert periods("粮食产量达到30亿斤。", "review", "other", 0) == [""]


def test_paragraph_that_looks_back_five_years_turns_until_another_turns_again() -> None:
    text = "过去五年，新建学校30所。\n改造危房2万户。\n2023年工作，新建学校6所。"
    assert periods(text, "review") == ["2019/2023", "2019/2023", "2023"]
    assert [frame.long for frame in frames_of(paper(text, "review"))] == [True, True, False]


def test_baseline_keeps_its_own_year() -> None:
    document = paper("高新技术企业由2018年的96家增加到315家。", "review")
    found, problems = find_statements(document, CATALOGUE)
    assert [(one.role, one.period) for one in found] == [("baseline", "2018"), ("actual", "2023")]
    assert problems == ()
