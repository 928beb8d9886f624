from __future__ import annotations

from tests.unit.reconciling.records import document

from planledger.reconciling import find_pairs, find_rivals

PLAN = document("plan", year=2021, kind="five_year_outline", plan="2021/2025")
FIRST = document("first", year=2021, kind="plan_report")
SECOND = document("second", year=2022)
TWIN = document("twin", year=2022)
LATER = document("later", year=2027)
ELSEWHERE = document("elsewhere", year=2022, region="229800")
FIGURES = document("figures", year=2021, kind="communique")


def names(*documents: object) -> list[tuple[str, str]]:
    return [(promises.id, results.id) for promises, results in find_pairs(documents)]  # type: ignore[arg-type]


def test_report_with_the_next() -> None:
    assert names(SECOND, FIRST) == [("first", "second")]


def test_plan_with_reports_of_its_years() -> None:
    assert names(PLAN, SECOND, LATER) == [("plan", "second")]


def test_communique_answers_but_promises_nothing() -> None:
    assert names(FIRST, FIGURES) == [("first", "figures")]


def test_other_region_never() -> None:
    assert names(FIRST, ELSEWHERE) == []


def test_twins_are_not_paired_but_reported() -> None:
    assert names(SECOND, TWIN) == []
    assert [[one.id for one in rivals] for rivals in find_rivals([SECOND, TWIN, FIRST])] == [["second", "twin"]]


def test_unknown_year_pairs_with_nothing() -> None:
    assert names(document("a", year=0), document("b", year=1)) == []
